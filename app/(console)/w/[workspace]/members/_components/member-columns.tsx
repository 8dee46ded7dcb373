import { Ellipsis, KeyRound, UserMinus } from 'lucide-react';
import { rolesUpTo } from '@/components/people/roles';
import type { Column, NarrowRow } from '@/components/table/types';
import { Tag } from '@/components/ui/badge';
import { DropdownMenu, type MenuGroup } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import type { Member } from '@/lib/schemas/person';
import { type Role, roleRank } from '@/lib/schemas/role';

export type MemberActions = {
  selfId: string;
  own: Role;
  mayManage: boolean;
  onRole: (member: Member, role: Role) => void;
  onRemove: (member: Member) => void;
  onReset: (member: Member) => void;
};

/** Nobody touches someone above them. */
const reaches = ({ mayManage, own }: MemberActions, { role }: Member) => mayManage && roleRank(role) <= roleRank(own);

export function memberColumns(actions: MemberActions): Column<Member>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '24%',
      text: ({ name }) => name,
      cell: (member) => (
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{member.name}</span>
          <Marks member={member} actions={actions} />
        </span>
      ),
    },
    { id: 'email', header: 'E-mail', width: '26%', text: ({ email }) => email, cell: ({ email }) => email },
    {
      id: 'role',
      header: 'Role',
      width: '130px',
      cell: (member) =>
        reaches(actions, member) ? (
          <Select
            aria-label={`Role of ${member.name}`}
            value={member.role}
            onChange={(role) => actions.onRole(member, role)}
            options={rolesUpTo(actions.own)}
            className="my-0.5 w-28 md:h-7"
          />
        ) : (
          member.role
        ),
    },
    {
      id: 'twoFactor',
      header: 'Two-factor',
      width: '110px',
      cell: ({ twoFactorEnabled }) => <TwoFactor on={twoFactorEnabled} />,
    },
    { id: 'joined', header: 'Joined', width: '120px', cell: ({ joinedAt }) => <Time at={joinedAt} /> },
    {
      id: 'actions',
      header: 'Actions',
      kind: 'number',
      width: '80px',
      cell: (member) => <MemberMenu member={member} actions={actions} />,
    },
  ];
}

export function narrowMember(actions: MemberActions) {
  return (member: Member): NarrowRow => ({
    title: (
      <span className="flex items-center gap-2">
        <span className="truncate">{member.name}</span>
        <Marks member={member} actions={actions} />
      </span>
    ),
    meta: <MemberMenu member={member} actions={actions} roles />,
    detail: `${member.role}, ${member.email}${member.twoFactorEnabled ? '' : ', no second factor'}`,
  });
}

export function TwoFactor({ on }: { on: boolean }) {
  return (
    <StateWord state={on ? 'active' : 'inactive'} look="plain">
      {on ? 'on' : 'off'}
    </StateWord>
  );
}

function Marks({ member, actions }: { member: Member; actions: MemberActions }) {
  return (
    <>
      {member.userId === actions.selfId ? <Tag>you</Tag> : null}
      {member.installAdmin ? <Tag title="Install administrator">install</Tag> : null}
    </>
  );
}

function MemberMenu({ member, actions, roles }: { member: Member; actions: MemberActions; roles?: boolean }) {
  if (!reaches(actions, member)) return null;
  const groups: MenuGroup[] = [
    ...(roles
      ? [
          {
            id: 'role',
            label: 'Role',
            items: rolesUpTo(actions.own).map(({ value, label }) => ({
              id: value,
              label,
              checked: value === member.role,
              onSelect: () => actions.onRole(member, value),
            })),
          },
        ]
      : []),
    {
      id: 'member',
      items: [
        { id: 'reset', label: 'Make a password-reset link', icon: KeyRound, onSelect: () => actions.onReset(member) },
        {
          id: 'remove',
          label: member.userId === actions.selfId ? 'Leave the workspace' : 'Remove from the workspace',
          icon: UserMinus,
          danger: true,
          onSelect: () => actions.onRemove(member),
        },
      ],
    },
  ];
  return (
    <DropdownMenu
      label={`Actions on ${member.name}`}
      groups={groups}
      trigger={<IconButton label={`Actions on ${member.name}`} icon={Ellipsis} size="sm" tooltip={false} />}
    />
  );
}
