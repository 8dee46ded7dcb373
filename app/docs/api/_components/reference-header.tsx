import Link from 'next/link';
import { Logo } from '@/components/layout/logo';
import { ThemeToggle } from '@/components/layout/theme-toggle';
import { buttonClass } from '@/components/ui/button';
import { paths } from '@/lib/paths';

/** The reference stands alone: it is read without being signed in. */
export function ReferenceHeader() {
  return (
    <header className="sticky top-0 z-20 flex h-(--bar-h) items-center gap-2 border-line border-b bg-bg px-3 max-md:h-[52px] md:px-6">
      <Link href={paths.home()} className="flex items-center gap-2">
        <Logo />
        <b className="text-14 font-semibold tracking-[-0.01em]">Mooring</b>
      </Link>
      <span className="ml-auto flex items-center gap-2">
        <Link href={paths.home()} className={buttonClass({ size: 'sm' })}>
          Open the console
        </Link>
        <ThemeToggle />
      </span>
    </header>
  );
}
