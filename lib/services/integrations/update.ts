import type { Prisma } from '@/lib/db/generated/prisma/client';
import { AppError, notFound } from '@/lib/errors/app-error';
import { parseRoleArn } from '@/lib/schemas/arn';
import { idSchema } from '@/lib/schemas/common';
import { updateIntegrationSchema } from '@/lib/schemas/integration';
import { workspaceWrite } from '../verb';
import { saveSchedule } from './schedule';
import { integrationView } from './view';

/**
 * Changes a draft, or the name and schedule of a connected integration. The version read decides: a newer one is
 * `stale_version`, with who changed it, and nothing is overwritten.
 */
export const updateIntegration = workspaceWrite({
  permission: 'integration:write',
  input: updateIntegrationSchema.extend({ integrationId: idSchema }),
  async run(tx, { integrationId, version, schedule, roleArn, ...input }, { workspaceId, actor, db, now }) {
    const where = { workspaceId_id: { workspaceId, id: integrationId } };
    const row = await tx.integration.findUnique({ where });
    if (!row) throw notFound('integration');
    if (row.version !== version) throw staleVersion(row.updatedBy, row.version);
    const connected = row.state !== 'draft';
    if (
      connected &&
      (input.region !== undefined || input.options !== undefined || (roleArn !== undefined && roleArn !== row.roleArn))
    ) {
      throw new AppError(
        'conflict',
        'A connected integration keeps its role, region and options, since they were verified together. Draft a new integration to change them.',
      );
    }
    const data: Prisma.IntegrationUpdateManyMutationInput = {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.region === undefined ? {} : { region: input.region }),
      ...(input.options === undefined
        ? {}
        : { options: input.options, ...(input.options.roleName ? { roleName: input.options.roleName } : {}) }),
      ...(roleArn === undefined ? {} : roleOf(roleArn)),
      ...(schedule ? { scheduleMinutes: schedule.everyMinutes, scheduleEnabled: schedule.enabled } : {}),
    };
    const changed = await tx.integration.updateMany({
      where: { workspaceId, id: integrationId, version },
      data: { ...data, version: version + 1, updatedBy: actor.label },
    });
    if (changed.count === 0) throw staleVersion('someone else', version + 1);
    if (schedule && connected) await saveSchedule(db, workspaceId, integrationId, schedule, now());
    const view = await integrationView(tx, db, workspaceId, integrationId);
    if (!view) throw notFound('integration');
    return view;
  },
  audit: ({ integrationId: id, version, ...input }, updated) => ({
    action: 'integration.update',
    target: { kind: 'integration', id, label: updated.name },
    detail: { ...input, fromVersion: version },
  }),
});

function roleOf(roleArn: string) {
  if (roleArn === '') return { roleArn: null, accountId: null };
  const parsed = parseRoleArn(roleArn);
  if (!parsed.ok) {
    throw new AppError('invalid_request', parsed.problem.message, {
      details: [{ path: 'roleArn', ...parsed.problem }],
    });
  }
  return { roleArn: parsed.value.arn, accountId: parsed.value.accountId };
}

function staleVersion(by: string, version: number): AppError {
  return new AppError(
    'stale_version',
    `${by} changed this integration meanwhile. Load theirs, then make your change again.`,
    {
      details: [{ message: `The stored version is ${version}.`, version, updatedBy: by }],
    },
  );
}
