import { v7 as uuidv7 } from 'uuid';
import type { OperationId } from '@/lib/contract/contract';
import { inWorkspace } from '@/lib/db/transaction';
import type { Role } from '@/lib/schemas/role';
import { VERIFICATION_STEPS } from '@/lib/schemas/verification';
import type { ApiFixture } from './testing';
import { eventSeeds } from './testing-seeds/event';
import { findingSeeds } from './testing-seeds/finding';
import { graphSeeds } from './testing-seeds/graph';
import { historySeeds } from './testing-seeds/history';
import type { Seeds } from './testing-seeds/types';
import { viewSeeds } from './testing-seeds/view';

/** Ids by the name of the path parameter, and a valid body for each operation that takes one beside an id. */
export type Seeded = {
  workspaceId: string;
  tokens: Record<Role, string>;
  ids: Record<string, string>;
  bodies: Partial<Record<OperationId, unknown>>;
};

/** Parts of the contract that bring rows of their own. */
const PARTS: readonly Seeds[] = [viewSeeds, historySeeds, graphSeeds, findingSeeds, eventSeeds];

const NOW = new Date();
const ACCOUNT = '339712905844';
const bytes = (text: string) => new Uint8Array(Buffer.from(text.padEnd(32, '.')));

/** A workspace in which everything exists once: what a foreign id in a path would reach if anything let it. */
export async function seedWorkspace(f: ApiFixture, name: string): Promise<Seeded> {
  const { id: workspaceId, tokens } = await f.workspace(name);
  const ids = {
    integrationId: uuidv7(),
    credentialId: uuidv7(),
    verificationId: uuidv7(),
    scanId: uuidv7(),
    uid: uuidv7(),
    userId: uuidv7(),
    invitationId: uuidv7(),
    apiTokenId: uuidv7(),
    hostIdentityId: uuidv7(),
    ...Object.fromEntries(PARTS.flatMap((part) => part.ids.map((name) => [name, uuidv7()]))),
  };
  await seedDirectory(f, workspaceId, ids, name);
  await seedTenant(f, workspaceId, ids);
  return { workspaceId, tokens, ids, bodies: bodiesWith(ids) };
}

async function seedDirectory(
  f: ApiFixture,
  workspaceId: string,
  ids: Record<string, string>,
  name: string,
): Promise<void> {
  const { directory } = f.db;
  const id = (key: string) => ids[key] ?? '';
  await directory.user.create({ data: { id: id('userId'), name: 'Ada', email: `${id('userId')}@example.test` } });
  await directory.membership.create({ data: { workspaceId, userId: id('userId'), role: 'viewer' } });
  await directory.oneTimeLink.create({
    data: {
      id: id('invitationId'),
      kind: 'invitation',
      tokenHash: bytes(id('invitationId')),
      workspaceId,
      role: 'viewer',
      email: 'guest@example.test',
      createdBy: 'test',
      expiresAt: new Date(NOW.getTime() + 3_600_000),
    },
  });
  await directory.apiToken.create({
    data: {
      id: id('apiTokenId'),
      workspaceId,
      name: 'a token',
      tokenHash: bytes(id('apiTokenId')),
      hint: 'abcd',
      role: 'viewer',
      createdBy: 'test',
    },
  });
  await directory.hostIdentity.create({
    data: {
      id: id('hostIdentityId'),
      name: `host of ${name}`,
      kind: 'shared_config',
      config: { profile: workspaceId },
      grantedWorkspaceId: workspaceId,
    },
  });
}

async function seedTenant(f: ApiFixture, workspaceId: string, ids: Record<string, string>): Promise<void> {
  const id = (key: string) => ids[key] ?? '';
  await inWorkspace(f.db, workspaceId, async (tx) => {
    await tx.credential.create({
      data: { workspaceId, id: id('credentialId'), name: 'payments', retriever: 'mooring_issuer' },
    });
    await tx.integration.create({
      data: {
        workspaceId,
        id: id('integrationId'),
        name: 'payments',
        state: 'connected',
        credentialId: id('credentialId'),
        roleArn: `arn:aws:iam::${ACCOUNT}:role/mooring-scanner`,
        accountId: ACCOUNT,
        issuerUrl: `https://issuer.mooring.test/oidc/${workspaceId}`,
        audience: 'mooring',
        subject: `workspace:${workspaceId}:integration:${id('integrationId')}`,
        roleName: 'mooring-scanner',
        options: { permissionSet: 'security_audit' },
        createdBy: 'test',
        updatedBy: 'test',
      },
    });
    await tx.roleVerification.create({
      data: {
        workspaceId,
        id: id('verificationId'),
        integrationId: id('integrationId'),
        integrationVersion: 1,
        requestedBy: 'test',
        finishedAt: NOW,
        state: 'failed',
      },
    });
    await tx.verificationStep.createMany({
      data: VERIFICATION_STEPS.map(({ key }, position) => ({
        workspaceId,
        verificationId: id('verificationId'),
        position,
        key,
        state: 'skipped',
      })),
    });
    await tx.scan.create({
      data: {
        workspaceId,
        id: id('scanId'),
        integrationId: id('integrationId'),
        trigger: 'manual',
        requestedBy: 'test',
        state: 'complete',
        finishedAt: NOW,
      },
    });
    await tx.resource.create({
      data: {
        workspaceId,
        uid: id('uid'),
        accountId: ACCOUNT,
        region: 'global',
        service: 'iam',
        type: 'AWS::IAM::Role',
        id: 'AROAEXAMPLEEXAMPLE123',
        arn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
        name: 'deploy',
        attributes: {},
        contentHash: bytes('content'),
        rowHash: bytes('row'),
        integrationId: id('integrationId'),
        firstSeenAt: NOW,
        observedAt: NOW,
        changedAt: NOW,
      },
    });
    for (const part of PARTS) await part.seed(tx, workspaceId, ids);
  });
}

function bodiesWith(ids: Record<string, string>): Partial<Record<OperationId, unknown>> {
  return {
    'members.update': { role: 'viewer' },
    'credentials.update': { name: 'renamed', version: 1 },
    'integrations.update': { name: 'renamed', version: 1 },
    'integrations.applyInSandbox': { accountId: ACCOUNT },
    'integrations.verify': {},
    'integrations.connect': { verificationId: ids.verificationId },
    ...Object.assign({}, ...PARTS.map((part) => part.bodies(ids))),
  };
}
