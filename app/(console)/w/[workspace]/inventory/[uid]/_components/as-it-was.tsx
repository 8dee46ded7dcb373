'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { JsonValue } from '@/components/code/json-tree';
import { JsonView } from '@/components/code/json-view';
import { resolveMoment } from '@/components/time/moment';
import { MomentPicker } from '@/components/time/moment-picker';
import { useNow } from '@/components/time/use-moment';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { absoluteUtc } from '@/lib/format/time';
import type { ResourceAt } from '@/lib/schemas/history';
import type { Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { useUrlFilters } from '../../../../../_components/use-url-filters';

/** The resource at the moment of the address (`?at`), and between when it became and ceased to be so. */
export function AsItWas({ resource }: { resource: Resource }) {
  const { search, set } = useUrlFilters();
  const now = useNow();
  const text = search.get('at') ?? '';
  const at = resolveMoment(text, now);
  const query = useQuery({
    ...read('resources.getAsOf', {
      params: { workspaceId: useWorkspaceId(), uid: resource.uid },
      query: at ? { at } : {},
    }),
    enabled: at !== null,
  });
  if (at === null) return null;
  const error = errorOf('The past could not be read', query);
  const { data } = query;
  return (
    <Panel
      title={`As it was at ${absoluteUtc(at)}`}
      end={
        <span className="flex items-center gap-2">
          <MomentPicker label="At" value={text} earliest={data?.history.from} onChange={(next) => set({ at: next })} />
          <IconButton label="Close the past" icon={X} size="sm" onClick={() => set({ at: null })} />
        </span>
      }
    >
      {error ? (
        <ErrorState {...error} />
      ) : !data ? (
        <SkeletonRows rows={3} label="Loading the past" />
      ) : (
        <div className="grid gap-3">
          <Note>{wordsOf(data)}</Note>
          {data.resource && data.existed === 'yes' ? (
            <JsonView
              label={`${data.resource.name} at ${absoluteUtc(at)}`}
              value={documentOf(data.resource) as JsonValue}
              depth={3}
            />
          ) : null}
        </div>
      )}
    </Panel>
  );
}

/** Scans see a change after it happened: a moment is never known better than between two sights. */
function wordsOf({ existed, resource, between, until }: ResourceAt): string {
  const span = (one: NonNullable<ResourceAt['until']>) =>
    one.after
      ? `between ${absoluteUtc(one.after)} and ${absoluteUtc(one.notAfter)}`
      : `by ${absoluteUtc(one.notAfter)}`;
  const next = until ? ` The next change happened ${span(until)}.` : ' It has not changed since.';
  if (existed === 'not_yet')
    return until ? `It had not been seen yet. It came about ${span(until)}.` : 'It had not been seen.';
  if (existed === 'deleted') return `It was gone: deleted ${between ? span(between) : ''}.${until ? next : ''}`;
  return `Version ${resource?.version}, which came about ${between ? span(between) : ''}.${next}`;
}

function documentOf({ name, arn, tags, attributes }: NonNullable<ResourceAt['resource']>): Record<string, unknown> {
  return { name, arn, tags, attributes };
}
