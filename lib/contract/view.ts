import type { Operation } from './operation';

export const viewOperations = {} as const satisfies Record<string, Operation>;
