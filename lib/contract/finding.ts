import type { Operation } from './operation';

export const findingOperations = {} as const satisfies Record<string, Operation>;
