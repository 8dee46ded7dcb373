import type { ReactNode } from 'react';
import { Providers } from './_components/providers';

export const dynamic = 'force-dynamic';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return <Providers>{children}</Providers>;
}
