'use client';
import { Braces, Download, FileSpreadsheet, ScrollText } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { operationUrl } from '@/lib/client/client';
import { bytes, count, plural } from '@/lib/format/number';
import type { EXPORT_FORMATS, ResourceSummary } from '@/lib/schemas/inventory';
import { columnValue, valueText } from './column-value';
import type { Inventory } from './use-inventory';

type Format = (typeof EXPORT_FORMATS)[number];
const FORMATS = [
  { format: 'csv', label: 'CSV', icon: FileSpreadsheet },
  { format: 'jsonl', label: 'JSON lines', icon: ScrollText },
  { format: 'json', label: 'JSON', icon: Braces },
] as const satisfies readonly { format: Format; label: string; icon: unknown }[];

/** Every match with the chosen columns, by name, as a file that the browser receives as it is written. */
export function InventoryExport({ inventory }: { inventory: Inventory }) {
  const { params, asked, at, list } = inventory;
  const rows = list.data?.resources ?? [];
  const total = list.data?.total;
  if (!total || total.count === 0) return null;
  const { q, columns } = asked;
  const size = (format: Format) => `about ${bytes(meanBytes(rows, columns, format) * total.count)}`;
  return (
    <DropdownMenu
      label="Export"
      trigger={
        <Button icon={Download} disabledReason={at !== null && 'What is exported is what is there now'}>
          Export
        </Button>
      }
      groups={[
        {
          id: 'formats',
          label: `${plural(total.count, 'row')}${total.exact ? '' : ' or more'}, ${count(columns.length)} columns`,
          items: FORMATS.map(({ format, label, icon }) => ({
            id: format,
            icon,
            label: (
              <span className="flex items-baseline gap-2">
                {label} <span className="text-12 text-fg-3">{size(format)}</span>
              </span>
            ),
            onSelect: () =>
              window.location.assign(operationUrl('resources.export', { params, query: { q, format, columns } })),
          })),
        },
      ]}
    />
  );
}

/** Mean length of a row as it is written, judged by the rows of this page. */
function meanBytes(rows: readonly ResourceSummary[], columns: readonly string[], format: Format): number {
  if (rows.length === 0) return 0;
  const keys = format === 'csv' ? 0 : columns.reduce((sum, column) => sum + column.length + 5, 2);
  const values = rows.reduce(
    (sum, row) => sum + columns.reduce((of, column) => of + valueText(columnValue(column, row)).length + 1, 0),
    0,
  );
  return keys + values / rows.length;
}
