import type { findingOperations } from '@/lib/contract/finding';
import type { Samples, Seeds } from './types';

/** In this order: what removes a thing comes after what reads it. */
export const findingSamples: Samples<typeof findingOperations> = {};

export const findingSeeds: Seeds = { ids: [], seed: async () => {}, bodies: () => ({}) };
