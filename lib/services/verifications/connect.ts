import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { connectIntegrationSchema } from '@/lib/schemas/integration';
import { authorize } from '../context';
import { saveSchedule } from '../integrations/schedule';
import { integrationView } from '../integrations/view';
import { createScan } from '../scans/create-scan';
import { workspaceWrite } from '../verb';

/**
 * Saves a verified integration and starts its first scan. The verification must have been run on the integration as it
 * is now. A role that lets others in is refused, unless an owner says why; the reason is audited and stays shown.
 */
export const connectIntegration = workspaceWrite({
  permission: 'integration:verify',
  input: connectIntegrationSchema.extend({ integrationId: idSchema }),
  async run(tx, { integrationId, verificationId, openReason }, context) {
    const { workspaceId, actor, now, db, install } = context;
    const where = { workspaceId_id: { workspaceId, id: integrationId } };
    const integration = await tx.integration.findUnique({ where });
    if (!integration) throw notFound('integration');
    const verification = await tx.roleVerification.findFirst({
      where: { workspaceId, id: verificationId, integrationId },
    });
    if (!verification) throw notFound('verification');
    if (verification.integrationVersion !== integration.version || verification.roleArn !== integration.roleArn) {
      throw changedSince(integration.updatedBy);
    }
    if (!verification.finishedAt)
      throw new AppError('precondition_failed', 'The verification is still running. Wait for its last step.');
    const open = !verification.canSave;
    if (open) {
      if (!verification.openRole) {
        throw new AppError(
          'precondition_failed',
          'The verification failed: mend what its steps name, then verify again.',
        );
      }
      if (!openReason) {
        throw new AppError(
          'precondition_failed',
          'The role lets others in. Close it and verify again; or an owner may save it with a reason.',
        );
      }
      authorize(context, 'integration:override');
    }
    const { accountId } = verification.summary as { accountId?: string };
    const [saved] = await tx.integration.updateManyAndReturn({
      where: { workspaceId, id: integrationId, version: integration.version },
      data: {
        state: open ? 'open_role' : 'connected',
        accountId: accountId ?? integration.accountId,
        openReason: open ? openReason : null,
        verifiedAt: verification.finishedAt,
        verificationId,
        updatedBy: actor.label,
      },
    });
    if (!saved) throw changedSince('Someone');
    await saveSchedule(
      db,
      workspaceId,
      integrationId,
      { everyMinutes: saved.scheduleMinutes, enabled: saved.scheduleEnabled },
      now(),
    );
    await createScan(tx, install.jobs, saved, 'first', actor.label);
    const view = await integrationView(tx, db, workspaceId, integrationId);
    if (!view) throw notFound('integration');
    return view;
  },
  audit: ({ verificationId, openReason }, saved) => ({
    action: saved.openReason === null ? 'integration.connect' : 'integration.connect_open',
    target: { kind: 'integration', id: saved.id, label: saved.name },
    detail: { verificationId, roleArn: saved.roleArn, ...(saved.openReason === null ? {} : { openReason }) },
  }),
});

function changedSince(by: string): AppError {
  return new AppError('stale_version', `${by} changed this integration after it was verified. Verify it again.`);
}
