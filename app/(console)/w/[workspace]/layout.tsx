import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ConsoleShell } from '../../_components/console-shell';
import { requireMe } from '../../_components/require-me';

type Props = { children: ReactNode; params: Promise<{ workspace: string }> };

export default async function WorkspaceLayout({ children, params }: Props) {
  const [me, { workspace: id }] = await Promise.all([requireMe(), params]);
  const workspace = me.workspaces.find((candidate) => candidate.id === id);
  if (!workspace) notFound();
  return <ConsoleShell session={{ me, workspace }}>{children}</ConsoleShell>;
}
