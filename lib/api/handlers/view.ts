import type { viewOperations } from '@/lib/contract/view';
import type { HandlersOf } from '../handler';

export const viewHandlers = {} satisfies HandlersOf<typeof viewOperations>;
