import type { Credential } from '@/lib/db/generated/prisma/client';
import { describeClaims } from '@/lib/federation/describe';
import { subjectOf, workspaceIssuerUrl } from '@/lib/federation/names';
import { readTokenClaims } from '@/lib/federation/token';
import type { WorkspaceContext } from '../context';
import { hostToken } from '../credentials/host-token';

/** What AWS compares a token with. Null where the install does not know it yet. */
export type Claims = { issuerUrl: string | null; audience: string; subject: string };

/** Of the built-in issuer: each integration its own subject. */
export function builtInClaims({ install, workspaceId }: WorkspaceContext, integrationId: string): Claims {
  return {
    issuerUrl: install.issuerBase ? workspaceIssuerUrl(install.issuerBase, workspaceId) : null,
    audience: install.audience,
    subject: subjectOf({ workspaceId, integrationId }),
  };
}

/**
 * Of a token the host has or a cluster gives, read from the token itself, never guessed; null where there is no such
 * token (the built-in issuer, the host's own AWS identity). Throws what keeps the token from being read.
 */
export async function hostClaims(context: WorkspaceContext, credential: Credential): Promise<Claims | null> {
  const retrieved = await hostToken(context, credential);
  if (retrieved === null) return null;
  const { issuerUrl, audience, subject } = describeClaims(readTokenClaims(retrieved.token), null);
  return { issuerUrl, audience, subject };
}
