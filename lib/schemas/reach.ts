import { z } from 'zod';
import { idSchema } from './common';

const level = z.enum(['metadata', 'data', 'write', 'permissions']);
const verdict = z.enum(['allowed', 'conditional', 'denied']);
const count = z.number().int();

/** A statement as evidence: an id of `policies`, and its position there. */
const statementRef = z.object({ policy: z.string(), statement: count });
export type StatementRefAnswer = z.infer<typeof statementRef>;

export const reachPolicySchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(['inline', 'managed', 'boundary', 'trust']),
  holder: z.string().meta({ description: 'Name of the user, group or role that has it.' }),
  arn: z.string().nullable(),
  uid: idSchema.nullable(),
  known: z
    .enum(['document', 'summary', 'not_known'])
    .meta({ description: "`summary`: AWS's own policy, of which Mooring knows what it asks for." }),
  document: z.unknown(),
});
export type ReachPolicyAnswer = z.infer<typeof reachPolicySchema>;

const judged = z.object({
  verdict,
  partial: z.boolean().meta({ description: 'Some of it only.' }),
  by: statementRef.nullable(),
  depends: z.array(z.string()).meta({ description: 'Condition keys, or words, on which it depends.' }),
});
const serviceLevel = judged.extend({ action: z.string().nullable() });

export const blastRadiusSchema = z.object({
  subject: z.object({
    uid: idSchema,
    type: z.string(),
    name: z.string(),
    arn: z.string(),
    accountId: z.string(),
  }),
  key: z.object({ uid: idSchema, accessKeyId: z.string(), status: z.string() }).nullable(),
  level: z.enum(['none', ...level.options, 'admin']),
  policies: z.array(reachPolicySchema),
  notKnown: z.array(z.string()).meta({ description: 'What was not looked at or is not known, in sentences.' }),
  services: z.array(
    z.object({
      service: z.string().meta({ description: 'Its prefix in actions; `*` for every service that is not named.' }),
      levels: z.object({ metadata: serviceLevel, data: serviceLevel, write: serviceLevel, permissions: serviceLevel }),
    }),
  ),
  reachable: z.array(
    z.object({
      type: z.string(),
      total: count,
      reached: count.meta({ description: 'Surely or perhaps reached, beyond metadata or not.' }),
      conditional: count.meta({ description: 'Of those, the ones that depend on something not known here.' }),
      exact: z.boolean().meta({ description: 'False when only the first ones by name were judged.' }),
      judged: count,
      levels: z.record(level, count),
      telling: z.array(
        judged.extend({
          uid: idSchema,
          name: z.string(),
          region: z.string(),
          level,
          action: z.string(),
        }),
      ),
    }),
  ),
  notJudged: z.array(z.object({ type: z.string(), count })),
  roles: z.array(
    z.object({
      uid: idSchema,
      name: z.string(),
      arn: z.string(),
      accountId: z.string(),
      verdict,
      depends: z.array(z.string()),
      level: z.enum(['none', ...level.options, 'admin']),
      path: z.array(
        z.object({
          uid: idSchema,
          name: z.string(),
          trust: statementRef.nullable(),
          by: statementRef.nullable(),
        }),
      ),
    }),
  ),
  moreRoles: z.boolean(),
  escalations: z.array(
    judged.extend({
      action: z.string(),
      why: z.string(),
      type: z.string(),
      reached: count,
      total: count,
      with: z.string().nullable().meta({ description: 'The action that it needs beside.' }),
      example: z.object({ uid: idSchema, name: z.string() }).nullable(),
    }),
  ),
});
export type BlastRadius = z.infer<typeof blastRadiusSchema>;
