import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { parseQuery } from '@/lib/query/parse';
import { RESOURCE_SORTS } from '@/lib/schemas/inventory';
import type { View } from '@/lib/schemas/view';
import { authorize, type WorkspaceContext } from '../context';

export type ViewRow = {
  id: string;
  owner_id: string;
  owner_label: string;
  shared: boolean;
  name: string;
  query: string;
  columns: string[];
  sort: string;
  sort_order: 'asc' | 'desc';
  version: number;
  created_at: Date;
  updated_at: Date;
  updated_by: string;
};

/** Views that the actor sees: shared ones and its own; with `only` that one. By name, shared ones last. */
export function visibleViews(
  tx: Transaction,
  context: WorkspaceContext,
  only: string | null = null,
): Promise<ViewRow[]> {
  return tx.$queryRaw<ViewRow[]>`
    SELECT id::text, owner_id, owner_label, shared, name, query, columns, sort, sort_order, version, created_at, updated_at,
      updated_by
    FROM tenant.saved_view
    WHERE workspace_id = ${context.workspaceId}::uuid AND (shared OR owner_id = ${context.actor.id})
      AND (${only}::uuid IS NULL OR id = ${only}::uuid)
    ORDER BY shared, lower(name), id`;
}

/** One that the actor sees; another's private view and one that does not exist are the same answer. */
export async function visibleView(tx: Transaction, context: WorkspaceContext, id: string): Promise<ViewRow> {
  const [row] = await visibleViews(tx, context, id);
  if (!row) throw notFound('view');
  return row;
}

/** What is shared with all takes `view:write` to make, change or delete; one's own private views do not. */
export function authorizeShared(context: WorkspaceContext, shared: boolean): void {
  if (shared) authorize(context, 'view:write');
}

/** A query is kept as it was written, but never one that cannot be read. Names in it are looked up when it is asked. */
export function checkQuery(query: string): void {
  const [first] = parseQuery(query).problems;
  if (!first) return;
  throw new AppError(
    'invalid_request',
    `The query cannot be understood at character ${first.from + 1}: ${first.message}`,
    {
      details: [{ path: 'query', message: `${first.message} ${first.fix}`, from: first.from, to: first.to }],
    },
  );
}

export function toView(row: ViewRow, { actor }: WorkspaceContext): View {
  return {
    id: row.id,
    name: row.name,
    shared: row.shared,
    own: row.owner_id === actor.id,
    madeBy: row.owner_label,
    query: row.query,
    columns: row.columns,
    sort: RESOURCE_SORTS.find((known) => known === row.sort) ?? 'name',
    order: row.sort_order,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}

/** The unique keys on names: PostgreSQL's 23505, as Prisma reports a raw statement's refusal. */
export function isNameTaken(error: unknown): boolean {
  return (
    error instanceof Error && /saved_view_(shared|own)_name|23505/.test(`${error.message} ${JSON.stringify(error)}`)
  );
}

export function nameTaken(name: string | undefined, shared: boolean | undefined): AppError {
  const whose = shared === undefined ? 'A view' : shared ? 'A shared view' : 'A view of yours';
  return new AppError(
    'conflict',
    `${whose} ${name === undefined ? 'of this name' : `named ${name}`} exists already. Choose another name.`,
    {
      details: [{ path: 'name', message: 'This name is taken.' }],
    },
  );
}
