import type { Operation } from './operation';

export const graphOperations = {} as const satisfies Record<string, Operation>;
