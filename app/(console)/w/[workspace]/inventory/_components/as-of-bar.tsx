'use client';
import { History } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { Time } from '@/components/ui/time';
import { absoluteUtc } from '@/lib/format/time';
import type { Inventory } from './use-inventory';
import type { InventoryState } from './use-inventory-state';

/** Says that the page shows the past, what it cannot show of it, and leads back. */
export function AsOfBar({ state, inventory }: { state: InventoryState; inventory: Inventory }) {
  const { at, chosen, historyFrom } = inventory;
  if (at === null) return null;
  const missing = [
    ...(chosen.some((column) => column.startsWith('attr.')) ? ['attributes are on each resource’s page'] : []),
    ...(state.sort === 'created' ? ['the order is by name'] : []),
    'tags are not counted',
    'export is of now',
  ];
  return (
    <Note
      icon={History}
      tone="info"
      className="mb-3"
      title={
        <>
          As Mooring had seen it at {absoluteUtc(at)} (<Time at={at} />)
        </>
      }
      action={
        <Button size="sm" onClick={() => state.setAt('')}>
          Back to now
        </Button>
      }
    >
      <p className="text-12 text-fg-2">
        List and counts are those of then; {missing.join(', ')}.
        {historyFrom ? ` History begins at ${absoluteUtc(historyFrom)}.` : ''}
      </p>
    </Note>
  );
}
