'use client';
import type { Column } from '@/components/table/types';
import { cn } from '@/components/ui/cn';
import { SkeletonBar, useLate } from '@/components/ui/skeleton';

const WIDTHS = ['w-[62%]', 'w-[44%]', 'w-[70%]', 'w-[52%]', 'w-[48%]'] as const;

export type LoadingRowsProps<Row> = { columns: readonly Column<Row>[]; selectable: boolean; rows: number };

/** Bars in the columns' places, shown when loading takes longer than 200 ms. */
export function LoadingRows<Row>({ columns, selectable, rows }: LoadingRowsProps<Row>) {
  const late = useLate();
  return (
    <tbody aria-hidden className={late ? undefined : 'invisible'}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of bars have no identity
        <tr key={row}>
          {selectable ? (
            <td className="fit">
              <SkeletonBar className="size-4" />
            </td>
          ) : null}
          {columns.map((column, place) => (
            <td key={column.id} className={column.kind === 'fit' ? 'fit' : undefined}>
              <SkeletonBar
                className={cn(column.kind === 'number' ? 'ml-auto w-12' : WIDTHS[(row + place) % WIDTHS.length])}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
