import { v7 as uuidv7 } from 'uuid';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { startVerificationSchema, VERIFICATION_STEPS } from '@/lib/schemas/verification';
import { workspaceWrite } from '../verb';
import { toVerification, WITH_STEPS } from './view';

/** Queues a verification of the integration as it is now, with all its steps pending, so that a page can follow it. */
export const startVerification = workspaceWrite({
  permission: 'integration:verify',
  input: startVerificationSchema.extend({ integrationId: idSchema }),
  async run(tx, { integrationId, trustPolicy }, { workspaceId, actor, install }) {
    const integration = await tx.integration.findUnique({
      where: { workspaceId_id: { workspaceId, id: integrationId } },
      include: { credential: true },
    });
    if (!integration) throw notFound('integration');
    if (!integration.roleArn && integration.credential.retriever !== 'none') {
      throw new AppError(
        'precondition_failed',
        'There is no role to verify yet. Apply the Terraform, then type in the role ARN it prints.',
        {
          details: [{ path: 'roleArn', message: 'The role ARN is missing.' }],
        },
      );
    }
    const id = uuidv7();
    await tx.roleVerification.create({
      data: {
        workspaceId,
        id,
        integrationId,
        roleArn: integration.roleArn,
        integrationVersion: integration.version,
        requestedBy: actor.label,
        summary: trustPolicy ? { trustPolicy } : {},
      },
    });
    await tx.verificationStep.createMany({
      data: VERIFICATION_STEPS.map(({ key }, position) => ({
        workspaceId,
        verificationId: id,
        position,
        key,
        state: 'pending',
      })),
    });
    await install.jobs.enqueue(tx, 'verification', { workspaceId, verificationId: id });
    const row = await tx.roleVerification.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id } },
      include: WITH_STEPS,
    });
    return { verification: toVerification(row), name: integration.name };
  },
  audit: ({ integrationId }, { verification, name }) => ({
    action: 'integration.verify',
    target: { kind: 'integration', id: integrationId, label: name },
    detail: { verificationId: verification.id, roleArn: verification.roleArn },
  }),
});
