'use client';
import { withToggled } from '@/components/table/facets';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import type { InventoryState } from './use-inventory-state';

/** The filters that are on, each removed by a click. On a phone they are in the filter sheet. */
export function FilterChips({ state, names }: { state: InventoryState; names: ReadonlyMap<string, string> }) {
  const { choice, filter, setChoice, setTag, narrowed } = state;
  if (!narrowed) return null;
  return (
    <span className="hidden flex-wrap items-center gap-2 md:flex">
      {Object.entries(choice).flatMap(([facet, values]) =>
        values.map((value) => (
          <Chip
            key={`${facet} ${value}`}
            name={facet}
            value={facet === 'account' ? (names.get(value) ?? value) : value}
            onRemove={() => setChoice(withToggled(choice, facet, value))}
          />
        )),
      )}
      {filter.tag?.map((tag) => (
        <Chip
          key={tag}
          name="tag"
          value={tag}
          onRemove={() => setTag(filter.tag?.filter((one) => one !== tag) ?? [])}
        />
      ))}
      {filter.integrationId ? (
        <Chip name="integration" value="one" mono={false} onRemove={state.clearIntegration} />
      ) : null}
      <Button size="sm" intent="ghost" onClick={state.clear}>
        Clear
      </Button>
    </span>
  );
}
