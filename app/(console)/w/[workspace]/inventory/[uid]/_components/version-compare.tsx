'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { DiffView } from '@/components/code/diff-view';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { absoluteUtc } from '@/lib/format/time';
import type { Change, Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { useUrlFilters } from '../../../../../_components/use-url-filters';

const MOST = 200;

/** Any two versions beside each other, chosen in the address (`?from&to`): what differs path by path, then the documents. */
export function VersionCompare({ resource }: { resource: Resource }) {
  const { search, set } = useUrlFilters();
  const [from, to] = [numberOf(search.get('from'), resource.version), numberOf(search.get('to'), resource.version)];
  const chosen = from !== null && to !== null;
  const query = useQuery({
    ...read('resources.diff', {
      params: { workspaceId: useWorkspaceId(), uid: resource.uid },
      query: { from: from ?? undefined, to: to ?? undefined },
    }),
    enabled: chosen,
  });
  if (!chosen) return null;
  const error = errorOf('The versions could not be compared', query);
  const { data } = query;
  const first = Math.max(1, resource.version - MOST + 1);
  const options = Array.from({ length: resource.version - first + 1 }, (_, index) => {
    const version = String(resource.version - index);
    return { value: version, label: `Version ${version}` };
  });
  const pick = (name: 'from' | 'to', value: number) => (
    <Select
      aria-label={name === 'from' ? 'Former version' : 'Later version'}
      value={String(value)}
      onChange={(next) => set({ [name]: next })}
      options={options}
      className="w-[130px]"
    />
  );
  return (
    <Panel
      title="Compare"
      fact={data ? plural(data.changes.length, 'difference') : undefined}
      end={
        <span className="flex items-center gap-2">
          {pick('from', from)}
          <span className="text-12 text-fg-3">with</span>
          {pick('to', to)}
          <IconButton label="Close the comparison" icon={X} size="sm" onClick={() => set({ from: null, to: null })} />
        </span>
      }
    >
      {error && !data ? (
        <ErrorState {...error} />
      ) : !data ? (
        <SkeletonRows rows={3} label="Comparing" />
      ) : data.changes.length === 0 ? (
        <p className="text-fg-3">These versions do not differ.</p>
      ) : (
        <div className="grid gap-4">
          <p>
            From {absoluteUtc(data.from.seenAt)} to {absoluteUtc(data.to.seenAt)}: {data.sentence}.
          </p>
          <ChangeTable changes={data.changes} versions={[from, to]} />
          <DiffView
            label={`Version ${from} with ${to}`}
            before={JSON.stringify(data.from.document, null, 2)}
            after={JSON.stringify(data.to.document, null, 2)}
            className="max-h-[480px]"
          />
        </div>
      )}
    </Panel>
  );
}

const WORD = { added: 'added', removed: 'removed', changed: 'changed' } as const satisfies Record<
  Change['kind'],
  string
>;

function ChangeTable({ changes, versions }: { changes: readonly Change[]; versions: readonly [number, number] }) {
  const cell =
    'mono max-w-[420px] border-t border-line px-3 py-1.5 align-top whitespace-pre-wrap [overflow-wrap:anywhere]';
  return (
    <ScrollRegion label="Differences, side by side" className="rounded-2 border border-line">
      <table className="w-full min-w-[560px] border-collapse text-12">
        <caption className="sr-only">Differences, side by side</caption>
        <thead>
          <tr className="text-left text-fg-3">
            {['Where', `Version ${versions[0]}`, `Version ${versions[1]}`].map((head) => (
              <th key={head} scope="col" className="px-3 py-2 font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.kind} ${change.path}`}>
              <th scope="row" className={`${cell} text-left font-normal`}>
                {change.path.replace(/^attributes\./, '')}
                <span className="block font-sans text-fg-3">{WORD[change.kind]}</span>
              </th>
              <td className={cell}>{shown(change.before)}</td>
              <td className={cell}>{shown(change.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function shown(value: unknown): string {
  if (value === undefined) return '—';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function numberOf(text: string | null, most: number): number | null {
  const value = text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : null;
}
