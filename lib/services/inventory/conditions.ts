import { UNIT_SECONDS } from '@/lib/query/fields';
import type { Condition, Value } from '@/lib/query/types';

/** A condition as `tenant.inventory_condition` takes it. */
export type SqlCondition = { f: string; not?: true } & Record<string, unknown>;

export function sqlCondition(condition: Condition): SqlCondition {
  switch (condition.kind) {
    case 'text':
      return { f: 'text', text: condition.value.text, begins: condition.value.prefix, ...negated(condition) };
    case 'match':
      return { f: condition.field, ...lists(condition.values), ...negated(condition) };
    case 'tag':
      return { f: 'tag', key: condition.key, ...lists(condition.values), ...negated(condition) };
    case 'tagged':
      return { f: 'tagged', keys: condition.keys, ...negated(condition) };
    case 'time':
      return { f: condition.field, op: condition.comparison, seconds: condition.amount * UNIT_SECONDS[condition.unit] };
  }
}

const negated = ({ not }: { not: boolean }): { not?: true } => (not ? { not: true } : {});

function lists(values: readonly Value[]): { in: string[]; begin: string[] } {
  const texts = (prefix: boolean) => values.filter((value) => value.prefix === prefix).map(({ text }) => text);
  return { in: texts(false), begin: texts(true) };
}
