import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { attachSourceSchema, createSensorProfileSchema, updateSensorProfileSchema } from '@/lib/schemas/sensor-profile';
import type { WorkspaceContext } from '../context';
import { isDatabaseRefusal, nameTaken } from '../credentials/refusals';
import { workspaceWrite } from '../verb';
import { etagOf, profileView, type SensorProfileView } from './view';

const ofProfile = z.object({ sensorProfileId: idSchema });

/** Sources of another workspace and sources that do not exist are the same answer. */
async function attach(tx: Transaction, workspaceId: string, profileId: string, ids: readonly string[]): Promise<void> {
  const known = await tx.eventSource.findMany({ where: { workspaceId, id: { in: [...ids] } }, select: { id: true } });
  const missing = ids.filter((id) => !known.some((one) => one.id === id));
  if (missing.length > 0) {
    throw new AppError(
      'not_found',
      'There is no such event source in this workspace. Nothing was attached or detached.',
      {
        details: missing.map((id) => ({ path: 'eventSources', message: `${id} does not exist` })),
      },
    );
  }
  const data = ids.map((sourceId) => ({ workspaceId, profileId, sourceId }));
  await tx.sensorProfileSource.createMany({ data, skipDuplicates: true });
}

const create = workspaceWrite({
  permission: 'eventSource:write',
  input: createSensorProfileSchema,
  async run(tx, { title, enabled, eventSources }, { workspaceId, actor }) {
    const id = uuidv7();
    const by = { createdBy: actor.label, updatedBy: actor.label };
    await tx.sensorProfile.create({ data: { workspaceId, id, title, enabled, ...by } });
    await attach(tx, workspaceId, id, eventSources);
    return profileView(tx, workspaceId, id);
  },
  audit: (_input, { id, title, eventSources }) => ({
    action: 'sensor_profile.create',
    target: { kind: 'sensor_profile', id, label: title },
    detail: { eventSources: eventSources.map((one) => one.id) },
  }),
});

export async function createSensorProfile(
  context: WorkspaceContext,
  raw: z.input<typeof createSensorProfileSchema>,
): Promise<SensorProfileView> {
  try {
    return await create(context, raw);
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('A sensor profile', raw.title);
    throw error;
  }
}

/** Moves the profile to its next version; `expected`: only from that one. */
async function nextVersion(
  tx: Transaction,
  { workspaceId, actor, now }: Pick<WorkspaceContext, 'workspaceId' | 'actor' | 'now'>,
  id: string,
  expected: string | null,
  data: { title?: string; enabled?: boolean } = {},
): Promise<void> {
  const row = await tx.sensorProfile.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  if (!row) throw notFound('sensor profile');
  const { count } = await tx.sensorProfile.updateMany({
    where: { workspaceId, id, ...(expected === null ? {} : { version: row.version }) },
    data: { ...data, version: { increment: 1 }, updatedBy: actor.label, updatedAt: now() },
  });
  if (count > 0 && (expected === null || expected === etagOf(row))) return;
  throw new AppError(
    'stale_version',
    `${row.updatedBy} changed this profile meanwhile, and its event sources may be others now. Load it again, then make your change.`,
  );
}

const update = workspaceWrite({
  permission: 'eventSource:write',
  input: updateSensorProfileSchema.extend(ofProfile.shape),
  async run(tx, { sensorProfileId: id, etag, title, enabled, eventSources }, context) {
    const { workspaceId } = context;
    const before = await profileView(tx, workspaceId, id);
    await nextVersion(tx, context, id, etag, {
      ...(title === undefined ? {} : { title }),
      ...(enabled === undefined ? {} : { enabled }),
    });
    const had = before.eventSources.map((one) => one.id);
    if (eventSources !== undefined) {
      await attach(tx, workspaceId, id, eventSources);
      await tx.sensorProfileSource.deleteMany({
        where: { workspaceId, profileId: id, sourceId: { notIn: eventSources } },
      });
    }
    const wanted = eventSources ?? had;
    return {
      profile: await profileView(tx, workspaceId, id),
      attached: wanted.filter((one) => !had.includes(one)),
      detached: had.filter((one) => !wanted.includes(one)),
    };
  },
  audit: ({ sensorProfileId: id, title, enabled }, { profile, attached, detached }) => ({
    action: 'sensor_profile.update',
    target: { kind: 'sensor_profile', id, label: profile.title },
    detail: {
      ...(title === undefined ? {} : { title }),
      ...(enabled === undefined ? {} : { enabled }),
      attached,
      detached,
    },
  }),
});

/** Changes a profile. `eventSources` is the whole set; a stale etag answers stale_version and changes nothing. */
export async function updateSensorProfile(
  context: WorkspaceContext,
  raw: z.input<typeof updateSensorProfileSchema> & { sensorProfileId: string },
): Promise<SensorProfileView> {
  try {
    return (await update(context, raw)).profile;
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('A sensor profile', raw.title ?? '');
    throw error;
  }
}

export const removeSensorProfile = workspaceWrite({
  permission: 'eventSource:write',
  input: ofProfile,
  async run(tx, { sensorProfileId: id }, { workspaceId }) {
    const view = await profileView(tx, workspaceId, id);
    await tx.sensorProfile.delete({ where: { workspaceId_id: { workspaceId, id } } });
    return view;
  },
  audit: ({ sensorProfileId: id }, { title, eventSources }) => ({
    action: 'sensor_profile.remove',
    target: { kind: 'sensor_profile', id, label: title },
    detail: { detached: eventSources.map((one) => one.id) },
  }),
});

const add = workspaceWrite({
  permission: 'eventSource:write',
  input: attachSourceSchema.extend(ofProfile.shape),
  async run(tx, { sensorProfileId: id, eventSourceId }, context) {
    const before = await profileView(tx, context.workspaceId, id);
    const same = before.eventSources.some((one) => one.id === eventSourceId);
    if (same) return { same, profile: before };
    await attach(tx, context.workspaceId, id, [eventSourceId]);
    await nextVersion(tx, context, id, null);
    return { same, profile: await profileView(tx, context.workspaceId, id) };
  },
  audit: ({ sensorProfileId: id, eventSourceId }, { same, profile }) =>
    same
      ? null
      : {
          action: 'sensor_profile.add_source',
          target: { kind: 'sensor_profile', id, label: profile.title },
          detail: { eventSourceId },
        },
});

/** Attaches one source; the others stay. Attached already: nothing happens. */
export const addProfileSource = async (...args: Parameters<typeof add>) => (await add(...args)).profile;

const remove = workspaceWrite({
  permission: 'eventSource:write',
  input: ofProfile.extend({ eventSourceId: idSchema }),
  async run(tx, { sensorProfileId: id, eventSourceId }, context) {
    const { workspaceId } = context;
    await profileView(tx, workspaceId, id);
    const { count } = await tx.sensorProfileSource.deleteMany({
      where: { workspaceId, profileId: id, sourceId: eventSourceId },
    });
    if (count === 0) throw notFound('event source in this profile');
    await nextVersion(tx, context, id, null);
    return profileView(tx, workspaceId, id);
  },
  audit: ({ sensorProfileId: id, eventSourceId }, { title }) => ({
    action: 'sensor_profile.remove_source',
    target: { kind: 'sensor_profile', id, label: title },
    detail: { eventSourceId },
  }),
});

/** Detaches one source; it stops within a heartbeat, unless another profile has it. */
export const removeProfileSource = remove;
