import type { DropReason } from '@/lib/events/drop';
import type { DropCounts } from '@/lib/events/strategies/types';

const COUNTED_AS = {
  readOnly: 'readOnly',
  failed: 'failed',
  data: 'other',
  insight: 'other',
  networkActivity: 'other',
} as const satisfies Record<DropReason, keyof DropCounts>;

export const noDrops = (): DropCounts => ({ readOnly: 0, failed: 0, other: 0 });

export function countDrop(counts: DropCounts, reason: DropReason): void {
  counts[COUNTED_AS[reason]] += 1;
}

export function addDrops(counts: DropCounts, more: DropCounts): void {
  counts.readOnly += more.readOnly;
  counts.failed += more.failed;
  counts.other += more.other;
}
