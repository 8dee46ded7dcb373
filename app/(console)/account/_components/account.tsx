'use client';
import Link from 'next/link';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DefinitionList } from '@/components/ui/definition-list';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { paths } from '@/lib/paths';
import { useMe } from '../../_components/me';
import { PasswordPanel } from './password-panel';
import { SessionsPanel } from './sessions-panel';
import { TwoFactorPanel } from './two-factor-panel';

export function Account() {
  const me = useMe();
  return (
    <>
      <Crumbs crumbs={[{ label: 'Your account' }]} />
      <PageHeader title="Your account" subtitle="The same in every workspace you are in." />
      <div className="grid max-w-220 grid-cols-1 gap-6">
        <Panel title="Who you are">
          <DefinitionList
            items={[
              { term: 'Name', value: me.actor.name },
              { term: 'E-mail', value: me.actor.email ?? 'none' },
              ...(me.installAdmin ? [{ term: 'Install', value: 'administrator' }] : []),
              {
                term: 'Workspaces',
                wrap: true,
                value:
                  me.workspaces.length === 0 ? (
                    'none'
                  ) : (
                    <ul>
                      {me.workspaces.map(({ id, name, role }) => (
                        <li key={id}>
                          <Link href={paths.overview(id)} className={linkClass}>
                            {name}
                          </Link>
                          , {role}
                        </li>
                      ))}
                    </ul>
                  ),
              },
            ]}
          />
        </Panel>
        <PasswordPanel email={me.actor.email ?? ''} />
        <TwoFactorPanel on={me.twoFactorEnabled} />
        <SessionsPanel />
      </div>
    </>
  );
}
