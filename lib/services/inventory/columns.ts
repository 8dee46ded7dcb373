import type { Transaction } from '@/lib/db/transaction';
import type { ResourceSummary } from '@/lib/schemas/inventory';
import { documentsOf } from './parts';

type Attributes = Readonly<Record<string, unknown>>;

/** Adds the chosen columns that a summary does not have: `tag.<key>` and `attr.<path>`. One query, if any attribute is asked. */
export async function withColumns(
  tx: Transaction,
  workspaceId: string,
  resources: readonly ResourceSummary[],
  columns: readonly string[],
): Promise<ResourceSummary[]> {
  const chosen = columns.filter((column) => /^(tag|attr)\./.test(column));
  if (chosen.length === 0) return [...resources];
  const uids = resources.map(({ uid }) => uid);
  const documents = needsAttributes(chosen) ? await documentsOf(tx, workspaceId, uids) : null;
  return resources.map((resource) => {
    const attributes = documents?.get(resource.uid)?.attributes ?? {};
    return {
      ...resource,
      columns: Object.fromEntries(chosen.map((one) => [one, columnOf(one, resource, attributes)])),
    };
  });
}

export const needsAttributes = (columns: readonly string[]) => columns.some((column) => column.startsWith('attr.'));

/** The value of a column; null where there is none. */
export function columnOf(column: string, resource: ResourceSummary, attributes: Attributes): unknown {
  if (column.startsWith('tag.')) {
    const key = column.slice('tag.'.length);
    return Object.hasOwn(resource.tags, key) ? resource.tags[key] : null;
  }
  if (column.startsWith('attr.')) return valueAt(attributes, column.slice('attr.'.length).split('.')) ?? null;
  return Object.hasOwn(resource, column) ? (resource[column as keyof ResourceSummary] ?? null) : null;
}

/** A name on a list is taken of each of its parts: `securityGroups.groupId` is all their ids. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(name)) return valueAt(value[Number(name)], rest);
    return value.map((part) => valueAt(part, path)).filter((part) => part !== undefined);
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return valueAt((value as Attributes)[name], rest);
}
