import Link from 'next/link';
import { TypeBars } from '@/components/charts/type-bars';
import { EmptyState } from '@/components/ui/empty-state';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Overview } from '@/lib/schemas/inventory';

const SHOWN = 8;

/** How many there are of each type, the most first; each bar leads to its resources. */
export function ResourceTypes({ types, workspace }: { types: Overview['types']; workspace: string }) {
  if (types.length === 0) return <EmptyState title="Nothing yet">The first scan fills this within seconds.</EmptyState>;
  const sorted = [...types].sort((a, b) => b.count - a.count);
  const shown = sorted.slice(0, sorted.length > SHOWN ? SHOWN - 1 : SHOWN);
  const rest = sorted.slice(shown.length);
  return (
    <TypeBars
      label="Resources by type"
      bars={[
        ...shown.map(({ type, count }) => ({
          id: type,
          title: type,
          value: count,
          label: (
            <Link href={paths.inventory(workspace, { type })} className="hover:underline">
              {type}
            </Link>
          ),
        })),
        ...(rest.length > 0
          ? [
              {
                id: 'rest',
                label: plural(rest.length, 'more type'),
                title: rest.map(({ type }) => type).join(', '),
                value: rest.reduce((sum, { count }) => sum + count, 0),
              },
            ]
          : []),
      ]}
    />
  );
}
