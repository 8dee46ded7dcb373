import type { Databases } from '@/lib/db/client';
import { inDirectory } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type MintedToken, mintToken, openSigner, type TokenClaimsInput } from '@/lib/federation/issuer/mint';
import type { Keyring } from '@/lib/sealing/keyring';
import { applyRotation, issuerKeyRows, openSigningKey, toIssuerKey } from './issuer-keys';
import { duePlan } from './rotation-plan';

export type IssuerDeps = { db: Databases; install: { keyring: Keyring }; now: () => Date };

/** Signs a token of the workspace's built-in issuer with its active key; makes the first key when there is none. */
export async function mintWorkspaceToken(
  deps: IssuerDeps,
  workspaceId: string,
  claims: TokenClaimsInput,
  lifetimeSeconds?: number,
): Promise<MintedToken> {
  const now = deps.now();
  const rows = await deps.db.directory.issuerKey.findMany({ where: { workspaceId, state: 'active' } });
  const key = openSigningKey(deps.install.keyring, workspaceId, rows) ?? (await firstKey(deps, workspaceId, now));
  return mintToken(await openSigner(key), claims, { now, ...(lifetimeSeconds ? { lifetimeSeconds } : {}) });
}

/** Makes sure that a workspace's issuer has an active key and publishes it. */
export async function ensureIssuerKey(deps: IssuerDeps, workspaceId: string): Promise<void> {
  const active = await deps.db.directory.issuerKey.count({ where: { workspaceId, state: 'active' } });
  if (active === 0) await firstKey(deps, workspaceId, deps.now());
}

async function firstKey(deps: IssuerDeps, workspaceId: string, now: Date): Promise<string> {
  return inDirectory(deps.db, async (tx) => {
    const rows = await issuerKeyRows(tx, workspaceId, true);
    const plan = duePlan(rows.map(toIssuerKey), now);
    await applyRotation(tx, deps.install.keyring, workspaceId, plan, now);
    const key = openSigningKey(deps.install.keyring, workspaceId, await issuerKeyRows(tx, workspaceId));
    if (!key) throw new AppError('internal', 'The issuer has no signing key.');
    return key;
  });
}
