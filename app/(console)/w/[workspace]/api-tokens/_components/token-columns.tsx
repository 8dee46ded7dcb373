import type { Column, NarrowRow } from '@/components/table/types';
import { Tag } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { StateWord } from '@/components/ui/state-word';
import { Time, useTicking } from '@/components/ui/time';
import { type Role, roleRank } from '@/lib/schemas/role';
import type { ApiToken } from '@/lib/schemas/workspace';

export type TokenActions = { own: Role; onRevoke: (token: ApiToken) => void };

export function tokenColumns(actions: TokenActions): Column<ApiToken>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '24%',
      text: ({ name }) => name,
      cell: (token) => (
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{token.name}</span>
          {token.installAdmin ? <Tag title="May do what install administrators may">install</Tag> : null}
        </span>
      ),
    },
    { id: 'hint', header: 'Ends in', kind: 'mono', width: '80px', cell: ({ hint }) => `…${hint}` },
    { id: 'role', header: 'Role', width: '80px', cell: ({ role }) => role },
    { id: 'state', header: 'State', width: '110px', cell: (token) => <TokenState token={token} /> },
    {
      id: 'by',
      header: 'Made by',
      width: '20%',
      text: ({ createdBy }) => createdBy,
      cell: ({ createdBy }) => createdBy,
    },
    { id: 'used', header: 'Last used', width: '120px', cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
    { id: 'expires', header: 'Expires', width: '120px', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    {
      id: 'actions',
      header: 'Actions',
      kind: 'number',
      width: '100px',
      cell: (token) => <RevokeButton token={token} actions={actions} />,
    },
  ];
}

export function narrowToken(actions: TokenActions) {
  return (token: ApiToken): NarrowRow => ({
    title: token.name,
    meta: token.revokedAt ? <TokenState token={token} /> : <RevokeButton token={token} actions={actions} />,
    detail: (
      <>
        {token.role}, …{token.hint}, used <Time at={token.lastUsedAt} />, expires <Time at={token.expiresAt} />
      </>
    ),
  });
}

function TokenState({ token: { revokedAt, expiresAt } }: { token: ApiToken }) {
  const expired = useTicking((now) => (expiresAt && Date.parse(expiresAt) <= now ? 'yes' : '')) === 'yes';
  return <StateWord state={revokedAt ? 'revoked' : expired ? 'expired' : 'active'} />;
}

function RevokeButton({ token, actions }: { token: ApiToken; actions: TokenActions }) {
  if (token.revokedAt || roleRank(token.role) > roleRank(actions.own)) return null;
  return (
    <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={() => actions.onRevoke(token)}>
      Revoke
    </Button>
  );
}
