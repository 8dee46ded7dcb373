import { Prisma } from '@/lib/db/generated/prisma/client';

/**
 * Common table expressions that end in `administrators (account_id, name)`: live users with administrator rights or the
 * right to give themselves more, by their own policies or a group's, as the trust engine read them.
 *
 * Each step is looked up by its key, whatever the statistics say: they do not know a workspace that is being scanned for
 * the first time (docs/decisions/0091).
 */
export function administrators(workspaceId: string): Prisma.Sql {
  const own = Prisma.sql`(SELECT ${workspaceId}::uuid)`;
  const resource = (uid: Prisma.Sql) => Prisma.sql`
    CROSS JOIN LATERAL (SELECT r.type, r.state, r.account_id, r.name, r.arn FROM tenant.resource r
      WHERE r.workspace_id = ${own} AND r.uid = ${uid} OFFSET 0)`;
  const namersOf = (key: Prisma.Sql) => Prisma.sql`
    CROSS JOIN LATERAL (SELECT e.kind, e.from_uid FROM tenant.relationship e
      WHERE e.workspace_id = ${own} AND e.to_key = ${key} OFFSET 0)`;
  return Prisma.sql`
    granted AS MATERIALIZED (
      SELECT DISTINCT f.resource_uid AS uid FROM tenant.policy_reading f WHERE f.workspace_id = ${own} AND f.kind = 'grants'
    ), admin_policy AS MATERIALIZED (
      SELECT p.arn FROM granted f ${resource(Prisma.sql`f.uid`)} p
      WHERE p.type = 'AWS::IAM::ManagedPolicy' AND p.state = 'live'
      UNION SELECT 'arn:' || p || ':iam::aws:policy/' || n
      FROM unnest(ARRAY['aws', 'aws-cn', 'aws-us-gov']) p, unnest(ARRAY['AdministratorAccess', 'IAMFullAccess']) n
    ), holder AS MATERIALIZED (
      SELECT e.from_uid AS uid FROM admin_policy a ${namersOf(Prisma.sql`a.arn`)} e WHERE e.kind = 'attached'
      UNION SELECT uid FROM granted
    ), held AS MATERIALIZED (
      SELECT x.type, x.account_id, x.name FROM holder h ${resource(Prisma.sql`h.uid`)} x WHERE x.state = 'live'
    ), administrators AS MATERIALIZED (
      SELECT account_id, name FROM held WHERE type = 'AWS::IAM::User'
      UNION
      SELECT u.account_id, u.name FROM held g ${namersOf(Prisma.sql`g.name`)} e ${resource(Prisma.sql`e.from_uid`)} u
      WHERE g.type = 'AWS::IAM::Group' AND e.kind = 'memberOf' AND u.account_id = g.account_id AND u.state = 'live'
    )`;
}
