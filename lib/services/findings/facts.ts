import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { openPorts } from '@/lib/findings/open-ports';
import type { Attachment, Facts } from '@/lib/findings/types';
import { administrators } from './administrators';
import type { Subject } from './subject';

type Ours = Pick<Facts, 'ourAccounts' | 'ourOrganizations'>;
const NOBODY: Ours = { ourAccounts: new Set(), ourOrganizations: new Set() };

/** What rules need beside these resources: asked only where one of them can need it, once for all of them. */
export async function factsFor(
  tx: Transaction,
  workspaceId: string,
  resources: readonly Subject[],
  now: number,
): Promise<Facts> {
  const admits = resources.some(({ readings }) =>
    readings.some(({ kind, level }) => kind === 'admits' && level === 'outsider'),
  );
  const groups = resources.filter(
    ({ type, attributes }) => type === 'AWS::EC2::SecurityGroup' && openPorts(attributes.ipPermissions).length > 0,
  );
  const keys = resources.filter(({ type }) => type === 'AWS::IAM::AccessKey');
  const providers = resources.filter(({ type }) => type === 'AWS::IAM::OIDCProvider');
  return {
    now,
    ...(admits ? await oursOf(tx, workspaceId) : NOBODY),
    administrators: keys.length > 0 ? await administratorsOf(tx, workspaceId) : new Set(),
    attachments: await attachmentsOf(tx, workspaceId, groups),
    namedBy: await namedByRoles(tx, workspaceId, providers),
  };
}

/** Accounts that are connected, listed, or of the organization; and that organization's id. */
export async function oursOf(tx: Transaction, workspaceId: string): Promise<Ours> {
  const rows = await tx.$queryRaw<{ kind: 'account' | 'organization'; id: string }[]>`
    SELECT 'account' AS kind, i.account_id AS id FROM tenant.integration i
    WHERE i.workspace_id = ${workspaceId}::uuid AND i.account_id IS NOT NULL AND i.state <> 'draft'
    UNION SELECT 'account', s.account_id FROM tenant.inventory_scope s WHERE s.workspace_id = ${workspaceId}::uuid
    UNION SELECT CASE r.type WHEN 'AWS::Organizations::Account' THEN 'account' ELSE 'organization' END, r.id
    FROM tenant.resource r WHERE r.workspace_id = ${workspaceId}::uuid AND r.state = 'live'
      AND r.type IN ('AWS::Organizations::Account', 'AWS::Organizations::Organization')
    ORDER BY 1, 2`;
  const of = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  return { ourAccounts: of('account'), ourOrganizations: of('organization') };
}

async function administratorsOf(tx: Transaction, workspaceId: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ account_id: string; name: string }[]>`
    WITH ${administrators(workspaceId)} SELECT account_id, name FROM administrators`;
  return new Set(rows.map(({ account_id, name }) => `${account_id}/${name}`));
}

/** What open security groups protect, where the network interfaces of their region were listed. */
async function attachmentsOf(
  tx: Transaction,
  workspaceId: string,
  groups: readonly Subject[],
): Promise<Map<string, Attachment>> {
  if (groups.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; attached: number; public: number; examples: string[] }[]>`
    SELECT g.id, count(s.uid)::int AS attached,
      (count(s.uid) FILTER (WHERE s.attributes->'association'->>'publicIp' IS NOT NULL
        OR coalesce(s.attributes->>'publicIpAddress', '') <> '' OR s.attributes->>'scheme' = 'internet-facing'
        OR s.attributes->>'publiclyAccessible' = 'true'
        OR jsonb_typeof(s.attributes->'ipv6Addresses') = 'array' AND s.attributes->'ipv6Addresses' <> '[]'))::int AS public,
      coalesce((array_agg(s.name ORDER BY s.type = 'AWS::EC2::NetworkInterface', s.name) FILTER (WHERE s.uid IS NOT NULL))[1:3],
        '{}') AS examples
    FROM unnest(${groups.map(({ id }) => id)}::text[], ${groups.map(({ accountId }) => accountId)}::text[],
      ${groups.map(({ region }) => region)}::text[]) AS g (id, account_id, region)
    JOIN tenant.inventory_scope c ON c.workspace_id = ${workspaceId}::uuid AND c.account_id = g.account_id
      AND c.region = g.region AND c.type = 'AWS::EC2::NetworkInterface' AND c.complete_at IS NOT NULL
    LEFT JOIN LATERAL (${namers(workspaceId, Prisma.sql`g.id`, Prisma.sql`'protectedBy'`)}) s ON s.deleted_at IS NULL
    GROUP BY g.id`;
  return new Map(rows.map(({ id, ...attachment }) => [id, attachment]));
}

/** How many live roles name each provider, where the account's roles were all listed. */
async function namedByRoles(
  tx: Transaction,
  workspaceId: string,
  providers: readonly Subject[],
): Promise<Map<string, number>> {
  const asked = providers.filter(({ arn }) => arn !== null);
  if (asked.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ arn: string; roles: number }[]>`
    SELECT p.arn, count(r.uid)::int AS roles
    FROM unnest(${asked.map(({ arn }) => arn)}::text[], ${asked.map(({ accountId }) => accountId)}::text[]) AS p (arn, account_id)
    JOIN tenant.inventory_scope c ON c.workspace_id = ${workspaceId}::uuid AND c.account_id = p.account_id
      AND c.type = 'AWS::IAM::Role' AND c.complete_at IS NOT NULL
    LEFT JOIN LATERAL (${namers(workspaceId, Prisma.sql`p.arn`, Prisma.sql`'federatedBy'`)}) r ON r.deleted_at IS NULL
    GROUP BY p.arn`;
  return new Map(rows.map(({ arn, roles }) => [arn, roles]));
}

/** What names a key, looked up by its keys whatever the statistics say of a new workspace (docs/decisions/0091). */
function namers(workspaceId: string, key: Prisma.Sql, kind: Prisma.Sql): Prisma.Sql {
  const own = Prisma.sql`(SELECT ${workspaceId}::uuid)`;
  return Prisma.sql`
    SELECT r.* FROM (SELECT e.kind, e.from_uid FROM tenant.relationship e
      WHERE e.workspace_id = ${own} AND e.to_key = ${key} OFFSET 0) e
    CROSS JOIN LATERAL (SELECT r.uid, r.type, r.name, r.attributes, r.deleted_at FROM tenant.resource r
      WHERE r.workspace_id = ${own} AND r.uid = e.from_uid OFFSET 0) r
    WHERE e.kind = ${kind}`;
}
