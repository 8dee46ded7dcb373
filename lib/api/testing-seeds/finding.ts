import type { findingOperations } from '@/lib/contract/finding';
import type { Samples, Seeds } from './types';

const REASON = 'Accepted until the supplier has moved.';

/** In this order: what removes a thing comes after what reads it. */
export const findingSamples: Samples<typeof findingOperations> = {
  'findings.list': () => ({ query: '?rule=role-open-to-outsiders&severity=high,critical&q=deploy' }),
  'findings.summary': () => ({}),
  'findings.export': () => ({ query: '?format=jsonl' }),
  'findings.get': () => ({}),
  'findings.mute': () => ({ body: { reason: REASON, days: 30 } }),
  'findings.unmute': () => ({}),
  'findingMutes.list': () => ({}),
  'findingMutes.create': () => ({
    body: { rule: 'bucket-public', accountId: null, tag: 'team=web', reason: REASON, days: 90 },
  }),
  'findingMutes.end': () => ({}),
  'resources.findings': () => ({}),
};

export const findingSeeds: Seeds = {
  ids: ['findingId', 'muteId'],
  async seed(tx, workspaceId, ids) {
    const evidence = JSON.stringify({ text: 'Anybody.', facts: [], lines: [], calls: [] });
    await tx.$executeRaw`
      INSERT INTO tenant.finding_mute (workspace_id, id, rule, tag, reason, until, created_at, created_by)
      VALUES (${workspaceId}::uuid, ${ids.muteId}::uuid, 'bucket-public', 'public=yes', ${REASON}, now() + interval '9 days',
        now(), 'test')`;
    await tx.$executeRaw`
      INSERT INTO tenant.finding (workspace_id, id, rule, resource_uid, type, account_id, region, severity, evidence,
        search_text, first_seen_at, confirmed_at)
      SELECT workspace_id, ${ids.findingId}::uuid, 'role-open-to-outsiders', uid, type, account_id, region, 'high',
        ${evidence}::jsonb, name, now(), now()
      FROM tenant.resource WHERE workspace_id = ${workspaceId}::uuid AND uid = ${ids.uid}::uuid`;
  },
  bodies: () => ({ 'findings.mute': { reason: REASON, days: null } }),
};
