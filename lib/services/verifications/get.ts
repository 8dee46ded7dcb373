import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema, pageQuerySchema } from '@/lib/schemas/common';
import type { Verification } from '@/lib/schemas/verification';
import type { WorkspaceContext } from '../context';
import { follow } from '../follow';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { toVerification, WITH_STEPS } from './view';

export const getVerification = workspaceRead({
  permission: 'integration:read',
  input: z.object({ verificationId: idSchema }),
  async run(tx, { verificationId }, { workspaceId }) {
    const row = await tx.roleVerification.findUnique({
      where: { workspaceId_id: { workspaceId, id: verificationId } },
      include: WITH_STEPS,
    });
    if (!row) throw notFound('verification');
    return toVerification(row);
  },
});

export const listVerifications = workspaceRead({
  permission: 'integration:read',
  input: pageQuerySchema.extend({ integrationId: idSchema }),
  async run(tx, { integrationId, pageSize, pageToken }, { workspaceId }) {
    const integration = await tx.integration.findUnique({
      where: { workspaceId_id: { workspaceId, id: integrationId } },
      select: { id: true },
    });
    if (!integration) throw notFound('integration');
    const after = decodePageToken(z.tuple([idSchema]), pageToken);
    const found = await tx.roleVerification.findMany({
      where: { workspaceId, integrationId, ...(after ? { id: { lt: after[0] } } : {}) },
      orderBy: { id: 'desc' },
      take: pageSize + 1,
      include: WITH_STEPS,
    });
    const { rows, ...next } = cutPage(found, pageSize, (row) => [row.id]);
    return { verifications: rows.map(toVerification), ...next };
  },
});

/** The verification now and after each step, until it has finished. */
export async function followVerification(
  context: WorkspaceContext & { signal: AbortSignal },
  input: { verificationId: string },
): Promise<AsyncIterable<Verification>> {
  await getVerification(context, input);
  return follow({
    changes: context.install.changes,
    topic: `verification:${input.verificationId}`,
    read: () => getVerification(context, input),
    finished: (verification) => verification.finishedAt !== null,
    signal: context.signal,
  });
}
