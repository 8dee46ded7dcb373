import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { getResource } from './get';
import { listResources } from './list';
import { type InventoryFixture, openInventoryFixture } from './testing/fixture';
import { scan } from './testing/scan';
import { ADMINISTRATOR, accessKey, arn, attached, EVERYTHING, group, policy, role, trust, user } from './testing/world';
import { listVersions } from './versions';
import { whoMayAssume } from './who-may-assume';

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

let f: InventoryFixture;
let integration: Integration;
let workspaceId: string;
let foreignId: string;

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  foreignId = await f.workspace();
  integration = await f.integration(workspaceId, { name: 'payments-prod' });
});
afterAll(() => f.close());

async function uidOf(name: string, state: 'live' | 'deleted' = 'live'): Promise<string> {
  const { resources } = await listResources(f.as(workspaceId), { q: name, state });
  const found = resources.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found.uid;
}

describe('resources.get', () => {
  beforeAll(async () => {
    const memberOf = { kind: 'memberOf', toType: 'AWS::IAM::Group', toName: 'admins' } as const;
    await scan(f, integration, {
      at: T0,
      things: [
        user('ada', { relationships: [memberOf, attached(arn('policy/custom')), attached(ADMINISTRATOR)] }),
        group('admins'),
        policy('custom', EVERYTHING),
        accessKey('AKIAADA1', 'ada', '2024-01-01T00:00:00.000Z', null),
        role('AROAOLD', { name: 'deploy', arn: arn('role/deploy') }),
      ],
    });
    await scan(f, integration, {
      at: T0 + HOUR,
      things: [role('AROANEW', { name: 'deploy', arn: arn('role/deploy') })],
    });
  });

  test('shows both directions, whatever names the far end', async () => {
    const ada = await getResource(f.as(workspaceId), { uid: await uidOf('ada') });
    expect(ada.relationships).toEqual([
      {
        direction: 'out',
        kind: 'attached',
        type: 'AWS::IAM::ManagedPolicy',
        key: arn('policy/custom'),
        name: 'custom',
        uid: await uidOf('custom'),
      },
      {
        direction: 'out',
        kind: 'attached',
        type: 'AWS::IAM::ManagedPolicy',
        key: ADMINISTRATOR,
        name: 'AdministratorAccess',
        uid: null,
      },
      {
        direction: 'out',
        kind: 'memberOf',
        type: 'AWS::IAM::Group',
        key: 'admins',
        name: 'admins',
        uid: await uidOf('admins'),
      },
      {
        direction: 'in',
        kind: 'belongsTo',
        type: 'AWS::IAM::AccessKey',
        key: 'AKIAADA1',
        name: 'AKIAADA1',
        uid: await uidOf('AKIAADA1'),
      },
    ]);
    expect(ada).toMatchObject({ integration: { name: 'payments-prod' }, state: 'live', moreRelationships: false });
    const custom = await getResource(f.as(workspaceId), { uid: await uidOf('custom') });
    expect(custom.relationships).toMatchObject([{ direction: 'in', kind: 'attached', name: 'ada' }]);
    const [listed] = (await listResources(f.as(workspaceId), { q: 'custom', include: ['incoming'] })).resources;
    expect(listed?.incoming).toEqual({ attached: 1 });
  });

  test('links what was made anew under a name, both ways', async () => {
    const [old, made] = [await uidOf('deploy', 'deleted'), await uidOf('deploy')];
    expect(await getResource(f.as(workspaceId), { uid: old })).toMatchObject({
      state: 'deleted',
      nextUid: made,
      previousUid: null,
    });
    expect(await getResource(f.as(workspaceId), { uid: made })).toMatchObject({ previousUid: old, nextUid: null });
  });

  test('a foreign resource and none at all are the same answer', async () => {
    const uid = await uidOf('ada');
    for (const [workspace, asked] of [
      [foreignId, uid],
      [workspaceId, uuidv7()],
    ] as const) {
      await expect(getResource(f.as(workspace), { uid: asked })).rejects.toMatchObject({ code: 'not_found' });
      await expect(listVersions(f.as(workspace), { uid: asked })).rejects.toMatchObject({ code: 'not_found' });
      await expect(whoMayAssume(f.as(workspace), { uid: asked })).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(getResource(f.as(workspaceId, null), { uid })).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('resources.versions tells what changed, between when, and what brought it', async () => {
  const at = (n: number, path: string) =>
    scan(f, integration, { at: T0 + n * HOUR, things: [group('ops', { attributes: { path } })] });
  await at(1, '/a/');
  await at(2, '/b/');
  const third = await at(3, '/c/');
  const uid = await uidOf('ops');
  const first = await listVersions(f.as(workspaceId), { uid, pageSize: 2 });
  expect(first.versions).toMatchObject([
    {
      version: 3,
      kind: 'changed',
      seenAfter: new Date(T0 + 2 * HOUR + 1000).toISOString(),
      seenAt: new Date(T0 + 3 * HOUR + 1000).toISOString(),
      changes: [{ path: 'attributes.path', kind: 'changed', before: '/b/', after: '/c/' }],
      causes: [{ kind: 'scan', scanId: third }],
    },
    { version: 2, changes: [{ before: '/a/', after: '/b/' }] },
  ]);
  const rest = await listVersions(f.as(workspaceId), { uid, pageSize: 2, pageToken: first.nextPageToken });
  expect(rest).toMatchObject({ versions: [{ version: 1, kind: 'created', changes: [] }] });
  expect(rest.nextPageToken).toBeUndefined();
  const wild = Buffer.from('[99999999999]').toString('base64url');
  await expect(listVersions(f.as(workspaceId), { uid, pageToken: wild })).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

describe('resources.whoMayAssume', () => {
  const PROVIDER = arn('oidc-provider/issuer.example');
  beforeAll(async () => {
    await f.integration(workspaceId, { name: 'sibling', accountId: '586209417733' });
    const oidc = role(PROVIDER, {
      type: 'AWS::IAM::OIDCProvider',
      arn: PROVIDER,
      name: 'issuer.example',
      attributes: { clientIdList: ['mooring'] },
    });
    const sub = (value: string) => ({ StringEquals: { 'issuer.example:sub': value } });
    const principals = { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::586209417733:root', arn('root')] };
    await scan(f, integration, {
      at: T0 + 4 * HOUR,
      things: [
        role('AROADEPLOY2', {
          name: 'many',
          arn: arn('role/many'),
          attributes: {
            ...trust(principals),
            attachedManagedPolicies: [
              { policyArn: ADMINISTRATOR, policyName: 'AdministratorAccess' },
              { policyArn: arn('policy/custom'), policyName: 'custom' },
            ],
            inlinePolicies: [{ policyName: 'own', policyDocument: EVERYTHING }],
            permissionsBoundaryArn: arn('policy/edge'),
          },
        }),
        role('AROAWEB', {
          name: 'web',
          arn: arn('role/web'),
          attributes: trust({ Federated: PROVIDER }, sub('workspace:w:integration:i')),
        }),
        oidc,
      ],
    });
  });

  test('sorts callers by where they come from, and says what the role reaches', async () => {
    const answer = await whoMayAssume(f.as(workspaceId), { uid: await uidOf('many') });
    expect(answer.admitted.map(({ risk, principal }) => [risk, principal])).toEqual([
      ['outsider', 'arn:aws:iam::111122223333:root'],
      ['known_account', 'arn:aws:iam::586209417733:root'],
      ['same_account', arn('root')],
    ]);
    expect(answer.reaches).toMatchObject([
      { name: 'AdministratorAccess', kind: 'aws_managed', level: 'admin', uid: null },
      { name: 'custom', kind: 'customer_managed', level: 'admin', uid: await uidOf('custom') },
      { name: 'own', kind: 'inline', level: 'admin', arn: null },
      { name: 'edge', kind: 'boundary', uid: null },
    ]);
  });

  test('knows our own subject, by the client id the provider has', async () => {
    const own = await f.integration(workspaceId, {
      name: 'own',
      roleArn: arn('role/web'),
      issuerUrl: 'https://issuer.example',
      audience: 'mooring',
      subject: 'workspace:w:integration:i',
    });
    const { admitted, problems } = await whoMayAssume(f.as(workspaceId), { uid: await uidOf('web') });
    expect(admitted).toMatchObject([{ risk: 'us', kind: 'exact-subject', audience: 'mooring', statement: 0 }]);
    expect(problems).toEqual([]);
    await f.read(workspaceId, (tx) => tx.integration.deleteMany({ where: { workspaceId, id: own.id } }));
    expect((await whoMayAssume(f.as(workspaceId), { uid: await uidOf('web') })).admitted).toMatchObject([
      { risk: 'outsider' },
    ]);
  });

  test('is asked of roles only', async () => {
    await expect(whoMayAssume(f.as(workspaceId), { uid: await uidOf('ada') })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
