import { access } from 'node:fs/promises';
import { AppError, isAppError } from '@/lib/errors/app-error';
import { describeFederation } from '@/lib/federation/describe';
import { workspaceIssuerUrl } from '@/lib/federation/names';
import type { FederationFacts } from '@/lib/federation/types';
import type { WorkspaceContext } from '../context';
import { issuerUrlProblem, NO_ISSUER_URL } from './issuer-url';

/** How a workspace proves who it is: what is known of it, and what is in the way. Unknown facts are null, never guessed. */
export type WorkspaceFederation = {
  issuer: 'mooring' | 'kubernetes';
  facts: FederationFacts | null;
  tokenPath: string | null;
  ready: boolean;
  problem: string | null;
};

/**
 * The projected Kubernetes token when one is granted to the workspace and its file is there, else the built-in issuer.
 * The subject of the built-in issuer is the pattern of its integrations: each has its own.
 */
export async function workspaceFederation(context: WorkspaceContext): Promise<WorkspaceFederation> {
  const path = await grantedTokenPath(context);
  if (path === null) return builtIn(context);
  if (await exists(path)) return projected(context, path);
  const own = await builtIn(context);
  const missing = `A projected token is granted to this workspace, but ${path} is not there: project it into this process, or withdraw the grant. Until then the built-in issuer is used.`;
  return { ...own, problem: [own.problem, missing].filter((line) => line !== null).join(' ') };
}

/** The built-in issuer's URL of a workspace. Throws `not_configured` without a public issuer URL. */
export function builtInIssuerUrl({ install, workspaceId }: Pick<WorkspaceContext, 'install' | 'workspaceId'>): string {
  if (!install.issuerBase) throw new AppError('not_configured', NO_ISSUER_URL);
  return workspaceIssuerUrl(install.issuerBase, workspaceId);
}

async function builtIn(context: WorkspaceContext): Promise<WorkspaceFederation> {
  const { install, workspaceId } = context;
  const common = { issuer: 'mooring', tokenPath: null } as const;
  if (!install.issuerBase) return { ...common, facts: null, ready: false, problem: NO_ISSUER_URL };
  const issuerUrl = workspaceIssuerUrl(install.issuerBase, workspaceId);
  const facts = await describeFederation({
    kind: 'mooring_issuer',
    issuerUrl,
    audience: install.audience,
    subject: subjectPattern(workspaceId),
  });
  const fix = 'Set MOORING_ISSUER_URL to an https address without a port, query or fragment, and restart.';
  const problem = await issuerUrlProblem(context, issuerUrl, fix);
  return { ...common, facts, ready: problem === null, problem };
}

async function projected(context: WorkspaceContext, path: string): Promise<WorkspaceFederation> {
  const common = { issuer: 'kubernetes', tokenPath: path } as const;
  const { operatorDirectories } = context.install.retrieverContext(context.now);
  try {
    const facts = await describeFederation({ kind: 'token_file', path, operatorDirectories });
    const fix =
      'The cluster’s issuer must be public (--service-account-issuer); a managed cluster’s OIDC issuer URL is. Else use the built-in issuer.';
    const expired = facts.tokenExpiresAt && facts.tokenExpiresAt <= context.now() ? facts.tokenExpiresAt : null;
    const problem = expired
      ? `The token in ${path} expired at ${expired.toISOString()}. Is it still being renewed?`
      : await issuerUrlProblem(context, facts.issuerUrl, fix);
    return { ...common, facts, ready: problem === null, problem };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ...common, facts: null, ready: false, problem: error.message };
  }
}

export function subjectPattern(workspaceId: string): string {
  return `workspace:${workspaceId}:integration:<integration id>`;
}

async function grantedTokenPath({ db, workspaceId, install }: WorkspaceContext): Promise<string | null> {
  const identity = await db.directory.hostIdentity.findFirst({
    where: { kind: 'projected_token', grantedWorkspaceId: workspaceId },
    orderBy: { createdAt: 'asc' },
  });
  if (!identity) return null;
  return (identity.config as { path?: string }).path ?? install.federationTokenPath;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
