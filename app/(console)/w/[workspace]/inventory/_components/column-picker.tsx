'use client';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { ArrowDown, ArrowUp, Columns3, Plus, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { popClass, popLabelClass } from '@/components/ui/menu-class';
import { read } from '@/lib/client/queries';
import { count } from '@/lib/format/number';
import { MAX_VIEW_COLUMNS } from '@/lib/schemas/view';
import { attributeColumns } from './attribute-paths';
import { columnHeader, FIXED } from './column-value';
import type { Inventory } from './use-inventory';
import type { InventoryState } from './use-inventory-state';

const SAMPLE = 20;

/** Which columns, in which order: those of every resource, tags by key, attributes by path. All of it by keyboard. */
export function ColumnPicker({ state, inventory }: { state: InventoryState; inventory: Inventory }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const { params, chosen, usual, asked, at } = inventory;
  const enabled = open && at === null;
  const tags = useQuery({
    ...read('resources.facets', { params, query: { q: asked.q, include: ['tags'] } }),
    enabled,
    staleTime: 30_000,
  });
  const sample = useQuery({
    ...read('resources.list', { params, query: { q: asked.q, pageSize: SAMPLE, include: ['attributes'] } }),
    enabled,
    staleTime: 30_000,
  });
  const set = (next: readonly string[]) => state.setColumns(`${next}` === `${usual}` ? [] : next);
  const move = (from: number, to: number) => {
    const next = [...chosen];
    const [column] = next.splice(from, 1);
    if (column !== undefined && to >= 0 && to <= next.length) set(next.toSpliced(to, 0, column));
  };
  const groups = offersOf(chosen, tags.data?.tagKeys ?? [], attributeColumns(sample.data?.resources ?? []), typed);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button icon={Columns3}>Columns</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Columns"
          className={cn(
            popClass,
            'grid max-h-(--radix-popover-content-available-height) w-[min(380px,calc(100vw-24px))] overflow-y-auto p-0',
          )}
        >
          <div className="flex items-center px-3 pt-2">
            <h2 className="text-13 font-semibold">Columns</h2>
            <Button
              size="sm"
              intent="ghost"
              className="ml-auto"
              disabledReason={state.columns.length === 0 && 'These are the usual ones'}
              onClick={() => state.setColumns([])}
            >
              Usual columns
            </Button>
          </div>
          <ol aria-label="Chosen columns" className="max-h-64 overflow-y-auto px-1 pb-1">
            <li className="flex h-8 items-center px-2 text-fg-3">Name, always first</li>
            {chosen.map((column, n) => (
              <li key={column} className="flex h-10 items-center gap-0.5 rounded-2 pl-2 hover:bg-hover md:h-8">
                <span title={column} className="mr-auto min-w-0 truncate">
                  {columnHeader(column)}
                </span>
                <IconButton
                  size="xs"
                  tooltip={false}
                  icon={ArrowUp}
                  label={`Move ${columnHeader(column)} up`}
                  disabledReason={n === 0 && 'It is the first'}
                  onClick={() => move(n, n - 1)}
                />
                <IconButton
                  size="xs"
                  tooltip={false}
                  icon={ArrowDown}
                  label={`Move ${columnHeader(column)} down`}
                  disabledReason={n === chosen.length - 1 && 'It is the last'}
                  onClick={() => move(n, n + 1)}
                />
                <IconButton
                  size="xs"
                  tooltip={false}
                  icon={X}
                  label={`Remove ${columnHeader(column)}`}
                  disabledReason={chosen.length === 1 && 'One column beside the name stays'}
                  onClick={() => set(chosen.filter((other) => other !== column))}
                />
              </li>
            ))}
          </ol>
          <Command label="Add a column" shouldFilter={false} className="border-line border-t">
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              placeholder="Add a column: tag, attribute or field"
              className="h-11 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-fg-3 max-md:text-[16px] md:h-9"
            />
            <Command.List label="Columns to add" className="max-h-56 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-3 text-fg-3">
                Nothing matches. Write tag.team or attr.instanceType.
              </Command.Empty>
              {groups.map(({ label, offers }) => (
                <Command.Group key={label} heading={<span className={popLabelClass}>{label}</span>}>
                  {offers.map(({ column, hint }) => (
                    <Command.Item
                      key={column}
                      value={column}
                      onSelect={() => {
                        if (chosen.length < MAX_VIEW_COLUMNS) set([...chosen, column]);
                        setTyped('');
                      }}
                      className="flex h-10 cursor-pointer items-center gap-2 rounded-2 px-2 data-[selected=true]:bg-selected md:h-8"
                    >
                      <Icon as={Plus} size="sm" className="text-fg-3" />
                      <span className={cn('truncate', column.includes('.') && 'mono')}>
                        {column.includes('.') ? column : columnHeader(column)}
                      </span>
                      {hint ? <span className="ml-auto text-12 text-fg-3 tabular-nums">{hint}</span> : null}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

type Offer = { column: string; hint?: string };

function offersOf(
  chosen: readonly string[],
  tags: readonly { value: string; count: number }[],
  attributes: readonly string[],
  typed: string,
): { label: string; offers: Offer[] }[] {
  const wanted = typed.trim().toLowerCase();
  const fits = ({ column }: Offer) =>
    !chosen.includes(column) && `${column} ${columnHeader(column)}`.toLowerCase().includes(wanted);
  const written = /^(tag|attr)\.[^,]+$/.test(typed.trim()) ? [{ column: typed.trim(), hint: 'as written' }] : [];
  const groups = [
    {
      label: 'Fields',
      offers: Object.keys(FIXED)
        .filter((column) => column !== 'name')
        .map((column) => ({ column })),
    },
    {
      label: 'Tags of what is shown',
      offers: tags
        .filter(({ value }) => !value.includes(','))
        .map(({ value, count: matching }) => ({ column: `tag.${value}`, hint: count(matching) })),
    },
    { label: 'Attributes of what is shown', offers: attributes.map((column) => ({ column })) },
  ].map(({ label, offers }) => ({ label, offers: offers.filter(fits).slice(0, wanted ? 40 : 16) }));
  const known = groups.some(({ offers }) => offers.some(({ column }) => column === written[0]?.column));
  return [
    ...(known || chosen.includes(written[0]?.column ?? '') ? [] : [{ label: 'Written', offers: written }]),
    ...groups,
  ].filter(({ offers }) => offers.length > 0);
}
