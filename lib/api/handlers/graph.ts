import type { graphOperations } from '@/lib/contract/graph';
import type { HandlersOf } from '../handler';

export const graphHandlers = {} satisfies HandlersOf<typeof graphOperations>;
