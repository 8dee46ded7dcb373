import { z } from 'zod';
import { MAX_QUERY_LENGTH } from '@/lib/query/parse';
import { idSchema, jsonObjectSchema, pageOf, pageQuerySchema, timeSchema } from './common';

const many = (max: number) =>
  z
    .union([z.string().max(300), z.array(z.string().max(300)).max(max)])
    .transform((value) => (Array.isArray(value) ? value : value.split(',')).filter((part) => part !== ''))
    .optional();

export const RESOURCE_STATES = ['live', 'deleted', 'unwatched'] as const;
/** Sorts that hold at any moment; what is there now can be sorted by creation as well. */
const RESOURCE_SORTS_AT_A_MOMENT = ['name', 'type', 'changed'] as const;
export const RESOURCE_SORTS = [...RESOURCE_SORTS_AT_A_MOMENT, 'created'] as const;
/** What a list adds to its summaries: the documents, and how many resources point here, by kind of relationship. */
export const RESOURCE_PARTS = ['attributes', 'incoming'] as const;
/**
 * Filters of the inventory: what the URL, the API and exports share. Several values of one filter are alternatives; values
 * of `tag` are so for one key, and different keys must all be there. `q` is a query (lib/query) that narrows further.
 */
export const resourceFilterSchema = z.object({
  q: z.string().trim().max(MAX_QUERY_LENGTH).optional().meta({
    description:
      'Query: words, "a phrase", type:role, tag.team=payments, tag:team, name:pay*, address:10.0.*, -region:eu-west-1, age>90d, changed<7d, seen>2h, state:any.',
  }),
  type: many(200),
  account: many(100),
  region: many(40),
  service: many(40),
  tag: many(20).meta({ description: 'key or key=value' }),
  integrationId: idSchema.optional(),
  state: z.enum(RESOURCE_STATES).default('live'),
});
export type ResourceFilter = z.output<typeof resourceFilterSchema>;
export const resourceQuerySchema = pageQuerySchema.extend({
  ...resourceFilterSchema.shape,
  sort: z.enum(RESOURCE_SORTS_AT_A_MOMENT).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  include: many(RESOURCE_PARTS.length)
    .pipe(z.array(z.enum(RESOURCE_PARTS)).optional())
    .meta({ description: 'Parts to add to each resource: attributes (with volatile), incoming. Several by comma.' }),
});

const anyState = z.enum([...RESOURCE_STATES, 'any']).default('live');
/** Filters of what is there now: `state` may be `any`. */
export const presentFilterSchema = resourceFilterSchema.extend({ state: anyState });
export type PresentFilter = z.output<typeof presentFilterSchema>;

export const RESOURCE_COLUMNS = [
  ...['uid', 'type', 'service', 'accountId', 'region', 'name', 'id', 'arn', 'state', 'version', 'createdAt'],
  ...['firstSeenAt', 'observedAt', 'changedAt', 'deletedAt', 'tags'],
] as const satisfies readonly string[];
const columnSchema = z
  .string()
  .max(300)
  .refine((column) => (RESOURCE_COLUMNS as readonly string[]).includes(column) || /^(tag|attr)\../s.test(column), {
    error: `A column is tag.<key>, attr.<path>, or one of ${RESOURCE_COLUMNS.join(', ')}.`,
  });
const columnsSchema = many(60)
  .pipe(z.array(columnSchema).optional())
  .meta({ description: `Several by comma: ${RESOURCE_COLUMNS.join(', ')}, tag.<key>, attr.<path of names>.` });
export const resourceListQuerySchema = resourceQuerySchema.extend({
  state: anyState,
  sort: z.enum(RESOURCE_SORTS).default('name'),
  columns: columnsSchema,
});
export const facetQuerySchema = presentFilterSchema.extend({
  include: many(1)
    .pipe(z.array(z.enum(['tags'])).optional())
    .meta({ description: 'tags: counts of tag keys as well.' }),
  tagKey: z.string().min(1).max(300).optional().meta({ description: 'Counts the values of this tag.' }),
  tagPrefix: z.string().max(300).optional().meta({ description: 'Only values of tagKey that begin so.' }),
});

