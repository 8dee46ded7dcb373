'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { hasTag, withTagToggled } from '@/components/query/query-edit';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { read } from '@/lib/client/queries';
import { count } from '@/lib/format/number';
import { useWorkspaceId } from '../../../../_components/session';
import type { InventoryState } from './use-inventory-state';

const FIRST = 5;
const MOST = 30;

/** Tag keys of what is shown; one that is opened shows its values. Loaded after the list, since tags are counted row by row. */
export function TagFacet({ state, ready }: { state: InventoryState; ready: boolean }) {
  const params = { workspaceId: useWorkspaceId() };
  const q = state.query || undefined;
  const [open, setOpen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const keys = useQuery({
    ...read('resources.facets', { params, query: { q, include: ['tags'] } }),
    enabled: ready,
    staleTime: 30_000,
  });
  const values = useQuery({
    ...read('resources.facets', { params, query: { q, tagKey: open ?? undefined } }),
    enabled: ready && open !== null,
    staleTime: 30_000,
  });
  const found = keys.data?.tagKeys ?? [];
  if (found.length === 0) return null;
  const toggle = (key: string, value: string | null) => state.setQuery(withTagToggled(state.query, key, value));
  return (
    <fieldset>
      <legend className="mb-1.5 text-12 text-fg-3">
        Tag
        {keys.data?.tagsExact === false ? (
          <span title="Counted over the first 20,000 matches"> (first 20,000)</span>
        ) : (
          ''
        )}
      </legend>
      <div className="grid grid-cols-1 gap-px">
        {found.slice(0, all ? MOST : FIRST).map(({ value: key, count: matching }) => (
          <div key={key}>
            <div className="flex items-center">
              <Line
                name={key}
                count={matching}
                on={hasTag(state.query, key, null)}
                onToggle={() => toggle(key, null)}
              />
              <button
                type="button"
                aria-expanded={open === key}
                aria-label={`Values of ${key}`}
                onClick={() => setOpen(open === key ? null : key)}
                className="ml-1 grid size-10 place-items-center rounded-1 text-fg-3 hover:bg-hover lg:size-6"
              >
                <Icon as={open === key ? ChevronDown : ChevronRight} size="xs" />
              </button>
            </div>
            {open === key ? (
              <div className="ml-2.5 grid grid-cols-1 gap-px border-line border-l pl-3.5">
                {(values.data?.tagValues ?? []).slice(0, MOST).map(({ value, count: with_ }) => (
                  <Line
                    key={value}
                    name={value === '' ? '(empty)' : value}
                    count={with_}
                    on={hasTag(state.query, key, value)}
                    onToggle={() => toggle(key, value)}
                  />
                ))}
              </div>
            ) : null}
          </div>
        ))}
        {found.length > FIRST ? (
          <button
            type="button"
            aria-expanded={all}
            onClick={() => setAll(!all)}
            className="h-6 pl-6 text-left text-12 text-fg-3 hover:text-fg"
          >
            {all ? 'fewer' : `${Math.min(found.length, MOST) - FIRST} more`}
          </button>
        ) : null}
      </div>
    </fieldset>
  );
}

function Line({
  name,
  count: matching,
  on,
  onToggle,
}: {
  name: string;
  count: number;
  on: boolean;
  onToggle: () => void;
}) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn('flex h-10 min-w-0 flex-1 items-center gap-2 lg:h-[26px]', matching === 0 && 'text-fg-3')}
    >
      <Checkbox id={id} checked={on} onChange={onToggle} />
      <span title={name} className="mono min-w-0 truncate">
        {name}
      </span>
      <span className="ml-auto text-12 text-fg-3 tabular-nums">{count(matching)}</span>
    </label>
  );
}
