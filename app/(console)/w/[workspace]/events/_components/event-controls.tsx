'use client';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { OUTCOME } from '@/components/event/outcomes';
import { filterOfWord } from '@/components/event/search-words';
import type { EventSource } from '@/components/event-source/states';
import { withToggled } from '@/components/table/facets';
import { MomentPicker } from '@/components/time/moment-picker';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { read } from '@/lib/client/queries';
import { EVENT_OUTCOMES } from '@/lib/schemas/event';
import { useWorkspaceId } from '../../../../_components/session';
import { EventSearch } from './event-search';
import { FilterMenu } from './filter-menu';
import { type EventFilters, TEXT_FILTERS, type TextFilter } from './use-event-filters';

const CHIP: Record<TextFilter, string> = {
  account: 'account',
  service: 'service',
  name: 'event',
  principal: 'principal',
  accessKey: 'key',
  address: 'address',
  source: 'source',
  resource: 'resource',
};

type Props = {
  filters: EventFilters;
  names: ReadonlyMap<string, string>;
  services: readonly string[];
  sources: readonly EventSource[] | undefined;
};

/** What narrows the log: one search box that knows what it is given, menus for what is few, and the time. */
export function EventControls({ filters, names, services, sources = [] }: Props) {
  const { given, outcomes, from, to, set } = filters;
  const resource = useResourceName(given.resource);
  const accounts = [...names].map(([value, label]) => ({ value, label }));
  const shown: Partial<Record<TextFilter, string>> = {
    ...given,
    ...(given.account ? { account: names.get(given.account) ?? given.account } : {}),
    ...(given.source ? { source: sources.find(({ id }) => id === given.source)?.name ?? 'one source' } : {}),
    ...(given.resource ? { resource: resource ?? 'one resource' } : {}),
  };
  const toggleOutcome = (one: string) =>
    set({ outcome: withToggled({ outcome: outcomes }, 'outcome', one).outcome ?? null });
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <EventSearch
          onWord={(word) => {
            const found = filterOfWord(word, new Set(services));
            if (found) set({ [found.name]: found.value });
          }}
        />
        <FilterMenu label="Account" options={accounts} onChoose={(account) => set({ account })} />
        <FilterMenu
          label="Service"
          options={services.map((value) => ({ value, label: value }))}
          onChoose={(service) => set({ service })}
        />
        <FilterMenu
          label="Source"
          options={sources.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(source) => set({ source })}
        />
        <FilterMenu
          label="Outcome"
          options={EVENT_OUTCOMES.map((value) => ({ value, label: OUTCOME[value].word }))}
          chosen={outcomes}
          onChoose={toggleOutcome}
        />
        <span className="flex flex-wrap items-center gap-2 xl:ml-auto">
          {filters.past ? (
            <>
              <MomentPicker label="From" value={from} onChange={(next) => set({ from: next })} />
              <MomentPicker label="To" now value={to} onChange={(next) => set({ to: next })} />
              <Button size="sm" onClick={() => set({ from: null, to: null })}>
                Back to live
              </Button>
            </>
          ) : (
            <Button size="sm" icon={History} onClick={() => set({ from: '1h' })}>
              Look back
            </Button>
          )}
        </span>
      </div>
      {filters.narrowed ? (
        <div className="flex flex-wrap items-center gap-2">
          {TEXT_FILTERS.map((name) => {
            const value = shown[name];
            return value ? (
              <Chip key={name} name={CHIP[name]} value={value} onRemove={() => set({ [name]: null })} />
            ) : null;
          })}
          {outcomes.map((one) => (
            <Chip key={one} name="outcome" value={OUTCOME[one].word} mono={false} onRemove={() => toggleOutcome(one)} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function useResourceName(uid: string | undefined): string | undefined {
  const workspaceId = useWorkspaceId();
  const query = useQuery({
    ...read('resources.get', { params: { workspaceId, uid: uid ?? '' } }),
    enabled: uid !== undefined,
    staleTime: 60_000,
  });
  return query.data?.uid === uid ? query.data?.name : undefined;
}
