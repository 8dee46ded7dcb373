import { Ellipsis, KeyRound, ShieldPlus } from 'lucide-react';
import type { Column, NarrowRow } from '@/components/table/types';
import { Tag } from '@/components/ui/badge';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { count, plural } from '@/lib/format/number';
import type { UserRow } from './user-row';

export type UserActions = {
  selfId: string;
  onToggle: (user: UserRow) => void;
  onReset: (user: UserRow) => void;
};

export function userColumns(actions: UserActions): Column<UserRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '24%',
      text: ({ name }) => name,
      cell: (user) => <Name user={user} actions={actions} />,
    },
    { id: 'email', header: 'E-mail', width: '28%', text: ({ email }) => email, cell: ({ email }) => email },
    {
      id: 'admin',
      header: 'Install',
      width: '120px',
      cell: ({ installAdmin }) => (installAdmin ? 'administrator' : '—'),
    },
    {
      id: 'twoFactor',
      header: 'Two-factor',
      width: '110px',
      cell: ({ twoFactorEnabled: on }) => (
        <StateWord state={on ? 'active' : 'inactive'} look="plain">
          {on ? 'on' : 'off'}
        </StateWord>
      ),
    },
    {
      id: 'workspaces',
      header: 'Workspaces',
      kind: 'number',
      width: '100px',
      cell: ({ workspaces }) => count(workspaces),
    },
    { id: 'made', header: 'Made', width: '120px', cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      id: 'actions',
      header: 'Actions',
      kind: 'number',
      width: '80px',
      cell: (user) => <UserMenu user={user} actions={actions} />,
    },
  ];
}

export function narrowUser(actions: UserActions) {
  return (user: UserRow): NarrowRow => ({
    title: <Name user={user} actions={actions} />,
    meta: <UserMenu user={user} actions={actions} />,
    detail: [user.installAdmin ? 'administrator' : '', user.email, plural(user.workspaces, 'workspace')]
      .filter(Boolean)
      .join(', '),
  });
}

function Name({ user, actions }: { user: UserRow; actions: UserActions }) {
  return (
    <span className="flex items-center gap-2">
      <span className="truncate font-medium">{user.name}</span>
      {user.id === actions.selfId ? <Tag>you</Tag> : null}
    </span>
  );
}

function UserMenu({ user, actions }: { user: UserRow; actions: UserActions }) {
  return (
    <DropdownMenu
      label={`Actions on ${user.name}`}
      trigger={<IconButton label={`Actions on ${user.name}`} icon={Ellipsis} size="sm" tooltip={false} />}
      groups={[
        {
          id: 'user',
          items: [
            {
              id: 'reset',
              label: 'Make a password-reset link',
              icon: KeyRound,
              onSelect: () => actions.onReset(user),
            },
            {
              id: 'admin',
              label: user.installAdmin ? 'Unmake install administrator' : 'Make install administrator',
              icon: ShieldPlus,
              danger: user.installAdmin,
              onSelect: () => actions.onToggle(user),
            },
          ],
        },
      ]}
    />
  );
}
