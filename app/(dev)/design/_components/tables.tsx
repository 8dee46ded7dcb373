'use client';
import { Braces, Copy, FileSpreadsheet, Shield } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '@/components/table/data-table';
import { FacetSheetButton, FacetSidebar } from '@/components/table/facet-sidebar';
import type { Facet, FacetChoice } from '@/components/table/facets';
import { MatchText } from '@/components/table/match-text';
import { ColumnChooser, ExportMenu, FacetMenu } from '@/components/table/menus';
import { SearchBox } from '@/components/table/search-box';
import type { Column, Sort } from '@/components/table/types';
import { Tag } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';

type Role = {
  id: string;
  name: string;
  account: string;
  changed: number;
  by: string | null;
  tags: string[];
  gone?: true;
};

const LOADED = Date.now();
const MINUTE = 60_000;

const ROLES: Role[] = (
  [
    ['deploy-checkout', 'payments-prod', 2, 'ci-deployer', ['env=prod', 'team=payments']],
    ['deploy-ledger', 'payments-prod', 9, 'ines.moreau', ['env=prod', 'team=payments']],
    ['eks-deploy-controller', 'prod-platform', 31, null, ['env=prod']],
    ['github-deploy-web', 'prod-platform', 60, 'terraform-runner', ['env=prod', 'repo=web']],
    ['CodeDeployServiceRole', 'prod-platform', 180, null, ['env=prod']],
    ['deploy-legacy-batch', 'data-lake', 2900, 'tomasz.wilk', ['env=prod']],
    ['AWSReservedSSO_DeployReadOnlyAccess_8f21c0aa17', 'prod-platform', 5900, null, ['env=prod']],
  ] as const
).map(([name, account, minutes, by, tags]) => ({
  id: name,
  name,
  account,
  changed: LOADED - minutes * MINUTE,
  by,
  tags: [...tags],
  ...(name === 'deploy-legacy-batch' ? { gone: true as const } : {}),
}));

const columns = (search: string): Column<Role>[] => [
  {
    id: 'name',
    header: 'Name',
    sortKey: 'name',
    text: (role) => role.name,
    cell: (role) => (
      <span className="flex items-center gap-2">
        <Icon as={Shield} size="sm" className="text-fg-3" />
        <a
          href={`#${role.id}`}
          className={role.gone ? 'truncate font-medium text-fg-3 line-through' : 'truncate font-medium'}
        >
          <MatchText text={role.name} search={search} />
        </a>
        {role.gone ? <StateWord state="deleted" /> : null}
      </span>
    ),
  },
  { id: 'account', header: 'Account', text: (role) => role.account, cell: (role) => role.account },
  { id: 'region', header: 'Region', kind: 'mono', width: '9%', cell: () => 'global' },
  { id: 'changed', header: 'Changed', sortKey: 'changed', cell: (role) => <Time at={role.changed} /> },
  {
    id: 'by',
    header: 'By',
    text: (role) => role.by ?? 'found by scan',
    cell: (role) => role.by ?? <span className="text-fg-3">found by scan</span>,
  },
  {
    id: 'tags',
    header: 'Tags',
    text: (role) => role.tags.join(', '),
    cell: (role) => (
      <span className="flex gap-1">
        <Tag>{role.tags[0]}</Tag>
        {role.tags.length > 1 ? <Tag>+{role.tags.length - 1}</Tag> : null}
      </span>
    ),
  },
];

const FACETS: Facet[] = [
  {
    id: 'type',
    label: 'Type',
    mono: true,
    values: [
      { value: 'AWS::IAM::Role', count: 412 },
      { value: 'AWS::IAM::User', count: 96 },
      { value: 'AWS::IAM::Group', count: 12 },
      { value: 'AWS::IAM::ManagedPolicy', count: 71 },
      { value: 'AWS::IAM::OIDCProvider', count: 3 },
      { value: 'AWS::IAM::AccessKey', count: 37 },
    ],
  },
  {
    id: 'region',
    label: 'Region',
    values: [
      { value: 'global', count: 412 },
      { value: 'us-east-1', count: 0 },
    ],
  },
];

