import { COLLECTORS } from '@/lib/collectors/registry';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { STATES } from '@/lib/query/fields';
import { type Parsed, parseQuery } from '@/lib/query/parse';
import { refusalOf } from '@/lib/query/refusal';
import { type Known, resolveQuery } from '@/lib/query/resolve';
import type { Problem, Query } from '@/lib/query/types';
import type { PresentFilter, ResourceFilter } from '@/lib/schemas/inventory';
import { accountLabels } from './account-labels';
import { type SqlCondition, sqlCondition } from './conditions';

const OWN_TYPES: readonly string[] = COLLECTORS.map(({ type }) => type).sort();

/**
 * Filters as the functions of the schema tenant take them: `{ type?, account?, region?, service?, tag?, integrationId?,
 * state, where? }`, the last from the query. Knows the types of collectors and no account names; one state at a time.
 * Throws `invalid_request` with the query's position and what to write instead.
 */
export function filtersJson(filter: ResourceFilter): string {
  const filters = filtersFrom(filter, parseQuery(filter.q ?? ''), { types: OWN_TYPES, accounts: [] });
  if (filters.state === 'any' || filters.state.includes(','))
    throw refused([
      {
        from: 0,
        to: filter.q?.length ?? 0,
        message: 'Here one state is shown at a time.',
        fix: 'Write state:live, state:deleted or state:unwatched.',
      },
    ]);
  return jsonForPostgres(filters);
}

/** The same for what is there now: also several states, account names, and every type that the workspace has. */
export async function filtersOf(tx: Transaction, workspaceId: string, filter: PresentFilter): Promise<string> {
  const parsed = parseQuery(filter.q ?? '');
  return jsonForPostgres(filtersFrom(filter, parsed, await knownFor(tx, workspaceId, parsed)));
}

/** Looked up only when the query writes something short. */
async function knownFor(tx: Transaction, workspaceId: string, { query }: Parsed): Promise<Known> {
  const written = (field: 'type' | 'account') =>
    query.flatMap((one) => (one.kind === 'match' && one.field === field ? one.values : []));
  const whole = written('type').every(({ text, prefix }) => !prefix && OWN_TYPES.some((type) => type === text));
  const numbers = written('account').every(({ text }) => /^\d+$/.test(text));
  const there = whole ? [] : await tx.$queryRaw<{ type: string }[]>`SELECT type FROM tenant.inventory_types()`;
  const names = numbers ? new Map<string, string>() : await accountLabels(tx, workspaceId);
  return {
    types: there.length === 0 ? OWN_TYPES : [...new Set([...OWN_TYPES, ...there.map(({ type }) => type)])].sort(),
    accounts: [...names].map(([id, name]) => ({ id, name })),
  };
}

type Filters = Partial<Record<'type' | 'account' | 'region' | 'service' | 'tag', string[]>> & {
  state: string;
  q?: string;
  integrationId?: string;
  where?: SqlCondition[];
};
const LISTS = ['type', 'account', 'region', 'service', 'tag'] as const;

function filtersFrom(filter: PresentFilter, parsed: Parsed, known: Known): Filters {
  const { query, problems } = resolveQuery(parsed, known);
  if (problems.length > 0) throw refused(problems);
  const filters: Filters = { state: stateOf(query, filter.state) };
  for (const name of LISTS) if (filter[name]?.length) filters[name] = filter[name];
  if (filter.integrationId) filters.integrationId = filter.integrationId;
  const where: SqlCondition[] = [];
  for (const condition of query) {
    if (condition.kind === 'match' && condition.field === 'state') continue;
    if (!asPlainFilter(filters, condition)) where.push(sqlCondition(condition));
  }
  if (where.length > 0) filters.where = where;
  return filters;
}

/** A condition that is a filter already goes there, so that what knows filters only (lists in order of names) sees it. */
function asPlainFilter(filters: Filters, condition: Query[number]): boolean {
  if (condition.kind === 'match') {
    const { not, values } = condition;
    const field = LISTS.find((name) => name === condition.field);
    if (not || !field || field in filters || values.some(({ prefix }) => prefix)) return false;
    filters[field] = values.map(({ text }) => text);
    return true;
  }
  if (condition.kind === 'tag' && !('tag' in filters)) {
    const { key, not, values } = condition;
    if (not || key.includes('=') || values.some(({ prefix }) => prefix)) return false;
    filters.tag = values.map(({ text }) => `${key}=${text}`);
    return true;
  }
  if (condition.kind !== 'text' || condition.not || condition.value.prefix || 'q' in filters) return false;
  filters.q = condition.value.text;
  return true;
}

/** `state:` of the query takes the place of the filter; several must all hold. */
function stateOf(query: Query, chosen: string): string {
  const named = query.flatMap((one) => (one.kind === 'match' && one.field === 'state' ? [one] : []));
  if (named.length === 0) return chosen;
  const left = STATES.filter((state) =>
    named.every(({ not, values }) => values.some(({ text }) => text === 'any' || text === state) !== not),
  );
  return left.length === STATES.length ? 'any' : left.length === 0 ? 'none' : left.join(',');
}

function refused(problems: readonly Problem[]): AppError {
  return new AppError('invalid_request', refusalOf(problems), {
    details: problems.map(({ from, to, message: what, fix }) => ({ path: 'q', message: what, fix, from, to })),
  });
}
