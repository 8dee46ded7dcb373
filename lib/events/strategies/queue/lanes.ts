import type { ShardPlan } from '@/lib/events/strategies/types';

/** A queue has no parts of its own: two sensors at once may take what it gives, and each message goes to one of them. */
export const LANES = ['queue-0', 'queue-1'] as const;

export const discoverLanes = (): ShardPlan[] => LANES.map((shard) => ({ shard, parents: [], checkpoint: null }));
