import type { Metadata } from 'next';
import { InstallSettings } from './_components/install-settings';

export const metadata: Metadata = { title: 'Install settings' };

export default function Page() {
  return <InstallSettings />;
}
