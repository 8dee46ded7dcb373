import type { Judged } from '@/lib/findings/types';

/** A live resource whose row the transaction has locked. `isNew`: it was just made, so nothing can be open on it. */
export type Subject = Judged & { uid: string; isNew: boolean };
