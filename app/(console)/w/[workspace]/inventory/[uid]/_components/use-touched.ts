'use client';
import type { ReadId } from '@/lib/client/queries';
import { useReread } from '../../../../../_components/use-reread';

/** What the page shows of a resource, and lists that show it. */
const READS = [
  'resources.get',
  'resources.versions',
  'resources.whoMayAssume',
  'resources.list',
  'events.list',
] as const satisfies ReadId[];
const AT_MOST_EVERY_MS = 200;

/** Reads a resource again as soon as an event has touched it. */
export function useTouched(uid: string): void {
  useReread({ resource: uid }, READS, { everyMs: AT_MOST_EVERY_MS });
}
