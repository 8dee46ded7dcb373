import type { ReactNode } from 'react';
import { OuterShell } from '../_components/outer-shell';
import { requireMe } from '../_components/require-me';

export default async function AccountLayout({ children }: { children: ReactNode }) {
  return <OuterShell me={await requireMe()}>{children}</OuterShell>;
}
