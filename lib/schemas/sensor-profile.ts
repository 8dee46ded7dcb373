import { z } from 'zod';
import { displayNameSchema, idSchema, pageOf, timeSchema, versionSchema } from './common';
import { sourceErrorSchema, sourceStateSchema, strategySchema } from './event-source';

const attachedSourceSchema = z.object({
  id: idSchema,
  name: z.string(),
  strategy: strategySchema,
  state: sourceStateSchema,
  attachedAt: timeSchema,
});

/** Settings for sensors. Only sources attached to an enabled profile are consumed. `etag` is the version as text. */
export const sensorProfileSchema = z.object({
  id: idSchema,
  title: z.string(),
  plugin: z.literal('aws'),
  enabled: z.boolean(),
  eventSources: z.array(attachedSourceSchema),
  version: versionSchema,
  etag: z.string(),
  createdAt: timeSchema,
  createdBy: z.string(),
  updatedAt: timeSchema,
});
export const sensorProfilePageSchema = pageOf('sensorProfiles', sensorProfileSchema);

const sourceIds = z.array(idSchema).max(200);
export const createSensorProfileSchema = z.strictObject({
  title: displayNameSchema,
  plugin: z.literal('aws').default('aws'),
  enabled: z.boolean().default(true),
  eventSources: sourceIds.default([]),
});
export const updateSensorProfileSchema = z.strictObject({
  title: displayNameSchema.optional(),
  enabled: z.boolean().optional(),
  eventSources: sourceIds
    .optional()
    .meta({ description: 'The whole set: what is not named is detached. addSource and removeSource change one.' }),
  etag: z.string().max(40).meta({ description: 'Of the profile as it was read; a newer one answers stale_version' }),
});
export const attachSourceSchema = z.strictObject({ eventSourceId: idSchema });

/** A running sensor (a worker today) and what it holds of this workspace. */
export const sensorSchema = z.object({
  id: idSchema,
  hostname: z.string(),
  pid: z.number().int(),
  version: z.string(),
  startedAt: timeSchema,
  heartbeatAt: timeSchema,
  /** Its heartbeat is older than 30 s: what it held is taken over. */
  lost: z.boolean(),
  leases: z.array(
    z.object({
      sourceId: idSchema,
      sourceName: z.string(),
      strategy: strategySchema,
      shard: z.string(),
      leaseUntil: timeSchema,
      lagMs: z.number().nullable(),
      lastEventAt: timeSchema.nullable(),
      error: sourceErrorSchema.nullable(),
    }),
  ),
  scanJobs: z.array(z.object({ scanId: idSchema, accountId: z.string(), service: z.string(), leaseUntil: timeSchema })),
});
export const sensorsSchema = z.object({ sensors: z.array(sensorSchema) });
