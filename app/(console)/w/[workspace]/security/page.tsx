import type { Metadata } from 'next';
import { Security } from './_components/security';

export const metadata: Metadata = { title: 'Security' };

export default function Page() {
  return <Security />;
}
