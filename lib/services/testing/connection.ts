import { v7 as uuidv7 } from 'uuid';
import { inWorkspace } from '@/lib/db/transaction';
import type { WorkspaceContext } from '../context';
import type { ServiceFixture } from './context';

type Outcome = { canSave?: boolean; openRole?: boolean; finished?: boolean; accountId?: string };

/** A verification of the integration as it is now, with the outcome the worker would have written. */
export async function verified(
  f: ServiceFixture,
  { workspaceId }: WorkspaceContext,
  integrationId: string,
  { canSave = true, openRole = false, finished = true, accountId = '120458963014' }: Outcome = {},
): Promise<string> {
  return inWorkspace(f.db, workspaceId, async (tx) => {
    const integration = await tx.integration.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id: integrationId } },
    });
    const { id } = await tx.roleVerification.create({
      data: {
        workspaceId,
        id: uuidv7(),
        integrationId,
        roleArn: integration.roleArn,
        integrationVersion: integration.version,
        state: canSave ? 'passed' : openRole ? 'open' : 'failed',
        canSave,
        openRole,
        requestedBy: 'test',
        startedAt: f.clock.now,
        finishedAt: finished ? f.clock.now : null,
        summary: { accountId },
      },
    });
    return id;
  });
}

/** A resource as a scan of the integration would have left it. */
export async function scanned(
  f: ServiceFixture,
  { workspaceId }: WorkspaceContext,
  integrationId: string,
  name: string,
) {
  const [uid, at] = [uuidv7(), f.clock.now];
  await inWorkspace(f.db, workspaceId, (tx) =>
    tx.resource.create({
      data: {
        workspaceId,
        uid,
        accountId: '120458963014',
        region: 'global',
        service: 'iam',
        type: 'AWS::IAM::Role',
        id: name,
        name,
        attributes: {},
        contentHash: new Uint8Array(32),
        rowHash: new Uint8Array(32),
        integrationId,
        firstSeenAt: at,
        observedAt: at,
        changedAt: at,
      },
    }),
  );
  return uid;
}
