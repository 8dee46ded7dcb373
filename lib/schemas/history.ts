import { z } from 'zod';
import { idSchema, jsonObjectSchema, pageOf, pageQuerySchema, timeSchema } from './common';
import {
  changeSchema,
  facetsSchema,
  resourceFilterSchema,
  resourcePageSchema,
  resourceQuerySchema,
  resourceSummarySchema,
  resourceVersionSchema,
} from './inventory';

/** A moment of the past, and where history begins; null while nothing has been scanned. */
export const historySpanSchema = z.object({
  from: timeSchema.nullable().meta({ description: 'Since when history is kept. Null while nothing has been scanned.' }),
  days: z.number().int().meta({ description: 'How many days of history are kept.' }),
});
export type HistorySpan = z.infer<typeof historySpanSchema>;

const at = timeSchema.meta({ description: 'The moment: what Mooring had seen by then (ISO 8601, UTC).' });
export const asOfQuerySchema = resourceQuerySchema.omit({ include: true }).extend({ at });
export const asOfFilterSchema = resourceFilterSchema.extend({ at });
export const asOfPageSchema = resourcePageSchema.extend({ at: timeSchema, history: historySpanSchema });
export const asOfFacetsSchema = facetsSchema.extend({ at: timeSchema, history: historySpanSchema });

/** A version's change happened after the last sight of what was before and not after its own. */
export const betweenSchema = z.object({ after: timeSchema.nullable(), notAfter: timeSchema });
export const resourceAtQuerySchema = z.object({
  at: timeSchema.optional().meta({ description: 'The moment (ISO 8601, UTC); now unless told.' }),
});
export const resourceAtSchema = z.object({
  at: timeSchema,
  history: historySpanSchema,
  existed: z.enum(['yes', 'not_yet', 'deleted']),
  resource: resourceSummarySchema
    .extend({ attributes: jsonObjectSchema })
    .nullable()
    .meta({ description: 'As it was then (before its deletion when it was deleted); null when not yet seen.' }),
  between: betweenSchema.nullable().meta({ description: 'When the change that made it so happened.' }),
  until: betweenSchema.nullable().meta({ description: 'When the next change happened; null when there was none.' }),
});
export type ResourceAt = z.infer<typeof resourceAtSchema>;

export const CHANGE_KINDS = ['created', 'changed', 'deleted', 'recreated'] as const;
export const CHANGE_CAUSES = ['scan', 'event'] as const;
const several = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (Array.isArray(value) ? value : value.split(',')).filter((part) => part !== ''))
    .pipe(z.array(z.enum(values)))
    .optional();

/** Filters of changes: those of the inventory on the resource as it is now, the kind and what brought the change. */
export const changeFilterSchema = resourceFilterSchema.omit({ state: true }).extend({
  from: timeSchema.meta({ description: 'Changes seen after this moment.' }),
  to: timeSchema.meta({ description: 'Changes seen up to this moment.' }),
  kind: several(CHANGE_KINDS),
  cause: z.enum(CHANGE_CAUSES).optional(),
});
export type ChangeFilter = z.output<typeof changeFilterSchema>;
export const changeQuerySchema = pageQuerySchema.extend(changeFilterSchema.shape);

export const changeEntrySchema = resourceVersionSchema.omit({ document: true, changes: true }).extend({
  uid: idSchema,
  name: z.string(),
  type: z.string(),
  service: z.string(),
  accountId: z.string(),
  region: z.string(),
  sentence: z.string().meta({ description: 'What changed, in a few words.' }),
  paths: z.array(z.string()).meta({ description: 'The first paths that differ; at most 10.' }),
  differences: z.number().int(),
});
export type ChangeEntry = z.infer<typeof changeEntrySchema>;
const windowShape = { from: timeSchema, to: timeSchema, history: historySpanSchema };
export const changePageSchema = pageOf('changes', changeEntrySchema).extend(windowShape);

const countsShape = {
  created: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
  recreated: z.number().int(),
};
export const changeCountsSchema = z.object(countsShape);
export type ChangeCounts = z.infer<typeof changeCountsSchema>;
export const changeSummarySchema = z.object({
  ...windowShape,
  total: changeCountsSchema,
  cells: z.array(z.object({ accountId: z.string(), type: z.string(), ...countsShape })),
  accounts: z.array(z.object({ value: z.string(), label: z.string().optional(), ...countsShape })),
  types: z.array(z.object({ value: z.string(), label: z.string().optional(), ...countsShape })),
  regions: z.array(z.object({ value: z.string(), ...countsShape })),
  spanSeconds: z.number().int().meta({ description: 'How long a bar of `spans` is.' }),
  spans: z.array(z.object({ at: timeSchema, ...countsShape })),
  exact: z
    .boolean()
    .meta({ description: 'False when more than 100,000 matches of a text, tag or cause were left uncounted.' }),
});
export type ChangeSummary = z.infer<typeof changeSummarySchema>;
export const changeExportQuerySchema = changeFilterSchema.extend({ format: z.enum(['csv', 'json']).default('csv') });

const versionNumber = z.coerce.number().int().min(1);
export const diffQuerySchema = z.object({
  from: versionNumber.optional().meta({ description: 'The one before `to` unless told.' }),
  to: versionNumber.optional().meta({ description: 'The newest unless told.' }),
});
const sideSchema = resourceVersionSchema.omit({ changes: true, causes: true });
export const versionDiffSchema = z.object({
  from: sideSchema,
  to: sideSchema,
  changes: z.array(changeSchema),
  sentence: z.string(),
});

export const RETENTION_DAYS = { min: 30, max: 3650, usual: 400 } as const;
export const retentionSchema = z.object({
  days: z.number().int(),
  from: timeSchema.nullable(),
  prunedBefore: timeSchema.nullable(),
});
export const updateRetentionSchema = z.object({
  days: z
    .number()
    .int()
    .min(RETENTION_DAYS.min, `At least ${RETENTION_DAYS.min} days.`)
    .max(RETENTION_DAYS.max, `At most ${RETENTION_DAYS.max} days.`),
});
