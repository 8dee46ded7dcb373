'use client';
import { ChevronsUpDown, CircleQuestionMark } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from '@/components/layout/logo';
import type { NavGroup, NavItem } from '@/components/layout/nav';
import { SandboxMark } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { DropdownMenu, type MenuGroup } from '@/components/ui/dropdown-menu';
import { Icon } from '@/components/ui/icon';
import { KeyCap } from '@/components/ui/key-cap';
import { count } from '@/lib/format/number';

const rowClass =
  'flex h-11 w-full items-center gap-2.5 rounded-2 px-2 text-left font-[450] text-fg-2 hover:bg-hover hover:text-fg aria-[current=page]:bg-selected aria-[current=page]:font-[550] aria-[current=page]:text-fg md:h-[30px]';

export type SideNavProps = {
  groups: readonly NavGroup[];
  current: string | null;
  /** The open workspace; null before one exists. */
  workspace: { name: string } | null;
  /** The switcher's menu: other workspaces, "New workspace". */
  workspaceMenu: readonly MenuGroup[];
  sandbox: boolean;
  user: { name: string; role?: string };
  /** Account, install administration, sign out. */
  userMenu: readonly MenuGroup[];
  helpHref?: string;
  onNavigate?: () => void;
};

/** What is in the left column, and in the sheet on narrow screens. */
export function SideNav(props: SideNavProps) {
  const { groups, current, workspace, workspaceMenu, sandbox, user, userMenu, helpHref, onNavigate } = props;
  return (
    <>
      <div className="mb-2 flex h-9 items-center gap-2 px-2">
        <Logo />
        <b className="text-14 font-semibold tracking-[-0.01em]">Mooring</b>
        {sandbox ? <SandboxMark className="ml-auto" /> : null}
      </div>
      {workspace ? (
        <DropdownMenu
          align="start"
          label="Workspaces"
          className="min-w-52"
          groups={workspaceMenu}
          trigger={
            <button
              type="button"
              className="mb-2 flex h-11 w-full items-center gap-2 rounded-2 border border-line-strong bg-surface px-2 text-left hover:bg-hover md:h-9"
            >
              <Initial name={workspace.name} className="size-5 rounded-1 bg-accent-soft text-accent-text" />
              <span className="sr-only">Workspace</span>
              <span className="min-w-0 truncate font-medium">{workspace.name}</span>
              <Icon as={ChevronsUpDown} size="sm" className="ml-auto text-fg-3" />
            </button>
          }
        />
      ) : null}
      <nav aria-label="Main">
        {groups.map((group) => (
          <div key={group.id}>
            {group.label ? (
              <p id={`nav-${group.id}`} className="px-2 pt-3.5 pb-1 text-12 font-[450] text-fg-3">
                {group.label}
              </p>
            ) : null}
            {!group.label && group !== groups[0] ? <div className="h-3" /> : null}
            <ul aria-labelledby={group.label ? `nav-${group.id}` : undefined}>
              {group.items.map((item) => (
                <li key={item.id}>
                  <NavLink item={item} current={item.id === current} onNavigate={onNavigate} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="mt-auto pt-3">
        {helpHref ? (
          <Link href={helpHref} className={rowClass} onClick={onNavigate}>
            <Icon as={CircleQuestionMark} />
            Help
            <KeyCap className="ml-auto">?</KeyCap>
          </Link>
        ) : null}
        <DropdownMenu
          align="start"
          label="Account"
          className="min-w-52"
          groups={userMenu}
          trigger={
            <button type="button" className={rowClass}>
              <Initial name={user.name} className="size-4 rounded-full bg-hover" />
              <span className="min-w-0 truncate">{user.name}</span>
              {user.role ? <span className="ml-auto text-12 text-fg-3">{user.role}</span> : null}
            </button>
          }
        />
      </div>
    </>
  );
}

function NavLink({
  item,
  current,
  onNavigate,
}: {
  item: NavItem;
  current: boolean;
  onNavigate?: () => void;
}): ReactNode {
  return (
    <Link href={item.href} aria-current={current ? 'page' : undefined} className={rowClass} onClick={onNavigate}>
      <Icon as={item.icon} className={current ? 'text-accent-text' : undefined} />
      <span className="min-w-0 truncate">{item.label}</span>
      {item.count === undefined ? null : (
        <span
          className={cn(
            'ml-auto text-12 tabular-nums',
            item.bad ? 'font-[550] text-danger-text' : 'font-[450] text-fg-3',
          )}
        >
          {count(item.count)}
        </span>
      )}
    </Link>
  );
}

function Initial({ name, className }: { name: string; className: string }) {
  return (
    <span aria-hidden className={cn('grid shrink-0 place-items-center text-11 leading-none font-semibold', className)}>
      {name.trim().charAt(0).toUpperCase()}
    </span>
  );
}
