import type { Column } from '@/components/table/types';

type Sized = Pick<Column<never>, 'id' | 'width' | 'kind'>;

/**
 * CSS width of each column: its own, or a share of what the others leave. Cells are cut to their column, so a column
 * without a width would shrink to its head. The name gets the largest share, numbers the smallest; `fit` gets none.
 */
export function columnWidths(columns: readonly Sized[]): Record<string, string | undefined> {
  const taken = columns.reduce((sum, { width }) => sum + (width?.endsWith('%') ? Number.parseFloat(width) : 0), 0);
  const weight = ({ kind, width }: Sized, place: number): number => {
    if (width !== undefined || kind === 'fit') return 0;
    if (place === 0) return 3;
    return kind === 'number' ? 1 : 1.6;
  };
  const weights = columns.map(weight);
  const whole = weights.reduce((sum, one) => sum + one, 0);
  const left = Math.max(0, 100 - taken);
  return Object.fromEntries(
    columns.map(({ id, width }, place) => {
      const own = weights[place] ?? 0;
      return [id, own > 0 ? `${Math.round((left * own * 10) / whole) / 10}%` : width];
    }),
  );
}
