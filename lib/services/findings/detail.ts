import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { notFound } from '@/lib/errors/app-error';
import { RULES } from '@/lib/findings/registry';
import type { Judged } from '@/lib/findings/types';
import { policyReadingsOf } from '@/lib/inventory/policy-readings';
import { idSchema } from '@/lib/schemas/common';
import type { Finding, FindingDetail, resourceFindingsSchema } from '@/lib/schemas/finding';
import { resourceRow } from '../inventory/get';
import { workspaceRead } from '../verb';
import { findingsById } from './rows';

/** A finding with why it matters and the way out; the way out is of the resource as it is now. */
export const getFinding = workspaceRead({
  permission: 'inventory:read',
  input: z.object({ findingId: idSchema }),
  run: (tx, { findingId }, { workspaceId, now }) => findingDetail(tx, workspaceId, findingId, now()),
});

/** What is found on one resource: what is open first, then muted, then the past; the worst of each first. */
export const findingsOfResource = workspaceRead({
  permission: 'inventory:read',
  input: z.object({ uid: idSchema }),
  async run(tx, { uid }, { workspaceId, now }): Promise<z.output<typeof resourceFindingsSchema>> {
    const resource = await judged(tx, workspaceId, uid);
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT f.id::text FROM tenant.finding f WHERE f.workspace_id = ${workspaceId}::uuid AND f.resource_uid = ${uid}::uuid
      ORDER BY f.state, coalesce(f.muted_until > ${now()}::timestamptz, false), f.rank, f.first_seen_at DESC LIMIT 100`;
    const ids = rows.map(({ id }) => id);
    const findings = await findingsById(tx, workspaceId, ids, now());
    return { findings: findings.map((finding) => withRule(finding, resource)) };
  },
});

export async function findingDetail(
  tx: Transaction,
  workspaceId: string,
  findingId: string,
  now: Date,
): Promise<FindingDetail> {
  const [finding] = await findingsById(tx, workspaceId, [findingId], now);
  if (!finding) throw notFound('finding');
  return withRule(finding, await judged(tx, workspaceId, finding.resource.uid));
}

function withRule(finding: Finding, resource: Judged): FindingDetail {
  const rule = RULES[finding.rule];
  return { ...finding, why: rule.why, fix: rule.fix(resource, finding.evidence) };
}

async function judged(tx: Transaction, workspaceId: string, uid: string): Promise<Judged> {
  const row = await resourceRow(tx, workspaceId, uid);
  const { type, id, arn, name, accountId, region } = row;
  const attributes = row.attributes as Judged['attributes'];
  return {
    type,
    id,
    arn,
    name,
    accountId,
    region,
    attributes,
    tags: row.tags as Record<string, string>,
    volatile: row.volatile as Judged['volatile'],
    createdAt: row.awsCreatedAt?.toISOString() ?? null,
    readings: policyReadingsOf({ type, accountId, attributes }),
  };
}
