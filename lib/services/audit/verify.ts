import type { Transaction } from '@/lib/db/transaction';
import { CHAIN_COLUMNS, type ChainRow, GENESIS, hex, INSTALL_CHAIN, linkHash, sameBytes } from './chain';
import { type AuditHead, type AuditPublicKey, openHead } from './key';

export type BadRow = { sequence: string; entryId: string; reason: string };
export type ChainVerification = {
  ok: boolean;
  /** Rows that are linked, and rows that wait for the sealer. */
  entries: number;
  unsealed: number;
  headSequence: string | null;
  headHash: string | null;
  firstBad: BadRow | null;
};

type SealRow = { sequence: bigint; entry_id: string; hash: Uint8Array; previous_hash: Uint8Array };
type Link = SealRow & Omit<ChainRow, 'id'> & { id: string | null };

const BATCH = 2000;

/**
 * Recomputes a chain from its first row and names the first bad one: changed content, a missing or doubled
 * sequence, a wrong link, a head whose signature or position does not hold, a chain cut short of a head.
 * `heads` are further statements to hold it against, exported earlier. Reads with the caller's role.
 */
export async function verifyAuditChain(
  tx: Transaction,
  chain: string,
  publicKey: AuditPublicKey | null,
  heads: readonly string[] = [],
): Promise<ChainVerification> {
  const signed = await readHeads(tx, chain, publicKey, heads);
  const waiting = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM tenant.audit_entry e
    WHERE coalesce(e.workspace_id::text, ${INSTALL_CHAIN}) = ${chain}
      AND NOT EXISTS (SELECT FROM tenant.audit_seal s WHERE s.entry_id = e.id)`;
  const unsealed = Number(waiting[0]?.count ?? 0n);
  const done = (entries: number, sequence: bigint, hash: Uint8Array, firstBad: BadRow | null): ChainVerification => ({
    ok: firstBad === null,
    entries,
    unsealed,
    headSequence: sequence === 0n ? null : String(sequence),
    headHash: sequence === 0n ? null : hex(hash),
    firstBad,
  });
  if ('bad' in signed) return done(0, 0n, GENESIS, signed.bad);

  let sequence = 0n;
  let hash: Uint8Array = GENESIS;
  for (;;) {
    const links = await readLinks(tx, chain, sequence);
    for (const link of links) {
      const bad = badLink(chain, link, sequence, hash, signed.heads);
      if (bad) return done(Number(sequence), sequence, hash, bad);
      sequence = link.sequence;
      hash = link.hash;
    }
    if (links.length < BATCH) break;
  }
  const beyond = [...signed.heads.values()].find((head) => BigInt(head.sequence) > sequence);
  const reason = 'a signed head says that the chain went on to here: rows were removed from its end';
  // Links and their head are written together: an end without one was rewritten by someone who cannot sign.
  if (!beyond && sequence > 0n && !signed.heads.has(String(sequence))) {
    return done(Number(sequence), sequence, hash, {
      sequence: String(sequence),
      entryId: '',
      reason: 'no signed head covers it',
    });
  }
  const cut = beyond ? { sequence: String(sequence + 1n), entryId: '', reason } : null;
  return done(Number(sequence), sequence, hash, cut);
}

function readLinks(tx: Transaction, chain: string, after: bigint): Promise<Link[]> {
  return tx.$queryRaw<Link[]>`
    SELECT s.sequence, s.entry_id, s.hash, s.previous_hash, ${CHAIN_COLUMNS}
    FROM tenant.audit_seal s LEFT JOIN tenant.audit_entry e ON e.id = s.entry_id
    WHERE s.chain = ${chain} AND s.sequence > ${after} ORDER BY s.sequence LIMIT ${BATCH}`;
}

function badLink(
  chain: string,
  link: Link,
  before: bigint,
  previous: Uint8Array,
  heads: ReadonlyMap<string, AuditHead>,
): BadRow | null {
  const { sequence, entry_id, hash, previous_hash, id, ...rest } = link;
  const bad = (reason: string, at = sequence): BadRow => ({ sequence: String(at), entryId: entry_id, reason });
  const expected = before + 1n;
  if (sequence !== expected) return bad(`sequence ${expected} is missing: a row was removed`, expected);
  if (id === null) return bad('the row itself is gone; only its link is left');
  if (!sameBytes(previous_hash, previous)) return bad('its link does not point to the row before it');
  if (!sameBytes(linkHash(chain, sequence, { id, ...rest }, previous), hash)) {
    return bad('its content is not what was sealed: it was changed');
  }
  const head = heads.get(String(sequence));
  if (head && head.hash !== hex(hash))
    return bad('it is not the row that the signed head names: the chain was rewritten');
  return null;
}

type Heads = { heads: ReadonlyMap<string, AuditHead> } | { bad: BadRow };

async function readHeads(
  tx: Transaction,
  chain: string,
  publicKey: AuditPublicKey | null,
  exported: readonly string[],
): Promise<Heads> {
  const rows = await tx.auditHead.findMany({ where: { chain }, orderBy: { sequence: 'asc' } });
  const heads = new Map<string, AuditHead>();
  for (const row of rows) {
    const head = publicKey ? await openHead(row.statement, publicKey) : null;
    const same = head && head.chain === chain && head.sequence === String(row.sequence) && head.hash === hex(row.hash);
    if (!same) {
      const reason = 'the signature of the head at this place does not hold';
      return { bad: { sequence: String(row.sequence), entryId: '', reason } };
    }
    heads.set(head.sequence, head);
  }
  for (const statement of exported) {
    const head = publicKey ? await openHead(statement, publicKey) : null;
    if (!head || head.chain !== chain) {
      return {
        bad: { sequence: '0', entryId: '', reason: 'an exported head is not signed by this install for this chain' },
      };
    }
    heads.set(head.sequence, head);
  }
  return { heads };
}
