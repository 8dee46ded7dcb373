'use client';
import { useState } from 'react';
import type { ResourceSummary } from '@/lib/schemas/inventory';

type Picked = Pick<ResourceSummary, 'uid' | 'id' | 'arn'>;

/** Rows that are selected, over pages: what is copied of a row is kept, since the row itself may be on another page. */
export function useSelected(rows: readonly ResourceSummary[]) {
  const [picked, setPicked] = useState<ReadonlyMap<string, Picked>>(new Map());
  return {
    selected: new Set(picked.keys()) as ReadonlySet<string>,
    onChange: (next: ReadonlySet<string>) =>
      setPicked(
        new Map(
          [...next].flatMap((uid) => {
            const row = picked.get(uid) ?? rows.find((one) => one.uid === uid);
            return row ? [[uid, row] as const] : [];
          }),
        ),
      ),
    ids: [...picked.values()].map(({ id }) => id),
    arns: [...picked.values()].flatMap(({ arn }) => (arn === null ? [] : [arn])),
  };
}
