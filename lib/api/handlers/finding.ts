import type { findingOperations } from '@/lib/contract/finding';
import type { HandlersOf } from '../handler';

export const findingHandlers = {} satisfies HandlersOf<typeof findingOperations>;