export const resourceSummarySchema = z.object({
  uid: idSchema,
  id: z.string(),
  type: z.string(),
  service: z.string(),
  accountId: z.string(),
  region: z.string(),
  name: z.string(),
  arn: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  version: z.number().int(),
  state: z.enum(RESOURCE_STATES),
  firstSeenAt: timeSchema,
  observedAt: timeSchema,
  changedAt: timeSchema,
  deletedAt: timeSchema.nullable(),
  createdAt: timeSchema.nullable().optional().meta({ description: "AWS's creation time; null where AWS tells none." }),
  columns: jsonObjectSchema.optional().meta({ description: 'With columns=: those that are tag.<key> or attr.<path>.' }),
  attributes: jsonObjectSchema.optional().meta({ description: 'With include=attributes.' }),
  volatile: jsonObjectSchema.optional().meta({ description: 'With include=attributes.' }),
  incoming: z
    .record(z.string(), z.number().int())
    .optional()
    .meta({ description: 'With include=incoming: live resources that point here, by kind of relationship.' }),
});
export type ResourceSummary = z.infer<typeof resourceSummarySchema>;
export const resourcePageSchema = z.object({
  resources: z.array(resourceSummarySchema),
  nextPageToken: z.string().optional(),
  previousPageToken: z.string().optional(),
  total: z.object({ count: z.number().int(), exact: z.boolean() }),
});

export const facetSchema = z.object({ value: z.string(), label: z.string().optional(), count: z.number().int() });
export const facetsSchema = z.object({
  type: z.array(facetSchema),
  account: z.array(facetSchema),
  region: z.array(facetSchema),
  service: z.array(facetSchema),
  state: z.array(facetSchema).optional().meta({ description: 'Of what is there now, not at a past moment.' }),
  exact: z
    .boolean()
    .meta({ description: 'False when more than 50,000 matches of what no rollup counts were left uncounted.' }),
  tagKeys: z.array(facetSchema).optional().meta({ description: 'With include=tags.' }),
  tagValues: z.array(facetSchema).optional().meta({ description: 'With tagKey.' }),
  tagsExact: z
    .boolean()
    .optional()
    .meta({ description: 'False when tags were counted over the first 20,000 matches.' }),
});

export const relationshipSchema = z.object({
  direction: z.enum(['out', 'in']),
  kind: z.string(),
  type: z.string(),
  key: z.string(),
  name: z.string(),
  uid: idSchema.nullable().meta({ description: 'Null when the other end is not in the inventory.' }),
});
export const resourceSchema = resourceSummarySchema.extend({
  attributes: jsonObjectSchema,
  volatile: jsonObjectSchema,
  integration: z.object({ id: idSchema, name: z.string() }).nullable(),
  awsCreatedAt: timeSchema.nullable(),
  unwatchedAt: timeSchema.nullable(),
  previousUid: idSchema.nullable(),
  nextUid: idSchema.nullable(),
  relationships: z.array(relationshipSchema),
  moreRelationships: z.boolean().meta({ description: 'True when there are more than the 500 shown in a direction.' }),
});
export type Resource = z.infer<typeof resourceSchema>;

