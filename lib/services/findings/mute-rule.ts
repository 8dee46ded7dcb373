import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { RULES } from '@/lib/findings/registry';
import { idSchema } from '@/lib/schemas/common';
import {
  type MutePattern,
  type mutePatternsSchema,
  muteRuleSchema,
  RULE_IDS,
  type RuleId,
} from '@/lib/schemas/finding';
import { workspaceRead, workspaceWrite } from '../verb';
import { coverByPatterns } from './patterns';

const DAY_MS = 86_400_000;
type Row = {
  id: string;
  rule: RuleId;
  account_id: string | null;
  tag: string | null;
  reason: string;
  until: Date;
  created_at: Date;
  created_by: string;
  findings: number;
};

/** Mutes of patterns that are in force, those that end first on top. */
export const listMutes = workspaceRead({
  permission: 'inventory:read',
  input: z.object({}),
  async run(tx, _input, { workspaceId, now }): Promise<z.output<typeof mutePatternsSchema>> {
    return { mutes: await patterns(tx, workspaceId, now()) };
  },
});

/** Mutes every finding of a rule with an account or a tag, those to come included, for a year at most. */
export const muteRule = workspaceWrite({
  permission: 'finding:mute',
  input: muteRuleSchema,
  async run(tx, { rule, accountId, tag, reason, days }, { workspaceId, actor, now }): Promise<MutePattern> {
    if (accountId === null && tag === null) {
      throw new AppError(
        'invalid_request',
        'Say which: an account, a tag, or both. A rule is never muted as a whole.',
        {
          details: [{ path: 'accountId', message: 'an account or a tag is needed' }],
        },
      );
    }
    const [id, at] = [uuidv7(), now()];
    const until = new Date(at.getTime() + days * DAY_MS);
    await tx.$executeRaw`
      INSERT INTO tenant.finding_mute (workspace_id, id, rule, account_id, tag, reason, until, created_at, created_by)
      VALUES (${workspaceId}::uuid, ${id}::uuid, ${rule}, ${accountId}, ${tag}, ${reason}, ${until}::timestamptz,
        ${at}::timestamptz, ${actor.label})`;
    await coverByPatterns(tx, workspaceId, rule, at);
    const [made] = await patterns(tx, workspaceId, at, id);
    if (!made) throw notFound('mute');
    return made;
  },
  audit: (_input, { id, rule, accountId, tag, reason, until, findings }) => ({
    action: 'finding.mute_rule',
    target: { kind: 'finding', id, label: [rule, accountId, tag].filter(Boolean).join(' ') },
    detail: { reason, until, findings },
  }),
});

/** Ends a mute of a pattern; what no other one covers is open again. */
export const endMute = workspaceWrite({
  permission: 'finding:mute',
  input: z.object({ muteId: idSchema }),
  async run(tx, { muteId }, { workspaceId, actor, now }): Promise<MutePattern> {
    const [mute] = await patterns(tx, workspaceId, now(), muteId);
    if (!mute) throw notFound('mute');
    await tx.$executeRaw`
      UPDATE tenant.finding_mute SET ended_at = ${now()}::timestamptz, ended_by = ${actor.label}
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${muteId}::uuid`;
    await tx.$executeRaw`
      UPDATE tenant.finding SET mute_id = NULL, muted_until = NULL
      WHERE workspace_id = ${workspaceId}::uuid AND mute_id = ${muteId}::uuid`;
    await coverByPatterns(tx, workspaceId, mute.rule, now());
    return mute;
  },
  audit: ({ muteId }, { rule, accountId, tag, findings }) => ({
    action: 'finding.unmute_rule',
    target: { kind: 'finding', id: muteId, label: [rule, accountId, tag].filter(Boolean).join(' ') },
    detail: { findings },
  }),
});

async function patterns(
  tx: Transaction,
  workspaceId: string,
  now: Date,
  only: string | null = null,
): Promise<MutePattern[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT m.id::text, m.rule, m.account_id, m.tag, m.reason, m.until, m.created_at, m.created_by,
      (SELECT count(*)::int FROM tenant.finding f WHERE f.workspace_id = m.workspace_id AND f.mute_id = m.id) AS findings
    FROM tenant.finding_mute m
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.finding_id IS NULL AND m.ended_at IS NULL
      AND m.until > ${now}::timestamptz AND m.rule = ANY(${[...RULE_IDS]}::text[])
      AND (${only}::uuid IS NULL OR m.id = ${only}::uuid)
    ORDER BY m.until, m.id LIMIT 500`;
  return rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    title: RULES[row.rule].title,
    accountId: row.account_id,
    tag: row.tag,
    reason: row.reason,
    until: row.until.toISOString(),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    covers: 'pattern',
    findings: row.findings,
  }));
}
