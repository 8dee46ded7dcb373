import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NormalizedResource } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { refreshFindings } from '../findings/refresh';
import { sweepFindings } from '../findings/sweep';
import { getOverview } from './overview';
import { type InventoryFixture, openInventoryFixture } from './testing/fixture';
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

  test('critical findings stand for themselves, the others are one line a rule; what is named and narrow is left out', async () => {
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
    await sweepFindings(f.deps, workspaceId);
    const { attention } = await overview();
    expect(attention.map(({ severity, title }) => [severity, title]).sort()).toEqual([
      ['danger', 'Role that outsiders may assume: loose'],
      ['danger', 'Role that outsiders may assume: world'],
      ['warn', 'Role that outsiders may assume: vendor'],
    ]);
    expect(attention[0]?.link).toMatchObject({ kind: 'finding', id: expect.any(String) });
    expect(attention[2]?.link).toEqual({ kind: 'findings', id: 'role-open-to-outsiders' });
  });

  test('goes away when the trust policy is narrowed or the role is deleted', async () => {
    await see([named('world', { AWS: '*' }), named('all', { AWS: '*' })], NOW - 2 * DAY);
    expect(await keys()).toEqual(['finding', 'finding']);
    await see([named('world', { AWS: arn('root') })]);
    expect(await keys()).toEqual([]);
  });

  test('is judged again when the trust engine has learned', async () => {
    await see([named('world', { AWS: '*' }), named('app', { Service: 'ec2.amazonaws.com' })]);
    await f.read(workspaceId, (tx) => tx.$executeRaw`DELETE FROM tenant.policy_reading`);
    await f.read(workspaceId, (tx) => tx.$executeRaw`DELETE FROM tenant.finding`);
    expect(await keys()).toEqual([]);
    expect(await refreshFindings(f.deps, workspaceId)).toEqual({ judged: 2, cursor: null });
    expect(await keys()).toEqual(['finding']);
  });

  test('many critical findings become a few and a count', async () => {
    await see(Array.from({ length: 9 }, (_, n) => named(`world${n}`, { AWS: '*' })));
    const { attention } = await overview();
    expect(attention).toHaveLength(4);
    expect(attention[3]).toMatchObject({
      severity: 'danger',
      title: 'Role that outsiders may assume: 6 more',
      link: { kind: 'findings', id: 'role-open-to-outsiders' },
    });
  });

  test('keys of administrators come first, and low findings are left to their page', async () => {
    const inAdmins = { kind: 'memberOf', toType: 'AWS::IAM::Group', toName: 'admins' } as const;
    await see([
      user('root1', { relationships: [attached(ADMINISTRATOR)] }),
      user('root2', { relationships: [inAdmins] }),
      user('root3', { relationships: [attached(arn('policy/custom'))] }),
      user('root4', { attributes: { inlinePolicies: [{ policyName: 'all', policyDocument: EVERYTHING }] } }),
      user('plain'),
      group('admins', { relationships: [attached(ADMINISTRATOR)] }),
      policy('custom', EVERYTHING),
      role(arn('oidc-provider/ci.example.test'), {
        type: 'AWS::IAM::OIDCProvider',
        name: 'ci.example.test',
        arn: arn('oidc-provider/ci.example.test'),
        attributes: {},
      }),
      named('app', { Service: 'ec2.amazonaws.com' }),
      ...[1, 2, 3, 4].map((n) =>
        accessKey(`AKIAROOT${n}`, `root${n}`, ago(100), { date: ago(1), service: 's3', region: null }),
      ),
      accessKey('AKIAFRESHROOT', 'root1', ago(10), null),
      accessKey('AKIAYEAR', 'plain', ago(500), { date: ago(1), service: 's3', region: null }),
      accessKey('AKIANEVER', 'plain', ago(100), null),
      accessKey('AKIAOFF', 'plain', ago(900), null, 'Inactive'),
    ]);
    await sweepFindings(f.deps, workspaceId);
    const { attention } = await overview();
    const singly = attention.filter(({ link }) => link.kind === 'finding');
    expect(singly).toHaveLength(3);
    const danger = singly.map(({ title }) => ['danger', title]).sort();
    expect(danger[0]?.[1]).toMatch(/^Access key older than 90 days: AKIAROOT/);
    expect(attention.map(({ severity, title }) => [severity, title]).sort()).toEqual([
      ['danger', 'Access key older than 90 days: 2 more'],
      ...danger,
      ['warn', 'Access key that was never used: AKIANEVER'],
    ]);
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
