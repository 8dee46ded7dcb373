import type { Metadata } from 'next';
import { Join } from './join';

export const metadata: Metadata = { title: 'Invitation' };

export default function JoinPage() {
  return <Join />;
}
