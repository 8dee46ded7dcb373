import type { Transaction } from '@/lib/db/transaction';
import { plural } from '@/lib/format/number';
import type { Attention } from '@/lib/schemas/inventory';

const SHOWN = 5;
type Row = { uid: string; name: string; account_id: string; text: string; since: Date; reach: string; total: number };

/** Ways in that bind a caller to one known outside identity: listed as what they are, not as an open door. */
const NAMED = ['exact-subject', 'saml-provider'];

/**
 * Roles that anyone, or somebody of another company, may assume. Read from findings made at settling, so its cost grows
 * with the findings, not with the roles. The workspace's other accounts are taken out here, because they come and go
 * without the role changing.
 */
export async function openRoles(tx: Transaction, workspaceId: string): Promise<Attention[]> {
  return [
    ...items(await worst(tx, workspaceId, 'open'), 'open'),
    ...items(await worst(tx, workspaceId, 'outsider'), 'outsider'),
  ];
}

/** A role is told of once, under the worst of its findings; those with administrator rights come first. */
function worst(tx: Transaction, workspaceId: string, level: 'open' | 'outsider'): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    WITH admitting AS (
      SELECT f.resource_uid, f.level, f.text, f.position
      FROM tenant.finding f JOIN tenant.resource r ON r.workspace_id = f.workspace_id AND r.uid = f.resource_uid
      WHERE f.workspace_id = ${workspaceId}::uuid AND f.kind = 'admits' AND r.state = 'live'
        AND (f.level = 'open' OR f.what <> ALL(${NAMED}::text[]))
        AND NOT EXISTS (SELECT 1 FROM tenant.integration i
          WHERE i.workspace_id = f.workspace_id AND f.level = 'outsider' AND i.account_id = f.principal_account
            AND i.state <> 'draft')
    ), roles AS (
      SELECT DISTINCT ON (a.resource_uid) a.* FROM admitting a ORDER BY a.resource_uid, a.level, a.position
    )
    SELECT r.uid::text, r.name, r.account_id, a.text, r.changed_at AS since, (count(*) OVER ())::int AS total,
      CASE WHEN EXISTS (SELECT 1 FROM tenant.relationship e
             WHERE e.workspace_id = r.workspace_id AND e.from_uid = r.uid AND e.kind = 'attached'
               AND e.to_key LIKE 'arn:aws%:iam::aws:policy/AdministratorAccess')
             OR EXISTS (SELECT 1 FROM tenant.finding g
             WHERE g.workspace_id = r.workspace_id AND g.resource_uid = r.uid AND g.kind = 'grants')
        THEN 'admin' ELSE 'other' END AS reach
    FROM roles a JOIN tenant.resource r ON r.workspace_id = ${workspaceId}::uuid AND r.uid = a.resource_uid
    WHERE a.level = ${level}
    ORDER BY reach, r.name, r.uid LIMIT ${SHOWN}`;
}

function items(rows: readonly Row[], level: 'open' | 'outsider'): Attention[] {
  const who = level === 'open' ? 'Callers that nothing bounds' : 'Outsiders';
  const shown = rows.map((row): Attention => {
    const admin = row.reach === 'admin' ? ' It has administrator rights.' : '';
    return {
      key: `${level}_role:${row.uid}`,
      severity: level === 'open' || row.reach === 'admin' ? 'danger' : 'warn',
      title: `${who} may assume the role ${row.name}`,
      text: `${row.text}${admin} Account ${row.account_id}.`,
      since: row.since.toISOString(),
      link: { kind: 'resource', id: row.uid },
      action: 'See who may assume it',
    };
  });
  const more = (rows[0]?.total ?? 0) - rows.length;
  if (more <= 0) return shown;
  const text = `Beside the ${rows.length} above. Their trust policies admit ${level === 'open' ? 'a set that has no sure end' : 'accounts this workspace does not know'}.`;
  return [
    ...shown,
    {
      key: `${level}_roles_more`,
      severity: level === 'open' ? 'danger' : 'warn',
      title: `${plural(more, 'more role', 'more roles')} of this kind`,
      text,
      since: null,
      link: { kind: 'inventory', id: 'AWS::IAM::Role' },
      action: 'See the roles',
    },
  ];
}
