import type { graphOperations } from '@/lib/contract/graph';
import type { Samples, Seeds } from './types';

/** In this order: what removes a thing comes after what reads it. */
export const graphSamples: Samples<typeof graphOperations> = {};

export const graphSeeds: Seeds = { ids: [], seed: async () => {}, bodies: () => ({}) };
