import type { historyOperations } from '@/lib/contract/history';
import type { Samples, Seeds } from './types';

/** In this order: what removes a thing comes after what reads it. */
export const historySamples: Samples<typeof historyOperations> = {};

export const historySeeds: Seeds = { ids: [], seed: async () => {}, bodies: () => ({}) };
