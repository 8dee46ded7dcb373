import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { JsonObject } from '@/lib/collectors/types';
import type { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { createEventSourceSchema, type StrategyName, updateEventSourceSchema } from '@/lib/schemas/event-source';
import { UPKEEP } from '@/lib/sensor/event-port';
import type { WorkspaceContext } from '../context';
import { isDatabaseRefusal, nameTaken } from '../credentials/refusals';
import { workspaceWrite } from '../verb';
import { type EventSourceDetail, parseConfig, sourceDetail } from './detail';

const MOST_SOURCES = 200;
const ofSource = z.object({ eventSourceId: idSchema });

async function checkIntegration(tx: Transaction, workspaceId: string, id: string): Promise<void> {
  const integration = await tx.integration.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  if (integration && integration.state !== 'draft') return;
  const message = integration
    ? 'This integration is still a draft. Verify and save it first: its identity reads the events.'
    : 'There is no such integration in this workspace.';
  throw new AppError('invalid_request', message, { details: [{ path: 'integrationId', message }] });
}

const create = workspaceWrite({
  permission: 'eventSource:write',
  input: createEventSourceSchema,
  async run(tx, { strategy, integrationId, name, enabled, ...rest }, { workspaceId, actor, db }) {
    const config = parseConfig(strategy, rest.config);
    await checkIntegration(tx, workspaceId, integrationId);
    if ((await tx.eventSource.count({ where: { workspaceId } })) >= MOST_SOURCES) {
      throw new AppError(
        'conflict',
        `A workspace has at most ${MOST_SOURCES} event sources. Remove one that nobody needs.`,
      );
    }
    const id = uuidv7();
    const by = { createdBy: actor.label, updatedBy: actor.label };
    await tx.eventSource.create({
      data: {
        workspaceId,
        id,
        name,
        strategy,
        config: config as Prisma.InputJsonObject,
        integrationId,
        enabled,
        ...by,
      },
    });
    return sourceDetail(tx, db, workspaceId, id);
  },
  audit: (_input, { id, name, strategy, config }) => ({
    action: 'event_source.create',
    target: { kind: 'event_source', id, label: name },
    detail: { strategy, config: config as Prisma.InputJsonObject },
  }),
});

/** Makes a source. `conflict` for a name that is taken, `invalid_request` where the config does not fit. */
export async function createEventSource(
  context: WorkspaceContext,
  raw: z.input<typeof createEventSourceSchema>,
): Promise<EventSourceDetail> {
  try {
    return await create(context, raw);
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('An event source', raw.name);
    throw error;
  }
}

const update = workspaceWrite({
  permission: 'eventSource:write',
  input: updateEventSourceSchema.extend(ofSource.shape),
  async run(tx, { eventSourceId: id, version, ...change }, { workspaceId, actor, db, now }) {
    const row = await tx.eventSource.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
    if (!row) throw notFound('event source');
    const config = change.config ? parseConfig(row.strategy as StrategyName, change.config) : null;
    if (change.integrationId) await checkIntegration(tx, workspaceId, change.integrationId);
    const { count } = await tx.eventSource.updateMany({
      where: { workspaceId, id, version },
      data: {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
        ...(change.integrationId === undefined ? {} : { integrationId: change.integrationId }),
        ...(config ? { config: config as Prisma.InputJsonObject } : {}),
        version: version + 1,
        updatedBy: actor.label,
        updatedAt: now(),
      },
    });
    if (count === 0) throw stale(row.updatedBy);
    const elsewhere = config !== null && !isDeepStrictEqual(config, row.config as JsonObject);
    const otherIdentity = change.integrationId !== undefined && change.integrationId !== row.integrationId;
    // Whoever consumes it has the former config: no lease of before counts any more.
    if (elsewhere) await tx.eventShard.deleteMany({ where: { workspaceId, sourceId: id, shard: { not: UPKEEP } } });
    if (elsewhere || otherIdentity) await endLeases(tx, workspaceId, id);
    return sourceDetail(tx, db, workspaceId, id);
  },
  audit: ({ eventSourceId: id, version, ...change }, { name }) => ({
    action: 'event_source.update',
    target: { kind: 'event_source', id, label: name },
    detail: { ...(change as Prisma.InputJsonObject), fromVersion: version },
  }),
});

/** Changes a source; a newer version answers stale_version and overwrites nothing. */
export async function updateEventSource(
  context: WorkspaceContext,
  raw: z.input<typeof updateEventSourceSchema> & { eventSourceId: string },
): Promise<EventSourceDetail> {
  try {
    return await update(context, raw);
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('An event source', raw.name ?? '');
    throw error;
  }
}

const stale = (by: string) =>
  new AppError('stale_version', `${by} changed this event source meanwhile. Load it again, then make your change.`);

/** No attempt of before may write any more; the next sensor begins with what the row says now. */
export async function endLeases(tx: Transaction, workspaceId: string, sourceId: string): Promise<void> {
  await tx.eventShard.updateMany({
    where: { workspaceId, sourceId },
    data: { attempt: { increment: 1 }, sensorId: null, leaseUntil: null, notBefore: null, failures: 0 },
  });
}

export const removeEventSource = workspaceWrite({
  permission: 'eventSource:write',
  input: ofSource,
  async run(tx, { eventSourceId: id }, { workspaceId }) {
    const row = await tx.eventSource.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
    if (!row) throw notFound('event source');
    await tx.eventSource.delete({ where: { workspaceId_id: { workspaceId, id } } });
    return { name: row.name, strategy: row.strategy };
  },
  audit: ({ eventSourceId: id }, { name, strategy }) => ({
    action: 'event_source.remove',
    target: { kind: 'event_source', id, label: name },
    detail: { strategy },
  }),
});

function pausing(paused: boolean) {
  return workspaceWrite({
    permission: 'eventSource:write',
    input: ofSource,
    async run(tx, { eventSourceId: id }, { workspaceId, actor, db, now }) {
      const row = await tx.eventSource.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
      if (!row) throw notFound('event source');
      const same = (row.pausedAt !== null) === paused;
      if (!same) {
        await tx.eventSource.update({
          where: { workspaceId_id: { workspaceId, id } },
          data: {
            pausedAt: paused ? now() : null,
            version: { increment: 1 },
            updatedBy: actor.label,
            updatedAt: now(),
          },
        });
      }
      return { same, detail: await sourceDetail(tx, db, workspaceId, id) };
    },
    audit: ({ eventSourceId: id }, { same, detail }) =>
      same
        ? null
        : {
            action: paused ? 'event_source.pause' : 'event_source.resume',
            target: { kind: 'event_source', id, label: detail.name },
            detail: {},
          },
  });
}

const pause = pausing(true);
const resume = pausing(false);
type Of = z.input<typeof ofSource>;
/** Stops consuming within a heartbeat; what is under way is finished or comes again. */
export const pauseEventSource = async (context: WorkspaceContext, raw: Of) => (await pause(context, raw)).detail;
export const resumeEventSource = async (context: WorkspaceContext, raw: Of) => (await resume(context, raw)).detail;
