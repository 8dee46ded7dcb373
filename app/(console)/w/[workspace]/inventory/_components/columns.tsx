import { ResourceName } from '@/components/resource/resource-name';
import { sentenceCase, typeLook } from '@/components/resource/types';
import type { Column, NarrowRow } from '@/components/table/types';
import { Tag } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import type { ResourceSummary } from '@/lib/schemas/inventory';

type Names = ReadonlyMap<string, string>;

const tagsOf = ({ tags }: ResourceSummary) => Object.entries(tags).map(([key, value]) => `${key}=${value}`);

export function inventoryColumns(workspace: string, search: string, names: Names): Column<ResourceSummary>[] {
  const account = ({ accountId }: ResourceSummary) => names.get(accountId) ?? accountId;
  return [
    {
      id: 'name',
      header: 'Name',
      sortKey: 'name',
      text: ({ name }) => name,
      cell: (resource) => <ResourceName workspace={workspace} resource={resource} search={search} />,
    },
    {
      id: 'type',
      header: 'Type',
      sortKey: 'type',
      kind: 'mono',
      width: '22%',
      text: ({ type }) => type,
      cell: ({ type }) => type,
    },
    {
      id: 'account',
      header: 'Account',
      width: '14%',
      text: (resource) => `${account(resource)} ${resource.accountId}`,
      cell: (resource) => <span className={names.has(resource.accountId) ? '' : 'mono'}>{account(resource)}</span>,
    },
    { id: 'region', header: 'Region', kind: 'mono', width: '9%', cell: ({ region }) => region },
    {
      id: 'changed',
      header: 'Changed',
      sortKey: 'changed',
      width: '11%',
      cell: ({ changedAt, deletedAt }) => <Time at={deletedAt ?? changedAt} />,
    },
    {
      id: 'tags',
      header: 'Tags',
      width: '15%',
      text: (resource) => tagsOf(resource).join(', '),
      cell: (resource) => <Tags tags={tagsOf(resource)} />,
    },
    { id: 'service', header: 'Service', kind: 'mono', width: '8%', cell: ({ service }) => service },
    { id: 'id', header: 'Id', kind: 'mono', width: '18%', text: ({ id }) => id, cell: ({ id }) => id },
    {
      id: 'arn',
      header: 'ARN',
      kind: 'mono',
      width: '24%',
      text: ({ arn }) => arn ?? 'none',
      cell: ({ arn }) => arn ?? 'none',
    },
    { id: 'seen', header: 'First seen', width: '11%', cell: ({ firstSeenAt }) => <Time at={firstSeenAt} /> },
  ];
}

/** The first tag and how many more; all of them are the cell's title. */
function Tags({ tags }: { tags: readonly string[] }) {
  const [first, ...more] = tags;
  if (first === undefined) return <span className="text-fg-3">none</span>;
  return (
    <span className="flex gap-1">
      <Tag className="min-w-0 truncate">{first}</Tag>
      {more.length > 0 ? <Tag>+{more.length}</Tag> : null}
    </span>
  );
}

export function narrowResource(workspace: string, search: string, names: Names) {
  return (resource: ResourceSummary): NarrowRow => ({
    title: <ResourceName bare workspace={workspace} resource={resource} search={search} />,
    meta: <Time at={resource.deletedAt ?? resource.changedAt} />,
    detail: [
      sentenceCase(typeLook(resource.type).noun),
      names.get(resource.accountId) ?? resource.accountId,
      ...(resource.region === 'global' ? [] : [resource.region]),
      ...(resource.state === 'live' ? [] : [resource.state === 'deleted' ? 'deleted' : 'no longer watched']),
    ].join(', '),
  });
}
