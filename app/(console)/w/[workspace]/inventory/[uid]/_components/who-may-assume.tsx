'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AssumeGraph } from '@/components/charts/assume-graph';
import type { AssumeNode } from '@/components/charts/assume-layout';
import { CodeBlock } from '@/components/code/code-block';
import { pretty } from '@/components/resource/json';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { TONE_ICON } from '@/components/ui/tone';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { WhoMayAssume as Answer, Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { type Admitted, admittedName, admittedNode, byRisk, kindWord, RISK } from './admission';

type Reach = Answer['reaches'][number];

const VIEWS = [
  { value: 'graph', label: 'Graph' },
  { value: 'list', label: 'List' },
  { value: 'policy', label: 'Policy' },
] as const;

/** More than this is a list, not a picture. */
const DRAWN = 8;

function useWhoMayAssume(uid: string) {
  return useQuery(read('resources.whoMayAssume', { params: { workspaceId: useWorkspaceId(), uid } }));
}

/** Beside a role's name: that its trust policy has no sure end. */
export function OpenRoleMark({ uid }: { uid: string }) {
  const { data } = useWhoMayAssume(uid);
  return data?.admitted.some(({ risk }) => risk === 'open') ? <StateWord state="open role" /> : null;
}

/** Who gets into a role, computed from its trust policy, as a picture, as a list, and as AWS has it. */
export function WhoMayAssume({ resource }: { resource: Resource }) {
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('graph');
  const workspace = useWorkspaceId();
  const query = useWhoMayAssume(resource.uid);
  const error = errorOf('Who may assume this role could not be computed', query);
  const { data } = query;
  const admitted = byRisk(data?.admitted ?? []);
  const open = admitted.filter(({ risk }) => risk === 'open');
  return (
    <Panel
      title="Who may assume this role"
      fact={
        <>
          from its trust policy, read <Time at={resource.observedAt} />
        </>
      }
      end={<Segment label="Shown as" value={view} onChange={setView} options={VIEWS} />}
      flush
    >
      {error && !data ? <ErrorState {...error} /> : null}
      {!data && !error ? <SkeletonRows rows={4} label="Computing who may assume" /> : null}
      {data ? (
        <>
          {view === 'graph' ? (
            <div className="p-3 md:p-4">
              <AssumeGraph
                self={{ id: 'self', kind: 'This role', name: resource.name }}
                admitted={drawn(
                  admitted.map((entry, index) => ({ ...admittedNode(entry, index), ...linkOf(entry, workspace) })),
                  'who may assume',
                )}
                reached={drawn(
                  data.reaches.map((reach) => reachNode(reach, workspace)),
                  'policies',
                )}
              />
              {admitted.length === 0 ? <p className="mt-2 text-fg-2">The trust policy admits nobody.</p> : null}
            </div>
          ) : null}
          {view === 'list' ? <AdmittedTable admitted={admitted} role={resource.name} /> : null}
          {view === 'policy' ? (
            <CodeBlock
              label="Trust policy"
              language="json"
              code={pretty(resource.attributes.assumeRolePolicyDocument)}
            />
          ) : null}
          {open.map((entry) => (
            <Evidence key={`${entry.statement} ${entry.principal} ${entry.subjectPattern}`} entry={entry} />
          ))}
          <Problems problems={data.problems.filter((text) => !open.some(({ description }) => description === text))} />
        </>
      ) : null}
    </Panel>
  );
}

const REACH = {
  aws_managed: 'AWS managed policy',
  customer_managed: 'Customer policy',
  inline: 'Inline policy',
  boundary: 'Permissions boundary',
} as const satisfies Record<Reach['kind'], string>;

/** What a policy reaches, drawn red when it is everything or the permissions themselves. A boundary only limits. */
function reachNode({ arn, name, kind, level, uid }: Reach, workspace: string): AssumeNode {
  const much = kind !== 'boundary' && (level === 'admin' || level === 'permissions');
  return {
    id: `out ${arn ?? name}`,
    kind: REACH[kind],
    name,
    ...(uid ? { href: paths.resource(workspace, uid) } : {}),
    ...(much ? { risky: true, note: level === 'admin' ? 'allows everything' : 'may change permissions' } : {}),
  };
}

/** A principal that has an ARN is found by it, if the inventory has it. */
function linkOf({ principal }: Admitted, workspace: string): { href?: string } {
  return principal.startsWith('arn:') && !principal.endsWith(':root')
    ? { href: paths.inventory(workspace, { q: principal }) }
    : {};
}

function drawn<T extends { id: string; kind: string; name: string }>(nodes: T[], of: string) {
  if (nodes.length <= DRAWN) return nodes;
  const rest = nodes.length - (DRAWN - 1);
  return [...nodes.slice(0, DRAWN - 1), { id: `more-${of}`, kind: `${rest} more`, name: 'see the list' }];
}

function Evidence({ entry }: { entry: Admitted }) {
  const { tone, text } = RISK[entry.risk];
  return (
    <div data-tone={tone} className="flex items-start gap-3 border-line border-t px-3 py-3 md:px-4">
      <Icon as={TONE_ICON[tone]} className="mt-0.5 text-tone-text" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium">
          Open: {text}, by {statementWord(entry)}
        </p>
        <p className="text-fg-2">{entry.description}</p>
      </div>
    </div>
  );
}

const statementWord = ({ statement }: Admitted) =>
  statement < 0 ? 'a policy that could not be read' : `statement ${statement + 1}`;

function Problems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="grid gap-1 border-line border-t px-3 py-3 text-fg-2 md:px-4">
      {problems.map((problem) => (
        <li key={problem} className="[overflow-wrap:anywhere]">
          {problem}
        </li>
      ))}
    </ul>
  );
}

const COLUMNS: Column<Admitted>[] = [
  {
    id: 'who',
    header: 'Who',
    text: admittedName,
    cell: (entry) => <span className="mono">{admittedName(entry)}</span>,
  },
  { id: 'kind', header: 'Kind', width: '20%', cell: ({ kind }) => kindWord(kind) },
  {
    id: 'risk',
    header: 'Risk',
    width: '15%',
    cell: ({ risk }) => (
      <Badge tone={RISK[risk].tone} icon={TONE_ICON[RISK[risk].tone]} title={RISK[risk].text}>
        {RISK[risk].word}
      </Badge>
    ),
  },
  {
    id: 'why',
    header: 'Why',
    width: '32%',
    text: ({ description }) => description,
    cell: ({ description }) => description,
  },
  {
    id: 'statement',
    header: 'Statement',
    kind: 'number',
    width: '11%',
    cell: ({ statement }) => (statement < 0 ? '—' : statement + 1),
  },
];

function AdmittedTable({ admitted, role }: { admitted: readonly Admitted[]; role: string }) {
  return (
    <div className="[&>section]:rounded-none [&>section]:border-0">
      <DataTable
        label={`Who may assume ${role}`}
        keys={false}
        columns={COLUMNS}
        rows={admitted}
        rowKey={(entry) => `${entry.statement} ${entry.principal} ${entry.subjectPattern} ${entry.audience}`}
        rowLabel={admittedName}
        narrow={(entry) => ({
          title: <span className="mono">{admittedName(entry)}</span>,
          meta: RISK[entry.risk].word,
          detail: <span className="whitespace-normal">{entry.description}</span>,
        })}
        footer={plural(admitted.length, 'entry', 'entries')}
        empty={
          <EmptyState title="Nobody may assume this role">No statement of its trust policy admits anyone.</EmptyState>
        }
      />
    </div>
  );
}
