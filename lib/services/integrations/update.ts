import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Integration, Prisma } from '@/lib/db/generated/prisma/client';
import { AppError, notFound } from '@/lib/errors/app-error';
import { defaultScannerRoleName } from '@/lib/federation/names';
import { parseRoleArn } from '@/lib/schemas/arn';
import { idSchema } from '@/lib/schemas/common';
import { integrationOptionsSchema, updateIntegrationSchema } from '@/lib/schemas/integration';
import type { WorkspaceContext } from '../context';
import { isDatabaseRefusal, nameTaken } from '../credentials/refusals';
import { workspaceWrite } from '../verb';
import { saveSchedule } from './schedule';
import { integrationView } from './view';

const input = updateIntegrationSchema.extend({ integrationId: idSchema });
type Change = Omit<z.output<typeof input>, 'integrationId' | 'version'>;

const update = workspaceWrite({
  permission: 'integration:write',
  input,
  async run(tx, { integrationId, version, ...change }, { workspaceId, actor, db, now }) {
    const row = await tx.integration.findUnique({ where: { workspaceId_id: { workspaceId, id: integrationId } } });
    if (!row) throw notFound('integration');
    if (row.version !== version) throw staleVersion(row.updatedBy, row.version);
    const data = dataOf(row, change);
    const connected = row.state !== 'draft';
    if (connected && changesWhatWasVerified(row, data)) {
      throw new AppError(
        'conflict',
        'A connected integration keeps its role, region and options, since they were verified together. Draft a new integration to change them.',
      );
    }
    const { count } = await tx.integration.updateMany({
      where: { workspaceId, id: integrationId, version },
      data: { ...data, version: version + 1, updatedBy: actor.label },
    });
    if (count === 0) throw staleVersion('Someone', version + 1);
    if (change.schedule && connected) await saveSchedule(db, workspaceId, integrationId, change.schedule, now());
    const view = await integrationView(tx, db, workspaceId, integrationId);
    if (!view) throw notFound('integration');
    return view;
  },
  audit: ({ integrationId: id, version, ...change }, updated) => ({
    action: 'integration.update',
    target: { kind: 'integration', id, label: updated.name },
    detail: { ...change, fromVersion: version },
  }),
});

/**
 * Changes a draft, or the name and schedule of a connected integration. The version read decides: a newer one is
 * `stale_version`, with who changed it, and nothing is overwritten.
 */
export async function updateIntegration(context: WorkspaceContext, raw: z.input<typeof input>) {
  try {
    return await update(context, raw);
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('An integration', raw.name ?? '');
    throw error;
  }
}

type Data = Pick<
  Prisma.IntegrationUncheckedUpdateManyInput,
  'name' | 'region' | 'options' | 'roleName' | 'roleArn' | 'accountId' | 'scheduleMinutes' | 'scheduleEnabled'
>;

function dataOf(row: Integration, { name, region, options, roleArn, schedule }: Change): Data {
  return {
    ...(name === undefined ? {} : { name }),
    ...(region === undefined ? {} : { region }),
    ...(options === undefined ? {} : { options, ...roleNameOf(row, options.roleName) }),
    ...(roleArn === undefined ? {} : roleOf(roleArn)),
    ...(schedule ? { scheduleMinutes: schedule.everyMinutes, scheduleEnabled: schedule.enabled } : {}),
  };
}

/** A name that is left out is the default one again; what assumes no role has none. */
function roleNameOf({ id, roleName }: Integration, wanted: string | undefined) {
  return roleName === null ? {} : { roleName: wanted ?? defaultScannerRoleName(id) };
}

/** Saying again what is stored changes nothing: forms send all their fields. */
function changesWhatWasVerified(row: Integration, data: Data): boolean {
  return (
    (data.region !== undefined && data.region !== row.region) ||
    (data.roleArn !== undefined && data.roleArn !== row.roleArn) ||
    (data.options !== undefined && !isDeepStrictEqual(data.options, integrationOptionsSchema.parse(row.options)))
  );
}

function roleOf(roleArn: string): { roleArn: string | null; accountId: string | null } {
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
    { details: [{ message: `The stored version is ${version}.`, version, updatedBy: by }] },
  );
}
