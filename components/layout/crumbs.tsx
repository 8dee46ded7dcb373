'use client';
import Link from 'next/link';
import { createContext, use } from 'react';
import { createPortal } from 'react-dom';
import type { Crumb } from '@/components/layout/nav';

const Slot = createContext<HTMLElement | null>(null);

/** Given by the Shell: the place in the bar where a page's breadcrumbs go. */
export const CrumbSlot = Slot.Provider;

/** Where the page is, drawn in the bar. The last one is the page itself; narrow screens show only that. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const slot = use(Slot);
  if (!slot) return null;
  const last = crumbs.length - 1;
  return createPortal(
    <nav aria-label="Breadcrumb">
      <ol className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-fg-3">
        {crumbs.map(({ label, href }, index) =>
          index === last ? (
            <li key={label} aria-current="page" className="min-w-0 truncate font-medium text-fg">
              {label}
            </li>
          ) : (
            <li key={label} className="hidden items-center gap-1.5 md:flex">
              {href ? (
                <Link href={href} className="hover:text-fg">
                  {label}
                </Link>
              ) : (
                label
              )}
              <span aria-hidden>/</span>
            </li>
          ),
        )}
      </ol>
    </nav>,
    slot,
  );
}
