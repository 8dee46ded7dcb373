import { redirect } from 'next/navigation';
import { paths } from '@/lib/paths';
import { NoWorkspace } from './_components/no-workspace';
import { requireMe } from './_components/require-me';

/** The console opens on the first workspace one is in. */
export default async function Home() {
  const me = await requireMe();
  const [first] = me.workspaces;
  if (first) redirect(paths.overview(first.id));
  return <NoWorkspace installAdmin={me.installAdmin} />;
}
