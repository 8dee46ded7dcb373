import type { viewOperations } from '@/lib/contract/view';
import type { Samples, Seeds } from './types';

/** In this order: what removes a thing comes after what reads it. */
export const viewSamples: Samples<typeof viewOperations> = {};

export const viewSeeds: Seeds = { ids: [], seed: async () => {}, bodies: () => ({}) };
