import { AppError } from '@/lib/errors/app-error';
import { probeIssuer } from '@/lib/federation/probe/probe';
import type { ProbeCheck, ProbeInput } from '@/lib/federation/probe/types';
import { retrieve } from '@/lib/federation/retrievers/registry';
import type { FederationProbe } from '@/lib/schemas/federation';
import { authorize, type WorkspaceContext } from '../context';
import { ensureIssuerKey, mintWorkspaceToken } from './mint';
import { type WorkspaceFederation, workspaceFederation } from './source';

/** A subject no integration can have, so that a token made for the check opens nothing if it leaked. */
const PROBE_SUBJECT = 'probe';
const PROBE_SECONDS = 60;

/**
 * Looks at the workspace's issuer from outside as AWS does, and verifies a token made for it with what it publishes.
 * Throws `not_configured` when there is no issuer to look at.
 */
export async function probeFederation(context: WorkspaceContext, signal?: AbortSignal): Promise<FederationProbe> {
  authorize(context, 'federation:read');
  const federation = await workspaceFederation(context);
  const { facts } = federation;
  if (!facts) throw new AppError('not_configured', federation.problem ?? 'There is no issuer to probe.');
  if (federation.issuer === 'mooring') await ensureIssuerKey(context, context.workspaceId);
  const checks = await probeIssuer({
    issuerUrl: facts.issuerUrl,
    outbound: context.install.outbound,
    now: context.now,
    token: freshToken(context, federation, facts.issuerUrl, facts.audience),
    ...(signal ? { signal } : {}),
  });
  return {
    ok: checks.every((check) => check.status !== 'failed'),
    probedAt: context.now().toISOString(),
    checks: checks.map(toCheck),
  };
}

function freshToken(
  context: WorkspaceContext,
  { tokenPath }: WorkspaceFederation,
  issuer: string,
  audience: string,
): NonNullable<ProbeInput['token']> {
  if (tokenPath === null) {
    return async () => {
      const claims = { issuer, audience, subject: PROBE_SUBJECT };
      const { token } = await mintWorkspaceToken(context, context.workspaceId, claims, PROBE_SECONDS);
      return { token, audience };
    };
  }
  return async () => {
    const config = { kind: 'token_file', path: tokenPath } as const;
    const retrieved = await retrieve(config, context.install.retrieverContext(context.now));
    if (retrieved.via !== 'token') throw new AppError('internal', 'A token file gave no token.');
    return { token: retrieved.token, audience };
  };
}

function toCheck({ id, title, status, evidence, fix, ms }: ProbeCheck): FederationProbe['checks'][number] {
  return {
    key: id,
    title,
    state: status === 'running' ? 'not_testable' : status,
    evidence: evidence.join('\n'),
    fix,
    ms,
  };
}
