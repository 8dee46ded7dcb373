'use client';
import { Command } from 'cmdk';
import { type LucideIcon, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { scrimClass } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/icon';
import { KeyCap } from '@/components/ui/key-cap';

export type PaletteItem = {
  id: string;
  icon: LucideIcon;
  title: string;
  /** Grey words after the title: type, account. */
  detail?: string;
  /** At the right: age, state. */
  meta?: ReactNode;
  mono?: boolean;
  /** More words it is found by. */
  keywords?: readonly string[];
  /** An action rather than a place; `>` shows only these. */
  action?: boolean;
  /** Where it goes; Ctrl Enter opens it in a new tab. */
  href?: string;
  onSelect: () => void;
};

export type PaletteGroup = {
  id: string;
  label: string;
  items: readonly PaletteItem[];
  /** Already matched by the server: shown as given. */
  found?: boolean;
};

export type CommandPaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly PaletteGroup[];
  /** What is typed, 150 ms after the last key; fill a `found` group with what the API finds. */
  onSearch?: (search: string) => void;
  searching?: boolean;
};

/** Whether all words typed are somewhere in the item; a leading `>` asks for actions only. */
export function paletteMatches(
  item: Pick<PaletteItem, 'title' | 'detail' | 'keywords' | 'action'>,
  typed: string,
): boolean {
  const actionsOnly = typed.trimStart().startsWith('>');
  if (actionsOnly && !item.action) return false;
  const words = typed.replace(/^\s*>/, '').toLowerCase().split(/\s+/).filter(Boolean);
  const text = [item.title, item.detail, ...(item.keywords ?? [])].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Search or jump to anything: Ctrl K. */
export function CommandPalette({ open, onOpenChange, groups, onSearch, searching }: CommandPaletteProps) {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (!open || !onSearch) return;
    const timer = setTimeout(() => onSearch(typed.trim()), 150);
    return () => clearTimeout(timer);
  }, [open, typed, onSearch]);
  const change = (next: boolean) => {
    if (!next) setTyped('');
    onOpenChange(next);
  };
  const shown = groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) =>
        group.found && !typed.trimStart().startsWith('>') ? true : paletteMatches(item, typed),
      ),
    }))
    .filter((group) => group.items.length > 0);
  const pick = (item: PaletteItem) => {
    change(false);
    item.onSelect();
  };
  const openInTab = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    const value = event.currentTarget.querySelector('[cmdk-item][aria-selected="true"]')?.getAttribute('data-value');
    const href = shown.flatMap((group) => group.items).find((item) => item.id === value)?.href;
    if (!href) return;
    event.preventDefault();
    window.open(href, '_blank', 'noopener');
    change(false);
  };
  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Overlay className={scrimClass} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[13vh] left-1/2 z-51 w-[min(640px,calc(100vw-24px))] -translate-x-1/2 animate-rise overflow-hidden rounded-4 border border-line-strong bg-surface shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <Command label="Search or jump to" shouldFilter={false} loop onKeyDown={openInTab}>
            <div className="flex h-12 items-center gap-3 border-line border-b px-4">
              <Icon as={Search} className="text-fg-3" />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder="Search or jump to"
                className="min-w-0 flex-1 bg-transparent text-14 outline-none placeholder:text-fg-3 max-md:text-[16px]"
              />
              <KeyCap>Esc</KeyCap>
            </div>
            <Command.List label="Results" className="max-h-[min(420px,60vh)] overflow-y-auto p-2">
              <Command.Empty className="px-2.5 py-6 text-center text-fg-3">
                {searching ? 'Searching' : 'Nothing matches.'}
              </Command.Empty>
              {shown.map((group) => (
                <Command.Group
                  key={group.id}
                  heading={group.label}
                  className="[&>[cmdk-group-heading]]:px-2.5 [&>[cmdk-group-heading]]:pt-2.5 [&>[cmdk-group-heading]]:pb-1 [&>[cmdk-group-heading]]:text-12 [&>[cmdk-group-heading]]:text-fg-3"
                >
                  {group.items.map((item) => (
                    <PaletteRow key={item.id} item={item} onPick={() => pick(item)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <div className="hidden h-10 items-center gap-4 border-line border-t px-4 text-12 text-fg-3 md:flex">
              <span className="flex items-center gap-1.5">
                <KeyCap>Up</KeyCap>
                <KeyCap>Down</KeyCap> move
              </span>
              <span className="flex items-center gap-1.5">
                <KeyCap>Ctrl</KeyCap>
                <KeyCap>Enter</KeyCap> open in new tab
              </span>
              <span className="ml-auto flex items-center gap-1.5">
                <KeyCap>&gt;</KeyCap> actions only
              </span>
            </div>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteRow({ item, onPick }: { item: PaletteItem; onPick: () => void }) {
  return (
    <Command.Item
      value={item.id}
      onSelect={onPick}
      className="group flex h-11 cursor-pointer items-center gap-2.5 rounded-2 px-2.5 data-[selected=true]:bg-selected md:h-9"
    >
      <Icon as={item.icon} className="text-fg-3" />
      <span className={cn('font-medium whitespace-nowrap', item.mono && 'mono')}>{item.title}</span>
      {item.detail ? <span className="min-w-0 truncate text-fg-3">{item.detail}</span> : null}
      <span className="ml-auto flex items-center gap-2 text-12 whitespace-nowrap text-fg-3">
        {item.meta}
        <KeyCap className="group-data-[selected=false]:invisible">Enter</KeyCap>
      </span>
    </Command.Item>
  );
}
