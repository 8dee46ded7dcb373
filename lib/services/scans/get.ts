import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { Scan } from '@/lib/schemas/scan';
import type { WorkspaceContext } from '../context';
import { follow } from '../follow';
import { workspaceRead } from '../verb';
import { toScan, WITH_LEDGER } from './view';

export const getScan = workspaceRead({
  permission: 'scan:read',
  input: z.object({ scanId: idSchema }),
  async run(tx, { scanId }, { workspaceId }) {
    const scan = await tx.scan.findUnique({
      where: { workspaceId_id: { workspaceId, id: scanId } },
      include: WITH_LEDGER,
    });
    if (!scan) throw notFound('scan');
    return toScan(scan);
  },
});

/** The scan now and after each change, until it has ended. Throws before the first value when it may not be read. */
export async function followScan(
  context: WorkspaceContext & { signal: AbortSignal },
  input: { scanId: string },
): Promise<AsyncIterable<Scan>> {
  await getScan(context, input);
  return follow({
    changes: context.install.changes,
    topic: `scan:${input.scanId}`,
    read: () => getScan(context, input),
    finished: (scan) => scan.finishedAt !== null,
    signal: context.signal,
    // Its ledger has a row for each region and type.
    atMostEveryMs: 500,
  });
}
