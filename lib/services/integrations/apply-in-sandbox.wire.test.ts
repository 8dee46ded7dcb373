import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inWorkspace } from '@/lib/db/transaction';
import { exchange } from '@/lib/federation/exchange';
import { createOutbound } from '@/lib/net/outbound';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import type { WorkspaceContext } from '../context';
import { exchangeArguments } from '../credentials/exchange-arguments';
import { credentialPlan } from '../credentials/plan';
import { createIssuerKeyCache } from '../federation/issuer-key-cache';
import { publicIssuerDocument } from '../federation/public-documents';
import { rotateIssuerKeys } from '../federation/rotate-keys';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { applyInSandbox } from './apply-in-sandbox';
import { createIntegration } from './create';
import { renderIntegration } from './render';
import { updateIntegration } from './update';

const ISSUER = 'https://issuer.mooring.test';
const PAYMENTS = '339712905844';
let f: ServiceFixture;
let issuer: Server;
let aws: RunningSandbox;

beforeAll(async () => {
  f = await openServiceFixture({ issuerBase: ISSUER });
  f.clock.now = new Date();
  const cache = createIssuerKeyCache({ db: f.db, log: { warn: () => {} } });
  issuer = createServer(async ({ url = '' }, response) => {
    const [, , workspaceId = '', document] = url.split('/');
    const found = await publicIssuerDocument(document === 'keys' ? 'keys' : 'discovery', workspaceId, {
      cache,
      install: f.install,
    });
    response.writeHead(found ? 200 : 404, found?.headers).end(found?.body);
  });
  await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
  const hostMap = { [ISSUER]: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}` };
  aws = await startSandbox({ issuerMap: hostMap });
  f.install.sandboxUrl = aws.url;
  f.install.outbound = createOutbound({ hostMap });
});
afterAll(async () => {
  await aws.close();
  issuer.closeAllConnections();
  await new Promise<void>((done) => issuer.close(() => done()));
  await f.close();
});

async function team() {
  const workspaceId = await f.workspace();
  return f.as(await f.member(workspaceId, 'admin'), workspaceId, 'admin');
}

/** Gets credentials as the worker would: a fresh token, then AssumeRoleWithWebIdentity. */
async function assume(context: WorkspaceContext, id: string) {
  const { workspaceId } = context;
  const integration = await inWorkspace(f.db, workspaceId, (tx) =>
    tx.integration.findUniqueOrThrow({ where: { workspaceId_id: { workspaceId, id } }, include: { credential: true } }),
  );
  return exchange(...exchangeArguments(context, await credentialPlan(context, integration)));
}

describe('apply in the sandbox', () => {
  test('makes the role that our token opens, also after the keys were rotated', async () => {
    const context = await team();
    const { id: integrationId } = await createIntegration(context, { name: 'payments' });
    const applied = await applyInSandbox(context, { integrationId, accountId: PAYMENTS });
    expect(applied.roleArn).toMatch(new RegExp(`^arn:aws:iam::${PAYMENTS}:role/mooring-scanner-`));
    await updateIntegration(context, { integrationId, version: 1, roleArn: applied.roleArn });
    expect((await assume(context, integrationId)).credentials.accessKeyId).toMatch(/^ASIA/);
    await rotateIssuerKeys(context);
    expect((await assume(context, integrationId)).credentials.accessKeyId).toMatch(/^ASIA/);
    expect(await f.actions(context.workspaceId)).toContain('integration.apply_in_sandbox');
  });

  test('applied again it brings the stack up to date, and changes nothing when it is', async () => {
    const context = await team();
    const { id: integrationId } = await createIntegration(context, { name: 'data' });
    const first = await applyInSandbox(context, { integrationId, accountId: PAYMENTS });
    expect(await applyInSandbox(context, { integrationId, accountId: PAYMENTS })).toEqual(first);
    await updateIntegration(context, { integrationId, version: 1, options: { roleName: 'another-name' } });
    const second = await applyInSandbox(context, { integrationId, accountId: PAYMENTS });
    expect(second).toMatchObject({ stackId: first.stackId, roleArn: `arn:aws:iam::${PAYMENTS}:role/another-name` });
  });

  test('leaves a stack of the same name alone that is another workspace’s', async () => {
    const [mine, theirs] = [await team(), await team()];
    const { id } = await createIntegration(theirs, { name: 'shared' });
    const applied = await applyInSandbox(theirs, { integrationId: id, accountId: PAYMENTS });
    await updateIntegration(theirs, { integrationId: id, version: 1, roleArn: applied.roleArn });
    const { id: integrationId } = await createIntegration(mine, { name: 'shared' });
    const refused = applyInSandbox(mine, { integrationId, accountId: PAYMENTS });
    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('mooring-shared'),
    });
    expect((await assume(theirs, id)).credentials.accessKeyId).toMatch(/^ASIA/);
    // The role of theirs typed in as ours: our token has another subject and another issuer.
    await updateIntegration(mine, { integrationId, version: 1, roleArn: applied.roleArn });
    await expect(assume(mine, integrationId)).rejects.toThrow();
  });

  test('a second draft in an account finds the provider taken, and can be applied again once it reuses it', async () => {
    const context = await team();
    const { id: first } = await createIntegration(context, { name: 'first' });
    await applyInSandbox(context, { integrationId: first, accountId: PAYMENTS });
    const { id: integrationId } = await createIntegration(context, { name: 'second' });
    const again = () => applyInSandbox(context, { integrationId, accountId: PAYMENTS });
    await expect(again()).rejects.toMatchObject({ code: 'upstream_refused' });
    const existingProviderArn = `arn:aws:iam::${PAYMENTS}:oidc-provider/issuer.mooring.test/oidc/${context.workspaceId}`;
    await updateIntegration(context, { integrationId, version: 1, options: { existingProviderArn } });
    const applied = await again();
    await updateIntegration(context, { integrationId, version: 2, roleArn: applied.roleArn });
    expect((await assume(context, integrationId)).credentials.accessKeyId).toMatch(/^ASIA/);
  });

  test('says when the sandbox has no such account, and shows its accounts with their exports', async () => {
    const context = await team();
    const { id: integrationId } = await createIntegration(context, { name: 'nowhere' });
    const refused = applyInSandbox(context, { integrationId, accountId: '999999999999' });
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request', details: [{ path: 'accountId' }] });
    const { sandbox } = await renderIntegration(context, { integrationId });
    expect(sandbox?.accounts.find(({ id }) => id === PAYMENTS)?.exports.join('\n')).toContain('AWS_ACCESS_KEY_ID');
  });
});
