'use client';
import { Braces, ChevronDown, Columns3, Download, FileSpreadsheet } from 'lucide-react';
import { chosen, type Facet, type FacetChoice, withToggled } from '@/components/table/facets';
import type { Column } from '@/components/table/types';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { Icon } from '@/components/ui/icon';
import { count } from '@/lib/format/number';

export type FacetMenuProps = { facet: Facet; choice: FacetChoice; onChange: (choice: FacetChoice) => void };

/** One filter as a menu, where there is no room for a sidebar. */
export function FacetMenu({ facet, choice, onChange }: FacetMenuProps) {
  const on = choice[facet.id]?.length ?? 0;
  return (
    <DropdownMenu
      align="start"
      label={facet.label}
      trigger={
        <Button size="sm">
          {facet.label}
          {on > 0 ? <Badge tone="accent">{on}</Badge> : null}
          <Icon as={ChevronDown} size="sm" className="text-fg-3" />
        </Button>
      }
      groups={[
        {
          id: facet.id,
          items: facet.values.map(({ value, label = value, count: matching }) => ({
            id: value,
            label: (
              <span className="flex items-center gap-3">
                <span className={cn(facet.mono && 'mono')}>{label}</span>
                <span className="text-12 text-fg-3 tabular-nums">{count(matching)}</span>
              </span>
            ),
            checked: chosen(choice, facet.id, value),
            keepOpen: true,
            onSelect: () => onChange(withToggled(choice, facet.id, value)),
          })),
        },
      ]}
    />
  );
}

export type ColumnChooserProps<Row> = {
  columns: readonly Column<Row>[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
};

/** Columns on and off; the first one always stays. */
export function ColumnChooser<Row>({ columns, hidden, onChange }: ColumnChooserProps<Row>) {
  const items = columns.slice(1).map(({ id, header }) => ({
    id,
    label: header,
    checked: !hidden.has(id),
    keepOpen: true,
    onSelect: () =>
      onChange(hidden.has(id) ? new Set([...hidden].filter((other) => other !== id)) : new Set([...hidden, id])),
  }));
  return (
    <DropdownMenu
      label="Columns"
      trigger={
        <Button size="sm" icon={Columns3} className="hidden md:inline-flex">
          Columns
        </Button>
      }
      groups={[{ id: 'columns', items }]}
    />
  );
}

export type ExportMenuProps = { onExport: (format: 'csv' | 'json') => void; busy?: boolean; size?: 'md' | 'sm' };

/** What matches, as a file. */
export function ExportMenu({ onExport, busy, size }: ExportMenuProps) {
  return (
    <DropdownMenu
      label="Export"
      trigger={
        <Button icon={Download} size={size} busy={busy && 'Exporting'}>
          Export
          <Icon as={ChevronDown} size="sm" className="hidden text-fg-3 md:inline-block" />
        </Button>
      }
      groups={[
        {
          id: 'formats',
          items: [
            { id: 'csv', label: 'CSV', icon: FileSpreadsheet, onSelect: () => onExport('csv') },
            { id: 'json', label: 'JSON', icon: Braces, onSelect: () => onExport('json') },
          ],
        },
      ]}
    />
  );
}
