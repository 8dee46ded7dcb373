import { z } from 'zod';
import { JUDGED_TYPES, RULES } from '@/lib/findings/registry';
import { type FindingSummary, RULE_IDS, type RuleId, SEVERITIES, type Severity } from '@/lib/schemas/finding';
import { workspaceRead } from '../verb';

type Row = { rule: RuleId; severity: Severity; account_id: string; muted: boolean; findings: number };

/** How many are open by rule, severity and account, how many are muted, and how much was judged. */
export const findingSummary = workspaceRead({
  permission: 'inventory:read',
  input: z.object({}),
  async run(tx, _input, { workspaceId, now }): Promise<FindingSummary> {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT f.rule, f.severity, f.account_id, coalesce(f.muted_until > ${now()}::timestamptz, false) AS muted,
        count(*)::int AS findings
      FROM tenant.finding f
      WHERE f.workspace_id = ${workspaceId}::uuid AND f.state = 'open' AND f.rule = ANY(${[...RULE_IDS]}::text[])
      GROUP BY 1, 2, 3, 4`;
    const [past] = await tx.$queryRaw<{ resolved: number; at: Date | null }[]>`
      SELECT (SELECT count(*)::int FROM tenant.finding f WHERE f.workspace_id = ${workspaceId}::uuid AND f.state = 'resolved'
          AND f.rule = ANY(${[...RULE_IDS]}::text[])) AS resolved,
        greatest((SELECT max(s.complete_at) FROM tenant.inventory_scope s
            WHERE s.workspace_id = ${workspaceId}::uuid AND s.type = ANY(${[...JUDGED_TYPES]}::text[])),
          (SELECT j.judged_at FROM tenant.finding_judgement j WHERE j.workspace_id = ${workspaceId}::uuid)) AS at`;
    const judged = await tx.$queryRaw<{ type: string; resources: number }[]>`
      SELECT type, sum(resources)::int AS resources FROM tenant.inventory_rollup
      WHERE workspace_id = ${workspaceId}::uuid AND state = 'live' AND type = ANY(${[...JUDGED_TYPES]}::text[])
      GROUP BY 1`;
    const ofTypes = (types: readonly string[]) =>
      judged.reduce((sum, { type, resources }) => (types.includes(type) ? sum + resources : sum), 0);
    const open = rows.filter(({ muted }) => !muted);
    const resources = ofTypes(JUDGED_TYPES);
    return {
      open: total(open),
      muted: total(rows) - total(open),
      resolved: past?.resolved ?? 0,
      judged: { resources, at: resources > 0 ? (past?.at?.toISOString() ?? null) : null },
      rules: RULE_IDS.map((rule) => {
        const own = open.filter((row) => row.rule === rule);
        const { title, why, types } = RULES[rule];
        return {
          rule,
          title,
          why,
          types: [...types],
          open: total(own),
          muted: total(rows.filter((row) => row.rule === rule && row.muted)),
          worst: SEVERITIES.find((severity) => own.some((row) => row.severity === severity)) ?? null,
          judged: ofTypes(types),
        };
      }),
      severities: SEVERITIES.map((severity) => ({
        severity,
        count: total(open.filter((row) => row.severity === severity)),
      })),
      accounts: [...new Set(open.map((row) => row.account_id))]
        .map((accountId) => ({ accountId, count: total(open.filter((row) => row.account_id === accountId)) }))
        .sort((a, b) => b.count - a.count || (a.accountId < b.accountId ? -1 : 1)),
    };
  },
});

function total(rows: readonly Row[]): number {
  return rows.reduce((sum, { findings }) => sum + findings, 0);
}
