import { createHash } from 'node:crypto';
import { Prisma } from '@/lib/db/generated/prisma/client';

/** The chain of rows that belong to no workspace. Every other chain is named by its workspace's id. */
export const INSTALL_CHAIN = 'install';

/** An audit row as its hash covers it; `at` has microseconds, which a JavaScript Date would lose. */
export type ChainRow = {
  id: string;
  workspace_id: string | null;
  at: string;
  actor_kind: string;
  actor_id: string;
  actor_label: string;
  action: string;
  target_kind: string;
  target_id: string;
  target_label: string;
  detail: unknown;
  request_id: string;
  ip_address: string | null;
};

/** The columns of `ChainRow`, of `tenant.audit_entry` under the name `e`. */
export const CHAIN_COLUMNS = Prisma.raw(`e.id, e.workspace_id,
  to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.actor_kind, e.actor_id, e.actor_label,
  e.action, e.target_kind, e.target_id, e.target_label, e.detail, e.request_id, e.ip_address`);

export const GENESIS = new Uint8Array(32);

/**
 * SHA-256 of the previous hash (32 bytes; zeros for the first) and the canonical JSON of
 * `{ chain, sequence, entry }`. Anyone can recompute it from an export of the table.
 */
export function linkHash(
  chain: string,
  sequence: bigint,
  row: ChainRow,
  previous: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const content = canonicalJson({ chain, sequence: String(sequence), entry: row });
  return new Uint8Array(createHash('sha256').update(previous).update(content, 'utf8').digest());
}

/** JSON with sorted keys and no spaces, as RFC 8785 orders it; undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
