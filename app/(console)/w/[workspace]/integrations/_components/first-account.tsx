'use client';
import { useQuery } from '@tanstack/react-query';
import { FileCode2, KeyRound, type LucideIcon, ScanLine, ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { DefinitionList } from '@/components/ui/definition-list';
import { Icon } from '@/components/ui/icon';
import { linkClass } from '@/components/ui/link-class';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { useSession } from '../../../../_components/session';

type Stage = { icon: LucideIcon; title: string; text: string };
const STAGES: readonly Stage[] = [
  {
    icon: FileCode2,
    title: 'Apply',
    text: 'An identity provider for this workspace’s issuer and one read-only role. No key, no agent, nothing that runs in the account.',
  },
  {
    icon: ShieldCheck,
    title: 'Verify',
    text: 'Nine checks, each with its evidence. One tries to get in with another integration’s token and must be refused.',
  },
  {
    icon: ScanLine,
    title: 'Scan',
    text: 'Users, groups, roles, policies, providers and access keys, with live progress.',
  },
  {
    icon: KeyRound,
    title: 'Retire the keys you have',
    text: 'Each access key with its owner, its age and its last use.',
  },
];

/** In place of the list while there is no integration: what happens, and whether this install is ready for it. */
export function FirstAccount({ action }: { action: ReactNode }) {
  const { me } = useSession();
  return (
    <div className="grid gap-6">
      <Panel flush label="Connect your first AWS account" bodyClassName="grid lg:grid-cols-[5fr_6fr]">
        <div className="grid content-center gap-4 px-6 py-10 lg:px-12">
          <h2 className="text-20">Connect your first AWS account</h2>
          <p className="max-w-[46ch] text-14 text-fg-2">
            You will get a Terraform file. Whoever owns the account reads it, applies it and gives you back a role ARN.
            Mooring then proves what the role allows and what it refuses.
          </p>
          {action ? (
            <div>{action}</div>
          ) : (
            <p className="text-fg-3">An editor, admin or owner of this workspace can connect one.</p>
          )}
          {me.install.sandbox ? (
            <p className="text-12 text-fg-3">
              No account at hand? The wizard applies the same files to the sandbox in one click.
            </p>
          ) : null}
        </div>
        <ol className="rows border-line max-lg:border-t lg:border-l">
          {STAGES.map(({ icon, title, text }) => (
            <li key={title} className="flex gap-4 px-5 py-4">
              <Icon as={icon} className="mt-0.5 text-accent-text" />
              <div>
                <h3>{title}</h3>
                <p className="max-w-[60ch] text-fg-2">{text}</p>
              </div>
            </li>
          ))}
        </ol>
      </Panel>
      <Readiness />
    </div>
  );
}

function Readiness() {
  const { workspace } = useSession();
  const federation = useQuery(read('federation.get', { params: { workspaceId: workspace.id } }));
  if (!federation.data) return federation.error ? null : <SkeletonRows rows={2} />;
  const { ready, problem, issuerUrl, audience, subject } = federation.data;
  return (
    <Panel
      title={ready ? 'This workspace is ready to be trusted' : 'This workspace cannot be trusted yet'}
      end={
        <Link href={paths.security(workspace.id)} className={linkClass}>
          System, Security
        </Link>
      }
    >
      {problem ? (
        <Note tone="warn" className="mb-4">
          {problem}
        </Note>
      ) : null}
      <DefinitionList
        items={[
          { term: 'Issuer', value: issuerUrl ?? 'none yet', mono: issuerUrl !== null, wrap: true },
          { term: 'Audience', value: audience, mono: true },
          { term: 'Subject', value: subject, mono: true, wrap: true },
        ]}
      />
    </Panel>
  );
}
