import type { TrailRecord } from './record';

/**
 * Why a record changes nothing in the inventory; each is counted.
 * - `readOnly`: the call only read. `failed`: it has an error code, so nothing changed.
 * - `insight`: CloudTrail's statement about many calls; each of them has a record of its own.
 * - `networkActivity`: what went through a VPC endpoint; the owner's record of the same call says what changed.
 * - `data`: a call on content (S3 objects, items of tables, messages): no resource type of ours is changed by one.
 */
export const DROP_REASONS = ['readOnly', 'failed', 'data', 'insight', 'networkActivity'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

const BY_CATEGORY: ReadonlyMap<string, DropReason> = new Map([
  ['Data', 'data'],
  ['Insight', 'insight'],
  ['NetworkActivity', 'networkActivity'],
]);

/** Null: a management event that changed something, which `mapEvent` is for. */
export function dropReason(record: TrailRecord): DropReason | null {
  const category = BY_CATEGORY.get(record.eventCategory);
  if (category !== undefined) return category;
  if (record.readOnly) return 'readOnly';
  return record.errorCode === null ? null : 'failed';
}
