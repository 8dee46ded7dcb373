import type { LucideIcon } from 'lucide-react';

export type NavItem = {
  id: string;
  label: string;
  href: string;
  icon: LucideIcon;
  /** How many there are; `bad` when it counts what needs a person. */
  count?: number;
  bad?: boolean;
};

/** Without a label the group is only set apart. */
export type NavGroup = { id: string; label?: string; items: readonly NavItem[] };

/** The item whose page, or whose page's parent, is shown: the one with the longest matching path. */
export function currentItem(groups: readonly NavGroup[], pathname: string): string | null {
  const matching = groups
    .flatMap((group) => group.items)
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href.replace(/\/$/, '')}/`))
    .sort((a, b) => b.href.length - a.href.length);
  return matching.at(0)?.id ?? null;
}

export type Crumb = { label: string; href?: string };
