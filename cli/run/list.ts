import type { OperationId } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import { jsonSchemaOf } from '../generate/json-schema';
import type { Page } from '../output/rows';
import { isObject } from '../output/value';
import type { Connection } from '../session/connection';

/** Answers with two lists: the one that people asked for. */
const LISTS: Readonly<Partial<Record<OperationId, string>>> = {
  'resources.usedBy': 'users',
  'relationships.usedBy': 'users',
};

/** The key of the list that an operation answers with; null when its answer is one thing. */
export function listKey(id: OperationId, operation: Operation): string | null {
  if (!operation.response || (operation.produces ?? 'json') !== 'json') return null;
  const known = LISTS[id];
  if (known) return known;
  const properties = Object.entries(jsonSchemaOf(operation.response, 'output').properties ?? {});
  const lists = properties.filter(([, { type }]) => type === 'array').map(([name]) => name);
  const pages = isPaged(operation);
  return lists.length === 1 && (pages || properties.length === 1) ? (lists[0] ?? null) : null;
}

export function isPaged(operation: Operation): boolean {
  return operation.query?.shape.pageToken !== undefined;
}

type Call = { connection: Connection; id: OperationId; input: { params: object; query: Record<string, unknown> } };

/** The first page, and with `all` those after it, one at a time. */
export async function* pagesOf(call: Call, key: string, all: boolean): AsyncGenerator<Page> {
  const { connection, id, input } = call;
  let query = input.query;
  for (;;) {
    const answer: unknown = await connection.client.call(id, { ...input, query } as never);
    if (!isObject(answer)) return;
    const items = answer[key];
    yield { items: Array.isArray(items) ? items.filter(isObject) : [], answer };
    const next = answer.nextPageToken;
    if (!all || typeof next !== 'string' || next === query.pageToken) return;
    query = { ...query, pageToken: next };
  }
}
