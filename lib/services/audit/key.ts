import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { Databases } from '@/lib/db/client';
import { inDirectory, type Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { seal, unseal } from '@/lib/sealing/envelope';
import type { Keyring } from '@/lib/sealing/keyring';

const SETTING = 'audit-key';
const PLACE = { workspaceId: 'install', table: 'install_setting', row: SETTING, column: 'private' };
const HEAD_TYPE = 'mooring-audit-head+jwt';

const publicJwkSchema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string() });
const storedSchema = z.object({ publicJwk: publicJwkSchema, sealedPrivate: z.string() });
/** The public half, for whoever wants to check exported heads. */
export type AuditPublicKey = z.infer<typeof publicJwkSchema>;

export const headSchema = z.object({ chain: z.string(), sequence: z.string(), hash: z.string(), signedAt: z.string() });
/** Where a chain stood: its last sequence and that row's hash (hex). */
export type AuditHead = z.infer<typeof headSchema>;
export type SignHead = (head: AuditHead) => Promise<string>;

/**
 * The install's Ed25519 key for audit heads, made at first use. The private part is sealed, so a copy of the
 * database cannot sign; the public part is shown, so a third party can check a head without trusting us.
 */
export async function openAuditKey(
  db: Databases,
  keyring: Keyring,
): Promise<{ publicKey: AuditPublicKey; signHead: SignHead }> {
  const stored = (await inDirectory(db, read)) ?? (await inDirectory(db, (tx) => make(tx, keyring)));
  const sealed = Buffer.from(stored.sealedPrivate, 'base64');
  const jwk = JSON.parse(unseal(keyring, sealed, PLACE).toString('utf8')) as JWK;
  const key = await importJWK(jwk, 'EdDSA');
  const { kid } = stored.publicJwk;
  return {
    publicKey: stored.publicJwk,
    signHead: (head) =>
      new CompactSign(Buffer.from(JSON.stringify(head)))
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: HEAD_TYPE })
        .sign(key),
  };
}

/** The public key alone; null while nothing was ever sealed. Needs no keyring. */
export async function readAuditPublicKey(db: Databases): Promise<AuditPublicKey | null> {
  return (await inDirectory(db, read, { readOnly: true }))?.publicJwk ?? null;
}

/** The head a statement signs; null when its signature, type or form is not ours. */
export async function openHead(statement: string, publicKey: AuditPublicKey): Promise<AuditHead | null> {
  try {
    const key = await importJWK(publicKey, 'EdDSA');
    const { payload, protectedHeader } = await compactVerify(statement, key, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== HEAD_TYPE || protectedHeader.kid !== publicKey.kid) return null;
    return headSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    return null;
  }
}

async function read(tx: Transaction): Promise<z.infer<typeof storedSchema> | null> {
  const setting = await tx.installSetting.findUnique({ where: { key: SETTING } });
  return setting ? storedSchema.parse(setting.value) : null;
}

/** Of two processes that make one at once the first insert wins, and both use it. */
async function make(tx: Transaction, keyring: Keyring): Promise<z.infer<typeof storedSchema>> {
  const pair = generateKeyPairSync('ed25519');
  const publicJwk = exportJwk(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const sealedPrivate = seal(keyring, JSON.stringify(exportJwk(pair.privateKey)), PLACE).toString('base64');
  const value = { publicJwk: { ...publicJwk, kid }, sealedPrivate } as z.infer<typeof storedSchema>;
  await tx.installSetting.createMany({ data: [{ key: SETTING, value }], skipDuplicates: true });
  const stored = await read(tx);
  if (!stored) throw new AppError('internal', 'The audit key could not be stored.');
  return stored;
}

function exportJwk(key: KeyObject): JWK {
  return key.export({ format: 'jwk' }) as JWK;
}
