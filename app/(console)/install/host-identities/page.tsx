import type { Metadata } from 'next';
import { HostIdentities } from './_components/host-identities';

export const metadata: Metadata = { title: 'Host identities' };

export default function Page() {
  return <HostIdentities />;
}
