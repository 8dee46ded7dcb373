import { z } from 'zod';
import { idSchema, pageOf, pageQuerySchema } from './common';
import { RESOURCE_STATES } from './inventory';

const DIRECTIONS = ['out', 'in'] as const;
/** `out`: what this names. `in`: what names this. */
export type Direction = (typeof DIRECTIONS)[number];
/** The most nodes that one picture has. */
const MOST_NODES = 200;
/** A derived kind beside those of collectors: from who may to the role. */
export const MAY_ASSUME = 'mayAssume';

const kinds = z
  .union([z.string().max(300), z.array(z.string().max(60)).max(40)])
  .transform((value) => (Array.isArray(value) ? value : value.split(',')).filter((part) => part !== ''))
  .optional();

export const graphQuerySchema = z.object({
  depth: z.coerce.number().int().min(1).max(3).default(1).meta({ description: 'Steps away from the resource.' }),
  kinds: kinds.meta({ description: 'Kinds of relationship to follow; all when none is named. Several by comma.' }),
  direction: z.enum(['both', ...DIRECTIONS]).default('both'),
  limit: z.coerce.number().int().min(10).max(MOST_NODES).default(MOST_NODES),
});

const end = {
  uid: idSchema.nullable().meta({ description: 'Null when it is not in the inventory.' }),
  type: z.string(),
  name: z.string(),
  key: z.string().meta({ description: 'The ARN, or the id or name by which it is named.' }),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
  state: z.enum([...RESOURCE_STATES, 'absent']),
};
export const graphNodeSchema = z.object({
  id: z.string().meta({ description: 'Of this picture: the uid, or the type and key.' }),
  ...end,
  depth: z.number().int(),
  side: z.enum(['self', ...DIRECTIONS]).meta({ description: 'On which side of the resource it was met first.' }),
});
export type GraphNode = z.infer<typeof graphNodeSchema>;
export const graphEdgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.string(),
  certainty: z.enum(['certain', 'conditional']),
  risky: z.boolean(),
  note: z.string().nullable(),
});
export type GraphEdge = z.infer<typeof graphEdgeSchema>;
/** Neighbours of one node and kind that the picture leaves out. */
export const graphGroupSchema = z.object({
  of: z.string(),
  direction: z.enum(DIRECTIONS),
  kind: z.string(),
  type: z.string(),
  count: z.number().int(),
  atLeast: z.boolean().meta({ description: 'True when counting stopped: there may be more.' }),
});
export type GraphGroup = z.infer<typeof graphGroupSchema>;
export const graphSchema = z.object({
  root: z.string(),
  nodes: z.array(graphNodeSchema),
  edges: z.array(graphEdgeSchema),
  groups: z.array(graphGroupSchema),
  assume: z
    .object({ looked: z.number().int(), left: z.number().int() })
    .nullable()
    .meta({ description: 'How many principals of the account were judged for mayAssume, and how many were not.' }),
});
export type Graph = z.infer<typeof graphSchema>;

export const neighbourQuerySchema = pageQuerySchema.extend({
  direction: z.enum(DIRECTIONS).default('in'),
  kind: z.string().max(60).optional(),
  type: z.string().max(200).optional(),
});
export const neighbourSchema = z.object({ kind: z.string(), direction: z.enum(DIRECTIONS), ...end });
export type Neighbour = z.infer<typeof neighbourSchema>;
export const neighbourPageSchema = pageOf('neighbours', neighbourSchema);

export const usedByQuerySchema = pageQuerySchema.extend({
  kind: z.string().max(60).optional(),
  byType: z.string().max(200).optional().meta({ description: 'Only users of this type.' }),
});
export const usedByKeyQuerySchema = usedByQuerySchema.extend({
  type: z.string().min(1).max(200).meta({ description: 'Type of what is used, AWS::KMS::Key.' }),
  key: z.string().min(1).max(2048).meta({ description: 'Its ARN, or the id or name by which others name it.' }),
});
export const usedByPageSchema = z.object({
  counts: z
    .array(z.object({ kind: z.string(), type: z.string(), count: z.number().int() }))
    .meta({ description: 'By kind and type, most first; on the first page only.' }),
  countsExact: z.boolean().meta({ description: 'False when counting stopped at 100,000.' }),
  users: z.array(
    z.object({
      kind: z.string(),
      ...end,
      uid: idSchema,
      via: z
        .object({ uid: idSchema, name: z.string() })
        .nullable()
        .meta({ description: 'The instance profile through which a role is used.' }),
    }),
  ),
  nextPageToken: z.string().optional(),
});
export type UsedByPage = z.infer<typeof usedByPageSchema>;