export function Tables() {
  const [search, setSearch] = useState('deploy');
  const [choice, setChoice] = useState<FacetChoice>({ type: ['AWS::IAM::Role'] });
  const [sort, setSort] = useState<Sort>({ key: 'changed', direction: 'descending' });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['deploy-checkout', 'deploy-ledger']));
  const [all, setAll] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const list = columns(search).map((column) => ({ ...column, hidden: hidden.has(column.id) }));
  const shared = { rowKey: (role: Role) => role.id, rowLabel: (role: Role) => role.name, keys: false, empty: null };
  const short = columns('').slice(0, 3);
  return (
    <>
      <div className="grid min-w-0 items-start gap-6 lg:grid-cols-[238px_minmax(0,1fr)] xl:col-span-2">
        <FacetSidebar facets={FACETS} choice={choice} onChange={setChoice} />
        <div className="min-w-0">
          <div className="mb-3 flex flex-wrap items-center gap-2">
            <SearchBox
              label="Search the inventory"
              value={search}
              onSearch={setSearch}
              className="w-auto flex-1 md:max-w-[420px]"
            />
            <FacetSheetButton facets={FACETS} choice={choice} onChange={setChoice} />
            {FACETS.slice(1).map((facet) => (
              <FacetMenu key={facet.id} facet={facet} choice={choice} onChange={setChoice} />
            ))}
            <span className="ml-auto flex gap-2">
              <ColumnChooser columns={list} hidden={hidden} onChange={setHidden} />
              <ExportMenu size="sm" onExport={() => undefined} />
            </span>
          </div>
          <DataTable
            label="Resources"
            columns={list}
            rows={ROLES.filter((role) => role.name.toLowerCase().includes(search.toLowerCase()))}
            rowKey={shared.rowKey}
            rowLabel={shared.rowLabel}
            sort={sort}
            onSort={setSort}
            narrow={(role) => ({
              title: (
                <a href={`#${role.id}`}>
                  <MatchText text={role.name} search={search} />
                </a>
              ),
              meta: <Time at={role.changed} />,
              detail: `Role, ${role.account}, ${role.by ? `by ${role.by}` : 'found by scan'}`,
            })}
            selection={{
              selected,
              onChange: setSelected,
              all,
              onAllChange: setAll,
              matching: 412,
              actions: (
                <span className="hidden gap-1 md:flex">
                  <Button size="sm" intent="ghost" icon={Copy}>
                    Copy ARNs
                  </Button>
                  <Button size="sm" intent="ghost" icon={FileSpreadsheet}>
                    CSV
                  </Button>
                  <Button size="sm" intent="ghost" icon={Braces}>
                    JSON
                  </Button>
                </span>
              ),
            }}
            empty={
              <EmptyState
                title={`No role matches “${search}”`}
                action={
                  <Button size="sm" keyCap="Esc" onClick={() => setSearch('')}>
                    Clear search
                  </Button>
                }
              >
                412 roles match the other filters.
              </EmptyState>
            }
            page={{
              summary: '50 of 412',
              hasPrevious: false,
              hasNext: true,
              onPrevious: () => undefined,
              onNext: () => undefined,
            }}
          />
        </div>
      </div>
      <DataTable
        {...shared}
        label="Loading roles"
        title="Table: loading"
        fact="after 200 ms; columns keep their place"
        columns={short}
        rows={undefined}
        loadingRows={4}
      />
      <DataTable
        {...shared}
        label="Roles that could not be read"
        title="Table: error"
        columns={short}
        rows={undefined}
        error={{
          title: 'The roles could not be read',
          requestId: 'req_01JD3K9Q',
          onRetry: () => undefined,
          children: 'The database did not answer within 5 s. Scans go on and nothing is lost.',
        }}
      />
      <DataTable
        {...shared}
        label="Scrolling roles"
        title="Table: scrolls"
        fact="wider than its panel"
        columns={columns('')}
        rows={ROLES.slice(0, 3)}
        minWidth={720}
        footer="3 roles"
      />
    </>
  );
}
