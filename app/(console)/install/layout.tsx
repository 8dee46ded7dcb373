import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { OuterShell } from '../_components/outer-shell';
import { requireMe } from '../_components/require-me';

export default async function InstallLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  if (!me.installAdmin) notFound();
  return <OuterShell me={me}>{children}</OuterShell>;
}
