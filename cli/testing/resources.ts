import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { ApiFixture } from '@/lib/api/testing';
import { seedWorkspace } from '@/lib/api/testing-seed';
import { inWorkspace } from '@/lib/db/transaction';

export const ACCOUNT = '339712905844';
/** A name that would clear the screen, were it printed as it is. */
export const HOSTILE = 'role\u001b[2J\u202eevil';

/** A workspace in which everything exists once, and `many` roles besides: bulk-0000 and on. */
export async function seedResources(api: ApiFixture, name: string, many: number) {
  const seeded = await seedWorkspace(api, name);
  const { workspaceId, ids } = seeded;
  const now = new Date();
  const roles = Array.from({ length: many }, (_, at) => {
    const role = at === 0 ? HOSTILE : `bulk-${String(at).padStart(4, '0')}`;
    const hash = new Uint8Array(createHash('sha256').update(`${name}${at}`).digest());
    return {
      workspaceId,
      uid: uuidv7(),
      accountId: ACCOUNT,
      region: 'global',
      service: 'iam',
      type: 'AWS::IAM::Role',
      id: `AROA${String(at).padStart(17, '0')}`,
      arn: `arn:aws:iam::${ACCOUNT}:role/bulk-${at}`,
      name: role,
      tags: { team: '=payments,"x"' },
      attributes: { path: '/' },
      contentHash: hash,
      rowHash: hash,
      integrationId: ids.integrationId ?? '',
      firstSeenAt: now,
      observedAt: now,
      changedAt: now,
    };
  });
  await inWorkspace(api.db, workspaceId, (tx) => tx.resource.createMany({ data: roles }));
  return seeded;
}
