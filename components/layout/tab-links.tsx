import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { tabClass, tabListClass } from '@/components/ui/tabs';

export type TabLinksProps = {
  label: string;
  current: string;
  tabs: readonly { id: string; href: string; label: ReactNode; count?: ReactNode }[];
  className?: string;
};

/** A page's parts that have URLs of their own. They are links, so they are not called tabs to screen readers. */
export function TabLinks({ label, current, tabs, className }: TabLinksProps) {
  return (
    <nav aria-label={label} className={cn(tabListClass, className)}>
      {tabs.map((tab) => (
        <Link key={tab.id} href={tab.href} aria-current={tab.id === current ? 'page' : undefined} className={tabClass}>
          {tab.label}
          {tab.count === undefined ? null : <small className="ml-1.5 text-12 text-fg-3">{tab.count}</small>}
        </Link>
      ))}
    </nav>
  );
}
