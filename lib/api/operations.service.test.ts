import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, type OperationId, operationIds } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import { errorBodySchema } from '@/lib/schemas/common';
import { PUBLIC_URL } from '@/lib/services/testing/install';
import { issueBootstrapLink } from '@/lib/services/workspace/bootstrap';
import { type ApiFixture, openApiFixture } from './testing';
import { type Seeded, seedWorkspace } from './testing-seed';
import { eventSamples } from './testing-seeds/event';
import { findingSamples } from './testing-seeds/finding';
import { graphSamples } from './testing-seeds/graph';
import { historySamples } from './testing-seeds/history';
import type { Sample, World } from './testing-seeds/types';
import { viewSamples } from './testing-seeds/view';

const ACCOUNT = '339712905844';
const PASSWORD = 'correct horse battery staple';
const NO_ENDPOINTS = { default: null, sts: null, iam: null, organizations: null, cloudformation: null };

/** In this order: what removes a thing comes after what reads it. An operation without a sample does not compile. */
const samples: Record<OperationId, (world: World) => Sample> = {
  'setup.status': () => ({}),
  'links.inspect': ({ bootstrapToken }) => ({ body: { token: bootstrapToken } }),
  'setup.complete': ({ bootstrapToken }) => ({
    body: {
      token: bootstrapToken,
      name: 'First',
      email: 'first@example.test',
      password: PASSWORD,
      workspaceName: 'Northquay',
    },
  }),
  'links.acceptInvitation': ({ invitationToken }) => ({
    body: { token: invitationToken, name: 'Guest', password: PASSWORD },
  }),
  'links.resetPassword': ({ resetToken }) => ({ body: { token: resetToken, password: PASSWORD } }),
  'me.get': () => ({}),
  'members.list': () => ({}),
  'members.update': () => ({ body: { role: 'editor' } }),
  'members.resetPassword': () => ({}),
  'invitations.list': () => ({}),
  'invitations.create': () => ({ body: { email: 'new@example.test', role: 'viewer' } }),
  'invitations.revoke': () => ({}),
  'workspaces.list': () => ({}),
  'workspaces.create': () => ({ body: { name: 'Another' } }),
  'workspaces.get': () => ({}),
  'workspaces.update': () => ({ body: { name: 'Renamed' } }),
  'apiTokens.list': () => ({}),
  'apiTokens.create': () => ({ body: { name: 'ci', role: 'viewer', expiresInDays: 30 } }),
  'apiTokens.revoke': () => ({}),
  'auditLog.list': () => ({ query: '?pageSize=2' }),
  'auditLog.verify': () => ({}),
  'install.getSettings': () => ({}),
  'install.updateSettings': () => ({ body: { endpoints: NO_ENDPOINTS, version: 0 } }),
  'install.listUsers': () => ({}),
  'install.updateUser': () => ({ body: { installAdmin: true } }),
  'install.resetPassword': () => ({}),
  'install.auditLog': () => ({}),
  'hostIdentities.list': () => ({}),
  'hostIdentities.create': () => ({ body: { name: 'profile of the host', kind: 'shared_config', profile: 'ops' } }),
  'hostIdentities.listGranted': () => ({}),
  'hostIdentities.grant': ({ seeded }) => ({ body: { workspaceId: seeded.workspaceId } }),
  'hostIdentities.remove': () => ({}),
  'federation.get': () => ({}),
  'federation.probe': () => ({}),
  'federation.listKeys': () => ({}),
  'federation.rotateKeys': () => ({}),
  'federation.documents': () => ({}),
  'credentials.list': () => ({}),
  'credentials.create': () => ({ body: { name: 'second', retriever: 'mooring_issuer' } }),
  'credentials.get': () => ({}),
  'credentials.update': () => ({ body: { name: 'renamed', version: 1 } }),
  'integrations.list': () => ({ query: '?q=pay' }),
  'integrations.create': () => ({ body: { name: 'staging', region: 'eu-central-1' } }),
  'integrations.get': () => ({}),
  'integrations.update': () => ({ body: { schedule: { everyMinutes: 30, enabled: true }, version: 1 } }),
  'integrations.render': () => ({}),
  'integrations.downloadTerraform': () => ({}),
  'integrations.downloadCloudFormation': () => ({}),
  'integrations.listServices': () => ({}),
  'integrations.listSandboxAccounts': () => ({}),
  'integrations.applyInSandbox': () => ({ body: { accountId: ACCOUNT }, status: 412, refusal: 'precondition_failed' }),
  'integrations.verify': () => ({ body: {} }),
  'verifications.list': () => ({}),
  'verifications.get': () => ({}),
  'verifications.stream': () => ({}),
  'integrations.connect': ({ seeded }) => ({
    body: { verificationId: seeded.ids.verificationId },
    status: 409,
    refusal: 'stale_version',
  }),
  'scans.start': () => ({}),
  'scans.list': () => ({}),
  'scans.get': () => ({}),
  'scans.stream': () => ({}),
  'scans.changes': () => ({}),
  'scans.cancel': () => ({ status: 409, refusal: 'conflict' }),
  'overview.get': () => ({}),
  'resources.list': () => ({ query: '?type=AWS::IAM::Role&q=dep' }),
  'resources.facets': () => ({}),
  'resources.export': () => ({ query: '?format=csv' }),
  'resources.get': () => ({}),
  'resources.versions': () => ({}),
  'resources.whoMayAssume': () => ({}),
  'accessKeys.list': () => ({}),
  'accessKeys.summary': () => ({}),
  ...viewSamples,
  ...historySamples,
  ...graphSamples,
  ...eventSamples,
  ...findingSamples,
  'integrations.remove': () => ({ status: 409, refusal: 'conflict' }),
  'credentials.remove': () => ({ status: 409, refusal: 'conflict' }),
  'members.remove': () => ({}),
};

