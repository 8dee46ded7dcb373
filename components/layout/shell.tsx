'use client';
import { Menu, Search } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { CommandPalette, type CommandPaletteProps } from '@/components/layout/command-palette';
import { CrumbSlot } from '@/components/layout/crumbs';
import { SideNav, type SideNavProps } from '@/components/layout/side-nav';
import { ThemeToggle } from '@/components/layout/theme-toggle';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { KeyCap } from '@/components/ui/key-cap';
import { Sheet } from '@/components/ui/sheet';
import { Toaster } from '@/components/ui/toast';

export type ShellProps = Omit<SideNavProps, 'onNavigate'> & {
  palette: Omit<CommandPaletteProps, 'open' | 'onOpenChange'>;
  /** More in the bar, before the theme: a notice that the install is read-only. */
  barEnd?: ReactNode;
  children: ReactNode;
};

/** Every signed-in page's frame: navigation, bar with breadcrumbs and palette, toasts. A page says where it is by Crumbs. */
export function Shell({ palette, barEnd, children, ...nav }: ShellProps) {
  const [navOpen, setNavOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setPaletteOpen(true);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return (
    <CrumbSlot value={slot}>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-2 focus:bg-surface focus:px-3 focus:py-1.5 focus:shadow-pop"
      >
        Skip to the page
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[var(--nav-w)_minmax(0,1fr)]">
        <aside
          aria-label="Mooring"
          className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-line border-r bg-bg p-2 md:flex [&>*]:shrink-0"
        >
          <SideNav {...nav} />
        </aside>
        <div className="min-w-0">
          <header className="sticky top-0 z-20 flex h-(--bar-h) items-center gap-2 border-line border-b bg-bg px-3 max-md:h-[52px] md:px-6">
            <IconButton
              label="Open navigation"
              icon={Menu}
              tooltip={false}
              className="md:hidden"
              onClick={() => setNavOpen(true)}
            />
            <div ref={setSlot} className="min-w-0 flex-1" />
            {barEnd}
            <Button
              size="sm"
              icon={Search}
              className="hidden w-56 justify-start font-normal text-fg-3 md:inline-flex"
              onClick={() => setPaletteOpen(true)}
            >
              Search or jump to
              <span className="ml-auto flex gap-1">
                <KeyCap>Ctrl</KeyCap>
                <KeyCap>K</KeyCap>
              </span>
            </Button>
            <IconButton
              label="Search or jump to"
              icon={Search}
              tooltip={false}
              className="md:hidden"
              onClick={() => setPaletteOpen(true)}
            />
            <ThemeToggle />
          </header>
          <main id="main" tabIndex={-1} className="mx-auto max-w-[1440px] px-3 pt-4 pb-24 outline-none md:px-6 md:pt-5">
            {children}
          </main>
        </div>
      </div>
      <Sheet open={navOpen} onOpenChange={setNavOpen} label="Navigation" className="flex flex-col p-2 [&>*]:shrink-0">
        <SideNav {...nav} onNavigate={() => setNavOpen(false)} />
      </Sheet>
      <CommandPalette {...palette} open={paletteOpen} onOpenChange={setPaletteOpen} />
      <Toaster />
    </CrumbSlot>
  );
}
