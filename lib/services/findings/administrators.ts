import { Prisma } from '@/lib/db/generated/prisma/client';

/**
 * Common table expressions that end in `administrators (account_id, name)`: live users with administrator rights or the
 * right to give themselves more, by their own policies or a group's, as the trust engine read them.
 */
export function administrators(workspaceId: string): Prisma.Sql {
  return Prisma.sql`
    admin_policy AS (
      SELECT r.arn FROM tenant.policy_reading f
      JOIN tenant.resource r ON r.workspace_id = f.workspace_id AND r.uid = f.resource_uid
      WHERE f.workspace_id = ${workspaceId}::uuid AND f.kind = 'grants' AND r.type = 'AWS::IAM::ManagedPolicy' AND r.state = 'live'
      UNION SELECT 'arn:' || p || ':iam::aws:policy/' || n
      FROM unnest(ARRAY['aws', 'aws-cn', 'aws-us-gov']) p, unnest(ARRAY['AdministratorAccess', 'IAMFullAccess']) n
    ), holder AS (
      SELECT e.from_uid AS uid FROM admin_policy a
      JOIN tenant.relationship e ON e.workspace_id = ${workspaceId}::uuid AND e.to_key = a.arn AND e.kind = 'attached'
      UNION
      SELECT f.resource_uid FROM tenant.policy_reading f WHERE f.workspace_id = ${workspaceId}::uuid AND f.kind = 'grants'
    ), administrators AS (
      SELECT u.account_id, u.name FROM holder h
      JOIN tenant.resource u ON u.workspace_id = ${workspaceId}::uuid AND u.uid = h.uid
      WHERE u.type = 'AWS::IAM::User' AND u.state = 'live'
      UNION
      SELECT u.account_id, u.name FROM holder h
      JOIN tenant.resource g ON g.workspace_id = ${workspaceId}::uuid AND g.uid = h.uid AND g.type = 'AWS::IAM::Group' AND g.state = 'live'
      JOIN tenant.relationship e ON e.workspace_id = g.workspace_id AND e.to_key = g.name AND e.kind = 'memberOf'
      JOIN tenant.resource u ON u.workspace_id = e.workspace_id AND u.uid = e.from_uid AND u.account_id = g.account_id AND u.state = 'live'
    )`;
}
