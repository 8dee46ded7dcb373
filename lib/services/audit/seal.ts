import type { Databases } from '@/lib/db/client';
import { inDirectory, type Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { CHAIN_COLUMNS, type ChainRow, GENESIS, hex, INSTALL_CHAIN, linkHash } from './chain';
import type { AuditHead, SignHead } from './key';

/** Receives each signed head after it is committed, to keep it where the database's owner cannot reach. */
export type ExportHead = (head: AuditHead, statement: string) => Promise<void>;

type SealOptions = { signHead: SignHead; now: () => Date; exportHead?: ExportHead; batch?: number };

export type Sealed = { entries: number; failed: { chain: string; error: unknown }[] };

/**
 * Links every unsealed audit row into its chain, oldest first, and signs where each chain then stands. One
 * transaction a batch under the chain's advisory lock: sealers that run at once take turns and find nothing left.
 * A chain that cannot be sealed (it was tampered with) is told in `failed` and does not hold up the others.
 */
export async function sealAuditLog(db: Databases, options: SealOptions): Promise<Sealed> {
  const found = await inDirectory(
    db,
    (tx) => tx.$queryRaw<{ chain: string }[]>`
      SELECT DISTINCT coalesce(e.workspace_id::text, ${INSTALL_CHAIN}) AS chain FROM tenant.audit_entry e
      WHERE NOT EXISTS (SELECT FROM tenant.audit_seal s WHERE s.entry_id = e.id) ORDER BY chain`,
    { readOnly: true },
  );
  const sealed: Sealed = { entries: 0, failed: [] };
  for (const { chain } of found) {
    try {
      sealed.entries += await sealChain(db, chain, options);
    } catch (error) {
      sealed.failed.push({ chain, error });
    }
  }
  return sealed;
}

async function sealChain(db: Databases, chain: string, options: SealOptions): Promise<number> {
  const batch = options.batch ?? 1000;
  for (let sealed = 0; ; ) {
    const step = await inDirectory(db, (tx) => sealBatch(tx, chain, batch, options));
    if (step.signed) await options.exportHead?.(step.signed.head, step.signed.statement);
    sealed += step.count;
    if (step.count < batch) return sealed;
  }
}

async function sealBatch(tx: Transaction, chain: string, batch: number, { signHead, now }: SealOptions) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mooring audit chain ${chain}`}, 0))`;
  const last = await tx.auditSeal.findFirst({ where: { chain }, orderBy: { sequence: 'desc' } });
  const signed = await tx.auditHead.findFirst({ where: { chain }, orderBy: { sequence: 'desc' } });
  if (signed && signed.sequence !== last?.sequence) {
    const message = `The audit chain ${chain} does not end where its signed head ${signed.sequence} says. Run the verifier.`;
    throw new AppError('conflict', message);
  }
  const rows = await tx.$queryRaw<ChainRow[]>`
    SELECT ${CHAIN_COLUMNS} FROM tenant.audit_entry e
    WHERE coalesce(e.workspace_id::text, ${INSTALL_CHAIN}) = ${chain}
      AND NOT EXISTS (SELECT FROM tenant.audit_seal s WHERE s.entry_id = e.id)
    ORDER BY e.at, e.id LIMIT ${batch}`;
  let sequence = last?.sequence ?? 0n;
  let hash: Uint8Array<ArrayBuffer> = new Uint8Array(last?.hash ?? GENESIS);
  const seals = rows.map((row) => {
    sequence += 1n;
    const previousHash = hash;
    hash = linkHash(chain, sequence, row, previousHash);
    return { entryId: row.id, chain, sequence, hash, previousHash, sealedAt: now() };
  });
  if (seals.length === 0) return { count: 0, signed: null };
  await tx.auditSeal.createMany({ data: seals });
  const head = { chain, sequence: String(sequence), hash: hex(hash), signedAt: now().toISOString() };
  const statement = await signHead(head);
  await tx.auditHead.createMany({ data: [{ chain, sequence, hash, statement, createdAt: now() }] });
  return { count: seals.length, signed: { head, statement } };
}
