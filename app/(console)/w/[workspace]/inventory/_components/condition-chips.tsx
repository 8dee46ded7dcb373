'use client';
import { placed, without } from '@/components/query/query-edit';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { printCondition } from '@/lib/query/print';
import type { Condition } from '@/lib/query/types';
import type { Inventory } from './use-inventory';
import type { InventoryState } from './use-inventory-state';

/** The conditions of the query as chips that a click takes away. Words are not repeated; on a phone the filter sheet has them. */
export function ConditionChips({ state, inventory }: { state: InventoryState; inventory: Inventory }) {
  const { known, names } = inventory;
  const conditions = placed(state.query, known).filter(({ condition }) => condition.kind !== 'text');
  if (conditions.length === 0) return null;
  return (
    <span className="mt-2 hidden flex-wrap items-center gap-2 md:flex">
      {conditions.map(({ condition, span }) => {
        const { name, value } = wordsOf(condition, names);
        return (
          <Chip
            key={`${span.from} ${name}`}
            name={name}
            value={value}
            onRemove={() => state.setQuery(without(state.query, span))}
          />
        );
      })}
      <Button size="sm" intent="ghost" onClick={() => state.setQuery('')}>
        Clear
      </Button>
    </span>
  );
}

const SIGN = { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' } as const;

function wordsOf(condition: Condition, names: ReadonlyMap<string, string>): { name: string; value: string } {
  const no = 'not' in condition && condition.not ? 'not ' : '';
  switch (condition.kind) {
    case 'match': {
      const [first, ...more] = condition.values.map(
        ({ text, prefix }) => `${names.get(text) ?? text}${prefix ? '*' : ''}`,
      );
      return { name: `${no}${condition.field}`, value: `${first ?? ''}${more.length > 0 ? ` +${more.length}` : ''}` };
    }
    case 'tag': {
      const values = condition.values.map(({ text, prefix }) => `${text}${prefix ? '*' : ''}`);
      return { name: `${no}tag`, value: `${condition.key}=${values.join(',')}` };
    }
    case 'tagged':
      return { name: `${no}tag`, value: condition.keys.join(',') };
    case 'time':
      return { name: condition.field, value: `${SIGN[condition.comparison]} ${condition.amount} ${condition.unit}` };
    case 'text':
      return { name: 'text', value: printCondition(condition) };
  }
}
