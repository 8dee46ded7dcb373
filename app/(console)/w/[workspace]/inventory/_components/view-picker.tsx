'use client';
import { BookmarkPlus, ChevronDown, PencilLine, RefreshCw, Share2, Trash2, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DropdownMenu, type MenuGroup } from '@/components/ui/dropdown-menu';
import { Icon } from '@/components/ui/icon';
import { paths } from '@/lib/paths';
import type { RuleId } from '@/lib/schemas/finding';
import type { BuiltInView, View } from '@/lib/schemas/view';
import { useWorkspaceId } from '../../../../_components/session';
import { SaveViewDialog } from './save-view-dialog';
import type { InventoryState } from './use-inventory-state';
import type { Views } from './use-views';

/** What a query cannot say, since it takes a judgement: the rules of findings. */
const FINDINGS = [
  ['role-open-to-outsiders', 'Roles that outsiders may assume'],
  ['volume-unencrypted', 'Unencrypted volumes'],
  ['bucket-public', 'Public buckets'],
] as const satisfies readonly (readonly [RuleId, string])[];

type Asking = 'save' | 'rename' | 'delete' | null;

/** The view that is shown, the others, and what can be done with it: save, update, rename, share, delete. */
export function ViewPicker({ state, views }: { state: InventoryState; views: Views }) {
  const workspace = useWorkspaceId();
  const [asking, setAsking] = useState<Asking>(null);
  const { current, edited } = views;
  const own = current && 'own' in current ? current.own : null;
  const changeable = own !== null && views.mayChange(own);
  const close = () => {
    setAsking(null);
    views.create.reset();
    views.update.reset();
    views.remove.reset();
  };
  const name = current?.name ?? (edited ? 'Unsaved view' : 'Everything');
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <DropdownMenu
        align="start"
        label="Views"
        className="max-h-(--radix-dropdown-menu-content-available-height) max-w-[min(420px,calc(100vw-24px))]"
        trigger={
          <Button className="min-w-0 max-w-[260px]" aria-label={`View: ${name}${current && edited ? ', changed' : ''}`}>
            <span className="truncate">{name}</span>
            <Icon as={ChevronDown} size="sm" className="text-fg-3" />
          </Button>
        }
        groups={[
          ...groupsOf(state, views),
          {
            id: 'findings',
            label: 'Judged by findings',
            items: FINDINGS.map(([rule, label]) => ({
              id: rule,
              label,
              icon: TriangleAlert,
              link: <Link href={paths.findings(workspace, { rule: [rule] })} />,
            })),
          },
          {
            id: 'actions',
            items: [
              { id: 'save', label: 'Save as a new view', icon: BookmarkPlus, onSelect: () => setAsking('save') },
              ...(own ? actionsOn(own, edited, changeable, views, setAsking) : []),
            ],
          },
        ]}
      />
      {current && edited ? <Badge tone="neutral">changed</Badge> : null}
      {own && edited && changeable ? (
        <Button size="sm" busy={views.update.isPending && 'Updating'} onClick={() => views.updateShown(own)}>
          Update view
        </Button>
      ) : edited ? (
        <Button size="sm" intent="ghost" onClick={() => setAsking('save')} className="max-md:hidden">
          Save view
        </Button>
      ) : null}
      {asking === 'save' ? (
        <SaveViewDialog
          onClose={close}
          title="Save as a new view"
          verb="Save view"
          name={own ? `${own.name}, copy` : ''}
          shared={false}
          canShare
          error={views.create.error?.message ?? null}
          busy={views.create.isPending}
          onSave={(values) => {
            views.create.reset();
            views.save(values.name, values.shared, close);
          }}
        />
      ) : null}
      {asking === 'rename' && own ? (
        <SaveViewDialog
          onClose={close}
          title={`Rename or share ${own.name}`}
          verb="Save"
          name={own.name}
          shared={own.shared}
          canShare={own.own || !own.shared}
          error={views.update.error?.message ?? null}
          busy={views.update.isPending}
          onSave={(values) => views.rename(own, values.name, values.shared, close)}
        />
      ) : null}
      {own ? (
        <ConfirmDialog
          open={asking === 'delete'}
          onOpenChange={(open) => (open ? undefined : close())}
          verb="Delete"
          name={own.name}
          goes={own.shared ? 'The view goes for everybody in the workspace.' : 'The view goes; only you saw it.'}
          stays="The resources that it shows stay as they are."
          typeName={own.shared}
          busy={views.remove.isPending && 'Deleting'}
          error={views.remove.error?.message}
          onConfirm={() => views.removeView(own, close)}
        />
      ) : null}
    </span>
  );
}

function groupsOf(state: InventoryState, { views, builtIn, edited }: Views): MenuGroup[] {
  const item = (key: string, view: View | BuiltInView) => ({
    id: key,
    label: view.name,
    checked: state.view === key || (state.view === null && key === 'everything' && !edited),
    onSelect: () => state.show(key, view),
  });
  const of = (shared: boolean) => views.filter((view) => view.shared === shared).map((view) => item(view.id, view));
  return [
    { id: 'own', label: 'Yours', items: of(false) },
    { id: 'shared', label: 'Shared with the workspace', items: of(true) },
    { id: 'start', label: 'To start with', items: builtIn.map((view) => item(view.key, view)) },
  ].filter(({ items }) => items.length > 0);
}

function actionsOn(own: View, edited: boolean, changeable: boolean, views: Views, ask: (what: Asking) => void) {
  const denied = !changeable && 'editors can';
  return [
    {
      id: 'update',
      label: `Update ${own.name} with what is shown`,
      icon: RefreshCw,
      disabledReason: denied || (!edited && 'nothing changed'),
      onSelect: () => views.updateShown(own),
    },
    {
      id: 'rename',
      label: own.own ? 'Rename or share' : 'Rename',
      icon: own.own ? Share2 : PencilLine,
      disabledReason: denied,
      onSelect: () => ask('rename'),
    },
    {
      id: 'delete',
      label: `Delete ${own.name}`,
      icon: Trash2,
      danger: true,
      disabledReason: denied,
      onSelect: () => ask('delete'),
    },
  ];
}
