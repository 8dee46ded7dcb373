import type { Operation } from './operation';

export const historyOperations = {} as const satisfies Record<string, Operation>;
