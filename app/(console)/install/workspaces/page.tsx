import type { Metadata } from 'next';
import { Workspaces } from './_components/workspaces';

export const metadata: Metadata = { title: 'Workspaces' };

export default function Page() {
  return <Workspaces />;
}
