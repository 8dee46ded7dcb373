import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NormalizedResource } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { getOverview } from './overview';
import { refreshFindings } from './refresh-findings';
import { ACCOUNT, type InventoryFixture, openInventoryFixture } from './testing/fixture';
import { scan } from './testing/scan';
import { ADMINISTRATOR, accessKey, arn, attached, EVERYTHING, group, policy, role, trust, user } from './testing/world';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();

let f: InventoryFixture;
let workspaceId: string;
let integration: Integration;
beforeAll(async () => {
  f = await openInventoryFixture();
  f.clock.now = () => new Date(NOW);
});
afterAll(() => f.close());
beforeEach(async () => {
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId, { name: 'payments-prod' });
});

const overview = () => getOverview(f.as(workspaceId), {});
const keys = async () => (await overview()).attention.map(({ key }) => key.replace(/:.*/, ''));
const see = (things: NormalizedResource[], at = NOW - DAY) => scan(f, integration, { at, things });
const named = (name: string, principal: object, condition?: object) =>
  role(`AROA${name.toUpperCase()}`, { name, arn: arn(`role/${name}`), attributes: trust(principal, condition) });

describe('overview.get', () => {
  test('a quiet workspace has figures and nothing to attend to', async () => {
    await see([named('app', { Service: 'ec2.amazonaws.com' }), user('ada')]);
    expect(await overview()).toMatchObject({
      accounts: 1,
      integrations: 1,
      resources: 2,
      lastSeenAt: new Date(NOW - DAY).toISOString(),
      attention: [],
      accessKeys: { total: 0 },
      types: [
        { type: 'AWS::IAM::Role', count: 1 },
        { type: 'AWS::IAM::User', count: 1 },
      ],
    });
  });

  test('roles that anyone may assume come before those of outsiders; what is named and narrow is left out', async () => {
    const github = arn('oidc-provider/token.actions.githubusercontent.com');
    const sub = 'token.actions.githubusercontent.com:sub';
    const aud = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };
    await see([
      named('service', { Service: 'lambda.amazonaws.com' }),
      named('vendor', { AWS: 'arn:aws:iam::111122223333:root' }),
      named('sibling', { AWS: 'arn:aws:iam::586209417733:root' }),
      named('world', { AWS: '*' }),
      named('ci', { Federated: github }, { StringEquals: { ...aud, [sub]: 'repo:northquay/app:ref:refs/heads/main' } }),
      named('loose', { Federated: github }, { StringEquals: aud, StringLike: { [sub]: 'repo:*' } }),
      named('sso', { Federated: arn('saml-provider/corp') }),
    ]);
    await f.integration(workspaceId, { name: 'sibling', accountId: '586209417733' });
    const { attention } = await overview();
    expect(attention.map(({ severity, title }) => [severity, title])).toEqual([
      ['danger', 'Callers that nothing bounds may assume the role loose'],
      ['danger', 'Callers that nothing bounds may assume the role world'],
      ['warn', 'Outsiders may assume the role vendor'],
    ]);
    expect(attention[2]?.text).toContain('111122223333');
    expect(attention[0]?.link).toMatchObject({ kind: 'resource', id: expect.any(String) });
  });

  test('goes away when the trust policy is narrowed or the role is deleted', async () => {
    await see([named('world', { AWS: '*' }), named('all', { AWS: '*' })], NOW - 2 * DAY);
    expect(await keys()).toEqual(['open_role', 'open_role']);
    await see([named('world', { AWS: arn('root') })]);
    expect(await keys()).toEqual([]);
  });

  test('is judged again when the trust engine has learned', async () => {
    await see([named('world', { AWS: '*' }), named('app', { Service: 'ec2.amazonaws.com' })]);
    await f.read(workspaceId, (tx) => tx.$executeRaw`DELETE FROM tenant.finding`);
    expect(await keys()).toEqual([]);
    expect(await refreshFindings(f.deps, workspaceId)).toBe(2);
    expect(await keys()).toEqual(['open_role']);
  });

  test('many roles of a kind become a few and a count', async () => {
    await see(Array.from({ length: 9 }, (_, n) => named(`world${n}`, { AWS: '*' })));
    const { attention } = await overview();
    expect(attention).toHaveLength(6);
    expect(attention[5]).toMatchObject({ title: '4 more roles of this kind', link: { kind: 'inventory' } });
  });

  test('keys count once, under the worst that fits: administrator, over a year, never used', async () => {
    const inAdmins = { kind: 'memberOf', toType: 'AWS::IAM::Group', toName: 'admins' } as const;
    await see([
      user('root1', { relationships: [attached(ADMINISTRATOR)] }),
      user('root2', { relationships: [inAdmins] }),
      user('root3', { relationships: [attached(arn('policy/custom'))] }),
      user('root4', { attributes: { inlinePolicies: [{ policyName: 'all', policyDocument: EVERYTHING }] } }),
      user('plain'),
      group('admins', { relationships: [attached(ADMINISTRATOR)] }),
      policy('custom', EVERYTHING),
      ...[1, 2, 3, 4].map((n) =>
        accessKey(`AKIAROOT${n}`, `root${n}`, ago(100), { date: ago(1), service: 's3', region: null }),
      ),
      accessKey('AKIAFRESHROOT', 'root1', ago(10), null),
      accessKey('AKIAYEAR', 'plain', ago(500), null),
      accessKey('AKIANEVER', 'plain', ago(100), null),
      accessKey('AKIAUNKNOWN', 'plain', ago(100), undefined),
      accessKey('AKIAOFF', 'plain', ago(900), null, 'Inactive'),
    ]);
    const { attention } = await overview();
    expect(attention.map(({ severity, title }) => [severity, title])).toEqual([
      ['danger', '4 access keys with administrator rights, older than 90 days'],
      ['warn', '1 access key older than a year'],
      ['warn', '1 access key never used in 90 days or more'],
    ]);
    expect(attention[0]).toMatchObject({ link: { kind: 'access_keys', id: 'over_90' } });
    expect(attention[0]?.text).toMatch(/root1, root2, root3 and others; the oldest is 100 days old/);
  });

  test('users without a second factor count only where the report said so', async () => {
    await see([
      user('ada', { volatile: { passwordEnabled: true, mfaActive: false } }),
      user('bea', { volatile: { passwordEnabled: true, mfaActive: true } }),
      user('cyd', { volatile: { passwordEnabled: false, mfaActive: false } }),
      user('dee'),
    ]);
    const { attention } = await overview();
    expect(attention).toMatchObject([{ key: 'users_without_mfa', title: '1 user signs in with a password alone' }]);
    expect(attention[0]?.text).toMatch(/^ada may sign in/);
  });

  test('a root user with keys or without a second factor', async () => {
    const summary = (attributes: NormalizedResource['attributes']) =>
      role(ACCOUNT, { type: 'AWS::IAM::AccountSummary', name: 'Account summary', arn: arn('root'), attributes });
    await see([summary({ accountAccessKeysPresent: 1, accountMFAEnabled: 0 })], NOW - 2 * DAY);
    expect((await overview()).attention).toMatchObject([
      {
        severity: 'danger',
        title: `The root user of ${ACCOUNT} has an access key`,
        text: expect.stringContaining('second factor'),
      },
    ]);
    await see([summary({ accountAccessKeysPresent: 0, accountMFAEnabled: 1 })]);
    expect(await keys()).toEqual([]);
  });

  test('connections: open, failing, denied, then drafts that wait', async () => {
    const problem = { code: 'AccessDenied', message: 'The role refuses us.', since: ago(1) };
    await f.integration(workspaceId, { name: 'a-draft', state: 'draft', accountId: null });
    await f.integration(workspaceId, { name: 'b-failing', state: 'failing', problem });
    await f.integration(workspaceId, { name: 'c-open', state: 'open_role', openReason: 'It is a sandbox account.' });
    await see([named('app', { Service: 'ec2.amazonaws.com' })], NOW - 2 * DAY);
    await scan(f, integration, { at: NOW - DAY, things: [], alsoTypes: ['AWS::IAM::Role'], status: 'denied' });
    const { attention } = await overview();
    expect(attention.map(({ severity, title }) => [severity, title])).toEqual([
      ['warn', 'Others may assume the role of c-open too'],
      ['danger', 'b-failing cannot be read any more'],
      ['warn', 'payments-prod may not call iam:ListRoles'],
      ['info', 'a-draft waits for its role ARN'],
    ]);
    expect(attention[2]?.text).toContain('Nothing was removed');
  });

  test('knows nothing of another workspace, and is for members', async () => {
    await see([named('world', { AWS: '*' })]);
    const foreign = await f.workspace();
    expect(await getOverview(f.as(foreign), {})).toMatchObject({ resources: 0, integrations: 0, attention: [] });
    await expect(getOverview(f.as(workspaceId, null), {})).rejects.toMatchObject({ code: 'not_found' });
  });
});