const inOrder = Object.keys(samples) as OperationId[];

describe('every operation', () => {
  let f: ApiFixture;
  let world: World;
  let admin: string;
  beforeAll(async () => {
    f = await openApiFixture();
    const seeded = await seedWorkspace(f, 'Ours');
    admin = await f.token(seeded.workspaceId, 'owner', true);
    const link = await issueBootstrapLink(f.db, { publicUrl: PUBLIC_URL, now: new Date() });
    const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? '';
    const invited = await call('invitations.create', { body: { email: 'guest@other.test', role: 'viewer' } }, seeded);
    const reset = await call('members.resetPassword', {}, seeded);
    world = {
      seeded,
      bootstrapToken: 'url' in link ? tokenOf(link.url) : '',
      invitationToken: tokenOf((invited.body as { link: { url: string } }).link.url),
      resetToken: tokenOf((reset.body as { url: string }).url),
    };
  }, 60_000);
  afterAll(() => f.close());

  function call(id: OperationId, sample: Sample, seeded: Pick<Seeded, 'workspaceId' | 'ids'>) {
    const operation: Operation = contract[id];
    const path = operation.path
      .replace('{workspaceId}', seeded.workspaceId)
      .replace(/\{(\w+)\}/g, (_, name: string) => seeded.ids[name] ?? uuidv7());
    return f.request(operation.method, `${path}${sample.query ?? ''}`, {
      ...(operation.access === 'public' ? {} : { token: admin }),
      ...(sample.body === undefined ? {} : { body: sample.body }),
    });
  }

  test.each(inOrder)('%s answers as its contract says', async (id) => {
    const operation: Operation = contract[id];
    const sample = samples[id](world);
    const answer = await call(id, sample, world.seeded);
    const said = answer.status >= 400 ? JSON.stringify(answer.body) : '';
    expect([answer.status, said]).toEqual([sample.status ?? operation.status ?? 200, sample.refusal ? said : '']);
    if (sample.refusal) expect(errorBodySchema.parse(answer.body).error.code).toBe(sample.refusal);
    else if (operation.response && !operation.produces) operation.response.parse(answer.body);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  const bodied = operationIds.filter((id) => 'body' in contract[id]);
  test.each(bodied)('%s refuses a body that is not its own with 400, naming what is wrong', async (id) => {
    for (const body of [
      { __proto__x: 1, name: { $ne: null }, version: 'one', email: [], token: {}, endpoints: 7 },
      [],
      'text',
    ]) {
      const answer = await call(id, { body }, world.seeded);
      // A body whose every field may be left out takes an object of strange keys: they are dropped.
      if (answer.status !== 400 && !Array.isArray(body) && typeof body === 'object') continue;
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining('invalid_request')]);
    }
  });

  const listing = operationIds.filter((id) => 'query' in contract[id]);
  test.each(listing)(
    '%s refuses a page size of ten thousand, or a page token of another list, with 400',
    async (id) => {
      const operation: Operation = contract[id];
      if (!operation.query || !('pageSize' in operation.query.shape)) return;
      expect((await call(id, { query: '?pageSize=10000' }, world.seeded)).status).toBe(400);
      expect((await call(id, { query: '?pageToken=bm90IG9uZQ' }, world.seeded)).status).toBe(400);
    },
  );

  test('an unknown path, malformed JSON and a body too large are answered in the one error shape', async () => {
    const unknown = await f.request('get', '/nowhere', { token: admin });
    expect([unknown.status, errorBodySchema.parse(unknown.body).error.code]).toEqual([404, 'not_found']);
    const large = await f.request('post', '/links/inspect', { body: { token: 'x'.repeat(200_000) } });
    expect([large.status, errorBodySchema.parse(large.body).error.code]).toEqual([413, 'payload_too_large']);
  });

  test('the OpenAPI document names every operation', async () => {
    const { body } = await f.request('get', '/openapi.json');
    const { openapi, paths } = body as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(openapi).toBe('3.1.0');
    const named = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));
    expect(named.sort()).toEqual([...operationIds].sort());
  });
});
