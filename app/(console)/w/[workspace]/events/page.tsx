import type { Metadata } from 'next';
import { Live } from './_components/live';

export const metadata: Metadata = { title: 'Live' };

export default function Page() {
  return <Live />;
}
