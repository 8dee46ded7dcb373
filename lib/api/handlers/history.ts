import type { historyOperations } from '@/lib/contract/history';
import type { HandlersOf } from '../handler';

export const historyHandlers = {} satisfies HandlersOf<typeof historyOperations>;
