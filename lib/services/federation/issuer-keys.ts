import { v7 as uuidv7 } from 'uuid';
import type { IssuerKey as KeyRow, Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import {
  generateIssuerKey,
  type IssuerKey,
  type KeyState,
  type PublicJwk,
  signingKey,
} from '@/lib/federation/issuer/keys';
import { type RotationAction, stampsOf } from '@/lib/federation/issuer/rotation';
import { type SealContext, seal, unseal } from '@/lib/sealing/envelope';
import type { Keyring } from '@/lib/sealing/keyring';

export function toIssuerKey(row: Omit<KeyRow, 'sealedPrivate'>): IssuerKey {
  return {
    id: row.id,
    kid: row.kid,
    state: row.state as KeyState,
    publicJwk: row.publicJwk as PublicJwk,
    createdAt: row.createdAt,
    activatedAt: row.activatedAt,
    retiredAt: row.retiringAt,
    revokedAt: row.revokedAt,
  };
}

/**
 * All keys of a workspace's issuer. `forUpdate` makes two rotations one after the other by a lock that inserts into the
 * workspace's tables (which take FOR KEY SHARE on this row) do not meet: a draft being made may call this.
 */
export async function issuerKeyRows(tx: Transaction, workspaceId: string, forUpdate = false): Promise<KeyRow[]> {
  if (forUpdate) {
    await tx.$queryRaw`SELECT id FROM directory.workspace WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  }
  return tx.issuerKey.findMany({ where: { workspaceId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
}

/** Applies a rotation plan inside the caller's transaction; answers what it did, for the audit log. */
export async function applyRotation(
  tx: Transaction,
  keyring: Keyring,
  workspaceId: string,
  actions: readonly RotationAction[],
  now: Date,
): Promise<Prisma.InputJsonObject[]> {
  const done: Prisma.InputJsonObject[] = [];
  for (const action of actions) {
    if (action.kind === 'create') {
      const key = await generateIssuerKey();
      const id = uuidv7();
      await tx.issuerKey.create({
        data: {
          id,
          workspaceId,
          kid: key.kid,
          state: action.state,
          publicJwk: key.publicJwk,
          sealedPrivate: new Uint8Array(seal(keyring, key.privateJwk, placeOf(workspaceId, id))),
          createdAt: now,
          activatedAt: action.state === 'active' ? now : null,
        },
      });
      done.push({ kid: key.kid, to: action.state });
    } else {
      const { retiredAt, ...stamps } = stampsOf(action.to, now);
      const moved = await tx.issuerKey.updateManyAndReturn({
        where: { workspaceId, id: action.id, state: action.from },
        data: { state: action.to, ...stamps, ...(retiredAt ? { retiringAt: retiredAt } : {}) },
        select: { kid: true },
      });
      for (const { kid } of moved) done.push({ kid, from: action.from, to: action.to, reason: action.reason });
    }
  }
  return done;
}

/** The private JWK that signs now, unsealed, or null when no key is active. */
export function openSigningKey(keyring: Keyring, workspaceId: string, rows: readonly KeyRow[]): string | null {
  const active = signingKey(rows.map(toIssuerKey));
  const row = rows.find((candidate) => candidate.id === active?.id);
  if (!row) return null;
  return unseal(keyring, row.sealedPrivate, placeOf(workspaceId, row.id)).toString('utf8');
}

function placeOf(workspaceId: string, row: string): SealContext {
  return { workspaceId, table: 'issuer_key', row, column: 'sealed_private' };
}
