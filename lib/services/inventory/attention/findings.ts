import type { Transaction } from '@/lib/db/transaction';
import { RULES } from '@/lib/findings/registry';
import { count } from '@/lib/format/number';
import { RULE_IDS, type RuleId, type Severity } from '@/lib/schemas/finding';
import type { Attention } from '@/lib/schemas/inventory';

/** Critical findings that are shown each for itself, in all and of one rule; the others are one line a rule. */
const SHOWN = 5;
const OF_ONE_RULE = 3;
type Row = { id: string; rule: RuleId; text: string; name: string; account_id: string; since: Date };
type Rest = { rule: RuleId; severity: Severity; findings: number; since: Date; examples: string[] };

/** Open findings that are more than low: what an attacker could reach first, then the rest by rule. Muted ones are not told. */
export async function findingsInNeed(tx: Transaction, workspaceId: string, now: Date): Promise<Attention[]> {
  const critical = await tx.$queryRaw<Row[]>`
    SELECT f.id::text, f.rule, f.evidence->>'text' AS text, r.name, f.account_id, f.first_seen_at AS since
    FROM (SELECT *, row_number() OVER (PARTITION BY rule ORDER BY first_seen_at, id) AS place FROM tenant.finding f
      WHERE f.workspace_id = ${workspaceId}::uuid AND f.state = 'open' AND f.rank = 0
        AND (f.muted_until IS NULL OR f.muted_until <= ${now}::timestamptz)) f
    JOIN tenant.resource r ON r.workspace_id = ${workspaceId}::uuid AND r.uid = f.resource_uid
    WHERE f.place <= ${OF_ONE_RULE}
    ORDER BY array_position(${[...RULE_IDS]}::text[], f.rule), f.place LIMIT ${SHOWN}`;
  const rest = await tx.$queryRaw<Rest[]>`
    WITH open AS (
      SELECT f.rule, f.rank, f.severity, f.resource_uid, f.first_seen_at FROM tenant.finding f
      WHERE f.workspace_id = ${workspaceId}::uuid AND f.state = 'open' AND f.rank < 3
        AND (f.muted_until IS NULL OR f.muted_until <= ${now}::timestamptz) AND f.id <> ALL(${critical.map(({ id }) => id)}::uuid[])
    ), grouped AS (
      SELECT o.rule, min(o.rank) AS rank, count(*)::int AS findings, min(o.first_seen_at) AS since FROM open o GROUP BY 1
    )
    SELECT g.rule, (ARRAY['critical', 'high', 'medium'])[g.rank + 1] AS severity, g.findings, g.since,
      ARRAY(SELECT r.name FROM (SELECT o.resource_uid FROM open o WHERE o.rule = g.rule
          ORDER BY o.rank, o.first_seen_at, o.resource_uid LIMIT 3) o
        JOIN tenant.resource r ON r.workspace_id = ${workspaceId}::uuid AND r.uid = o.resource_uid) AS examples
    FROM grouped g ORDER BY g.rank, g.findings DESC, g.rule`;
  const singly = new Set(critical.map(({ rule }) => rule));
  return [...critical.map(one), ...rest.map((row) => many(row, singly.has(row.rule)))];
}

function one(row: Row): Attention {
  return {
    key: `finding:${row.id}`,
    severity: 'danger',
    title: `${RULES[row.rule].title}: ${row.name}`,
    text: `${row.text} Account ${row.account_id}.`,
    since: row.since.toISOString(),
    link: { kind: 'finding', id: row.id },
    action: 'See the finding',
  };
}

/** `more`: some of the rule stand for themselves above. */
function many({ rule, severity, findings, since, examples }: Rest, more: boolean): Attention {
  const others = findings > examples.length ? ' and others' : '';
  return {
    key: `findings:${rule}`,
    severity: severity === 'critical' ? 'danger' : 'warn',
    title: `${RULES[rule].title}: ${findings === 1 && examples[0] ? examples[0] : `${count(findings)}${more ? ' more' : ''}`}`,
    text: findings === 1 ? RULES[rule].why : `${examples.join(', ')}${others}. ${RULES[rule].why}`,
    since: since.toISOString(),
    link: { kind: 'findings', id: rule },
    action: findings === 1 ? 'See the finding' : 'See the findings',
  };
}