/** One difference between two documents; `path` reads `attributes.inlinePolicies[deploy].policyDocument.Statement[1].Action`. */
export const changeSchema = z.object({
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type Change = z.infer<typeof changeSchema>;
export const resourceVersionSchema = z.object({
  version: z.number().int(),
  kind: z.enum(['created', 'changed', 'deleted', 'recreated']),
  seenAfter: timeSchema.nullable(),
  seenAt: timeSchema,
  causes: z.array(
    z.object({
      kind: z.enum(['scan', 'event']),
      scanId: idSchema.nullable(),
      detail: jsonObjectSchema,
      at: timeSchema,
    }),
  ),
  changes: z.array(changeSchema),
  document: jsonObjectSchema,
});
export const resourceVersionPageSchema = pageOf('versions', resourceVersionSchema);

/** One entry of "who may assume this role", computed from its trust policy by lib/trust. */
export const admittedSchema = z.object({
  kind: z.string(),
  description: z.string(),
  principal: z.string(),
  subjectPattern: z.string().nullable(),
  audience: z.string().nullable(),
  statement: z.number().int(),
  risk: z.enum(['us', 'open', 'outsider', 'known_account', 'same_account', 'service']),
});
export const whoMayAssumeSchema = z.object({
  admitted: z.array(admittedSchema),
  problems: z.array(z.string()),
  reaches: z.array(
    z.object({
      arn: z.string().nullable().meta({ description: 'Null for an inline policy.' }),
      name: z.string(),
      uid: idSchema.nullable(),
      kind: z.enum(['aws_managed', 'customer_managed', 'inline', 'boundary']),
      level: z.enum(['none', 'metadata', 'data', 'write', 'permissions', 'admin']),
      why: z.string(),
    }),
  ),
});
export type WhoMayAssume = z.infer<typeof whoMayAssumeSchema>;

export const EXPORT_FORMATS = ['csv', 'json', 'jsonl'] as const;
export const exportQuerySchema = presentFilterSchema.extend({
  format: z.enum(EXPORT_FORMATS).default('csv'),
  columns: columnsSchema,
});

export const accessKeySchema = z.object({
  uid: idSchema,
  accessKeyId: z.string(),
  status: z.enum(['Active', 'Inactive', 'Unknown']),
  owner: z.object({ name: z.string(), uid: idSchema.nullable(), arn: z.string().nullable() }),
  accountId: z.string(),
  createdAt: timeSchema.nullable(),
  ageDays: z.number().int().nullable(),
  lastUsed: z.object({
    state: z.enum(['used', 'never', 'unknown']),
    at: timeSchema.nullable(),
    service: z.string().nullable(),
    region: z.string().nullable(),
  }),
  changedAt: timeSchema,
});
export type AccessKey = z.infer<typeof accessKeySchema>;
export const accessKeyPageSchema = pageOf('accessKeys', accessKeySchema);
export const accessKeyQuerySchema = pageQuerySchema.extend({
  q: z.string().trim().max(200).optional(),
  account: many(100),
  status: z.enum(['Active', 'Inactive']).optional(),
  age: z.enum(['under_90', 'over_90', 'over_365']).optional(),
  used: z.enum(['never', 'recently', 'not_in_90_days']).optional(),
});
export const accessKeySummarySchema = z.object({
  total: z.number().int(),
  active: z.number().int(),
  pastLimit: z.number().int(),
  neverUsed: z.number().int(),
  limitDays: z.number().int(),
  buckets: z.array(
    z.object({
      label: z.string(),
      fromDays: z.number().int(),
      toDays: z.number().int().nullable(),
      count: z.number().int(),
    }),
  ),
});

export const attentionSchema = z.object({
  key: z.string(),
  severity: z.enum(['danger', 'warn', 'info']),
  title: z.string(),
  text: z.string(),
  since: timeSchema.nullable(),
  link: z.object({
    kind: z.enum(['integration', 'integration_draft', 'finding', 'findings']),
    id: z.string().nullable(),
  }),
  action: z.string(),
});
export type Attention = z.infer<typeof attentionSchema>;
export const overviewSchema = z.object({
  accounts: z.number().int(),
  integrations: z.number().int(),
  resources: z.number().int(),
  lastSeenAt: timeSchema.nullable(),
  attention: z.array(attentionSchema),
  accessKeys: accessKeySummarySchema,
  types: z.array(z.object({ type: z.string(), count: z.number().int() })),
});
export type Overview = z.infer<typeof overviewSchema>;
