import { discoveryDocument, type IssuerDocument, jwksDocument } from '@/lib/federation/issuer/documents';
import type { KeyCache } from '@/lib/federation/issuer/key-cache';
import { workspaceIssuerUrl } from '@/lib/federation/names';
import type { Install } from '../install/install';

export const ISSUER_DOCUMENTS = ['discovery', 'keys'] as const;
export type IssuerDocumentName = (typeof ISSUER_DOCUMENTS)[number];

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A public document of a workspace's issuer; null when there is no such issuer: no public issuer URL, no such
 * workspace, or no key yet. Throws `unavailable` when the keys were never read and cannot be read now.
 */
export async function publicIssuerDocument(
  name: IssuerDocumentName,
  workspaceId: string,
  { cache, install }: { cache: KeyCache; install: Pick<Install, 'issuerBase'> },
): Promise<IssuerDocument | null> {
  // The issuer's text is exact, so an id in another spelling is another issuer, which does not exist.
  if (!install.issuerBase || !ID.test(workspaceId)) return null;
  const keys = await cache.keys(workspaceId);
  if (!keys) return null;
  return name === 'keys' ? jwksDocument(keys) : discoveryDocument(workspaceIssuerUrl(install.issuerBase, workspaceId));
}
