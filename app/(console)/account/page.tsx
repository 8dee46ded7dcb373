import type { Metadata } from 'next';
import { Account } from './_components/account';

export const metadata: Metadata = { title: 'Your account' };

export default function Page() {
  return <Account />;
}
