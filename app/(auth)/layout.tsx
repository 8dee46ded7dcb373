import type { ReactNode } from 'react';
import { Logo } from '@/components/layout/logo';

export const dynamic = 'force-dynamic';

/** Pages for people who are not signed in: one card in the middle, the mark above it. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto_2fr] px-4 py-8">
      <div className="row-start-2 mx-auto w-full max-w-100">
        <header className="mb-5 flex items-center justify-center gap-2 text-16 font-medium">
          <Logo size={26} />
          Mooring
        </header>
        <main>{children}</main>
      </div>
    </div>
  );
}
