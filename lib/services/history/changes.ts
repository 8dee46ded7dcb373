import { z } from 'zod';
import type { Json } from '@/lib/collectors/types';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { changeSentence } from '@/lib/inventory/change-sentence';
import { diffDocuments } from '@/lib/inventory/diff';
import { idSchema, timeSchema } from '@/lib/schemas/common';
import { type ChangeEntry, type ChangeFilter, type changePageSchema, changeQuerySchema } from '@/lib/schemas/history';
import { filtersJson } from '../inventory/filters';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { historySpan } from './span';

const PATHS = 10;
const cursor = z.tuple([timeSchema, idSchema, z.int()]);
export type Cursor = z.output<typeof cursor>;

type Row = Pick<ChangeEntry, 'uid' | 'name' | 'type' | 'service' | 'region' | 'kind' | 'version'> & {
  account_id: string;
  seen_after: Date | null;
  seen_at: Date;
  document: Json;
  before: Json;
  causes: ChangeEntry['causes'];
};

/** What was seen to change after `from` and up to `to`, newest first; `from` is no earlier than history itself. */
export const listChanges = workspaceRead({
  permission: 'inventory:read',
  input: changeQuerySchema,
  async run(tx, query, { workspaceId }): Promise<z.output<typeof changePageSchema>> {
    refuseEmptySpan(query);
    const history = await historySpan(tx, workspaceId);
    const from = startOf(query, history.from);
    const after = decodePageToken(cursor, query.pageToken) ?? null;
    const found = await readChanges(tx, workspaceId, { ...query, from }, after, query.pageSize + 1);
    const { rows, ...next } = cutPage(found, query.pageSize, cursorOf);
    return { from, to: query.to, history, changes: rows, ...next };
  },
});

export const cursorOf = ({ seenAt, uid, version }: ChangeEntry): Cursor => [seenAt, uid, version];

/** The asked beginning, or that of history when it is later: the answer says which. */
export function startOf({ from }: Pick<ChangeFilter, 'from'>, begins: string | null): string {
  // What was first seen at the very beginning is part of the history.
  return begins !== null && from < begins ? new Date(Date.parse(begins) - 1).toISOString() : from;
}

export function refuseEmptySpan({ from, to }: Pick<ChangeFilter, 'from' | 'to'>): void {
  if (Date.parse(from) < Date.parse(to)) return;
  throw new AppError('invalid_request', 'The first moment must be before the second.', {
    details: [{ path: 'from', message: 'not before to' }],
  });
}

/** Filters as `tenant.change_search` takes them. */
export function changeFiltersJson({ kind, cause, ...filter }: ChangeFilter): string {
  const own = JSON.parse(filtersJson({ ...filter, state: 'live' })) as Record<string, unknown>;
  return jsonForPostgres({ ...own, ...(kind?.length ? { kind } : {}), ...(cause ? { cause } : {}) });
}

/** One page with causes, and the document before each by which it is put into words; at most 1,001 rows. */
export async function readChanges(
  tx: Transaction,
  workspaceId: string,
  filter: ChangeFilter,
  after: Cursor | null,
  limit: number,
): Promise<ChangeEntry[]> {
  const position = after === null ? null : jsonForPostgres(after);
  const rows = await tx.$queryRaw<Row[]>`
    SELECT r.uid::text, r.name, r.type, r.service, r.account_id, r.region, c.kind, c.version, c.seen_after, c.seen_at, v.document,
      b.document AS before, coalesce(k.causes, '[]') AS causes
    FROM tenant.change_search(${changeFiltersJson(filter)}::jsonb, ${filter.from}::timestamptz, ${filter.to}::timestamptz,
      ${position}::jsonb, ${limit}::int) WITH ORDINALITY c
    JOIN tenant.resource r ON r.workspace_id = ${workspaceId}::uuid AND r.uid = c.resource_uid
    JOIN tenant.resource_version v ON v.workspace_id = ${workspaceId}::uuid AND v.resource_uid = c.resource_uid AND v.version = c.version
    LEFT JOIN tenant.resource_version b ON b.workspace_id = ${workspaceId}::uuid AND b.resource_uid = c.resource_uid
      AND b.version = c.version - 1
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('kind', x.kind, 'scanId', x.scan_id, 'detail', x.detail,
        'at', to_char(x.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY x.position) AS causes
      FROM tenant.version_cause x
      WHERE x.workspace_id = ${workspaceId}::uuid AND x.resource_uid = c.resource_uid AND x.version = c.version) k ON true
    ORDER BY c.ordinality`;
  return rows.map(toEntry);
}

function toEntry({ account_id, seen_after, seen_at, document, before, ...row }: Row): ChangeEntry {
  const compared = (row.kind === 'changed' || row.kind === 'recreated') && before !== null;
  const changes = compared ? diffDocuments(before, document) : [];
  return {
    ...row,
    accountId: account_id,
    seenAfter: seen_after?.toISOString() ?? null,
    seenAt: seen_at.toISOString(),
    sentence: changeSentence(row.kind, changes),
    paths: changes.slice(0, PATHS).map(({ path }) => path),
    differences: changes.length,
  };
}
