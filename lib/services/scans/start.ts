import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { workspaceWrite } from '../verb';
import { createScan } from './create-scan';
import { toScan, WITH_LEDGER } from './view';

/** Runs a scan now. While one runs, that one is the answer: nothing is queued twice and nothing is audited. */
export const startScan = workspaceWrite({
  permission: 'scan:run',
  input: z.object({ integrationId: idSchema }),
  async run(tx, { integrationId }, context) {
    const { workspaceId, actor, install } = context;
    const integration = await tx.integration.findUnique({
      where: { workspaceId_id: { workspaceId, id: integrationId } },
    });
    if (!integration) throw notFound('integration');
    const { scanId, created } = await createScan(tx, install.jobs, integration, 'manual', actor.label);
    const scan = await tx.scan.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id: scanId } },
      include: WITH_LEDGER,
    });
    return { scan: toScan(scan), created };
  },
  audit: (_input, { scan, created }) =>
    created
      ? {
          action: 'scan.start',
          target: { kind: 'integration', id: scan.integration.id, label: scan.integration.name },
          detail: { scanId: scan.id },
        }
      : null,
});
