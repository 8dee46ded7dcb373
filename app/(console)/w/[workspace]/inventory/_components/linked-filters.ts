import { appended } from '@/components/query/query-edit';
import { printCondition } from '@/lib/query/print';
import type { MatchField } from '@/lib/query/types';

const FIELDS = [
  ['type', 'type'],
  ['account', 'account'],
  ['region', 'region'],
  ['service', 'service'],
  ['integrationId', 'integration'],
  ['state', 'state'],
] as const satisfies readonly (readonly [string, MatchField])[];

/** Filters that links of other pages carry beside `q` (`?type=AWS::IAM::Role`). */
export const LINKED_FILTERS = [...FIELDS.map(([name]) => name), 'tag'] as const;

/** The one query that a URL asks: its `q`, and after it every filter that stands beside it, as conditions. */
export function queryOf(search: URLSearchParams): string {
  let text = search.get('q')?.trim() ?? '';
  for (const [name, field] of FIELDS) {
    const values = partsOf(search, name);
    if (values.length === 0 || (field === 'state' && values[0] === 'live')) continue;
    text = appended(text, printCondition({ kind: 'match', not: false, field, values: values.map(whole) }));
  }
  for (const tag of partsOf(search, 'tag')) {
    const [key = '', ...rest] = tag.split('=');
    const value = rest.join('=');
    text = appended(
      text,
      tag.includes('=')
        ? printCondition({ kind: 'tag', not: false, key, values: [whole(value)] })
        : printCondition({ kind: 'tagged', not: false, keys: [key] }),
    );
  }
  return text;
}

const partsOf = (search: URLSearchParams, name: string) => search.get(name)?.split(',').filter(Boolean) ?? [];
const whole = (text: string) => ({ text, prefix: false });
