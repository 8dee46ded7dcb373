import { z } from 'zod';
import { MAX_QUERY_LENGTH } from '@/lib/query/parse';
import { displayNameSchema, idSchema, timeSchema, versionSchema } from './common';
import { RESOURCE_COLUMNS, RESOURCE_SORTS } from './inventory';

/** A workspace holds so many shared views, and a person so many private ones. */
export const MAX_VIEWS = 200;
export const MAX_VIEW_COLUMNS = 40;

const columnSchema = z
  .string()
  .max(300)
  .refine((column) => RESOURCE_COLUMNS.some((known) => known === column) || /^(tag|attr)\.[^,]+$/s.test(column), {
    error: `A column is tag.<key>, attr.<path>, or one of ${RESOURCE_COLUMNS.join(', ')}.`,
  });

/** What a view shows. A moment of the past is not part of it: a view is looked at again, a moment is not. */
const shownSchema = z.object({
  query: z
    .string()
    .trim()
    .max(MAX_QUERY_LENGTH)
    .meta({ description: 'As `q` of resources.list; empty for everything.' }),
  columns: z
    .array(columnSchema)
    .max(MAX_VIEW_COLUMNS)
    .refine((columns) => new Set(columns).size === columns.length, { error: 'A column is named twice.' })
    .meta({ description: 'In this order. None: the usual ones of what the query asks for.' }),
  sort: z.enum(RESOURCE_SORTS),
  order: z.enum(['asc', 'desc']),
});
export type Shown = z.infer<typeof shownSchema>;

export const createViewSchema = z.object({
  name: displayNameSchema,
  shared: z.boolean().default(false).meta({ description: 'Everybody in the workspace sees it; needs view:write.' }),
  query: shownSchema.shape.query.default(''),
  columns: shownSchema.shape.columns.default([]),
  sort: shownSchema.shape.sort.default('name'),
  order: shownSchema.shape.order.default('asc'),
});
export const updateViewSchema = shownSchema
  .extend({ name: displayNameSchema, shared: z.boolean() })
  .partial()
  .extend({ version: versionSchema });

export const viewSchema = shownSchema.extend({
  id: idSchema,
  name: z.string(),
  shared: z.boolean(),
  own: z.boolean().meta({ description: 'Made by who asks.' }),
  madeBy: z.string(),
  version: z.number().int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  updatedBy: z.string(),
});
export type View = z.infer<typeof viewSchema>;

const builtInSchema = shownSchema.extend({ key: z.string(), name: z.string() });
export type BuiltInView = z.infer<typeof builtInSchema>;
export const viewsSchema = z.object({
  views: z.array(viewSchema),
  builtIn: z
    .array(builtInSchema)
    .meta({ description: 'Views that every workspace starts with; they cannot be changed.' }),
});

const builtIn = (key: string, name: string, query: string, rest: Partial<Shown> = {}): BuiltInView => ({
  key,
  name,
  query,
  columns: [],
  sort: 'name',
  order: 'asc',
  ...rest,
});
const NEWEST = { sort: 'changed', order: 'desc' } as const;

/** What a workspace starts with. The key is what a URL keeps (`view=everything`). */
export const BUILT_IN_VIEWS: readonly BuiltInView[] = [
  builtIn('everything', 'Everything', ''),
  builtIn('changed-today', 'Changed in the last 24 hours', 'changed<24h', NEWEST),
  builtIn('created-this-week', 'Created in the last 7 days', 'age<7d', { sort: 'created', order: 'desc' }),
  builtIn('old-access-keys', 'Access keys older than 90 days', 'type:AWS::IAM::AccessKey age>90d', {
    columns: ['accountId', 'attr.userName', 'attr.status', 'createdAt', 'changedAt'],
    sort: 'created',
  }),
  builtIn('volumes', 'Volumes and snapshots by encryption', 'type:AWS::EC2::Volume,AWS::EC2::Snapshot', {
    columns: ['type', 'accountId', 'region', 'attr.encrypted', 'attr.kmsKeyId', 'createdAt'],
  }),
  builtIn('not-seen', 'Not seen for a day', 'seen>1d', {
    columns: ['type', 'accountId', 'region', 'observedAt', 'changedAt'],
  }),
  builtIn('deleted', 'Deleted', 'state:deleted', {
    ...NEWEST,
    columns: ['type', 'accountId', 'region', 'deletedAt', 'tags'],
  }),
];
