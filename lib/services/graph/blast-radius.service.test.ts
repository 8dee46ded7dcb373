import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Relationship } from '@/lib/collectors/types';
import type { BlastRadius } from '@/lib/schemas/reach';
import { ACCOUNT, type InventoryFixture, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { ADMINISTRATOR, accessKey, arn, EVERYTHING, group, policy, role, user } from '../inventory/testing/world';
import { accessKeyBlastRadius, blastRadius } from './blast-radius';
import { putResources } from './testing';

const OTHER = '730335184422';
let f: InventoryFixture;
let workspaceId: string;
let uids = new Map<string, string>();
const json = (value: object) => JSON.parse(JSON.stringify(value));
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
type Policies = {
  inline?: object;
  attached?: string[];
  groups?: string[];
  boundary?: string;
  trust?: object | string;
  account?: string;
};
function attributes({ inline, attached = [], groups, boundary, trust }: Policies) {
  return json({
    inlinePolicies: inline ? [{ policyName: 'own', policyDocument: inline }] : [],
    attachedManagedPolicies: attached.map((policyArn) => ({ policyArn, policyName: policyArn.split('/').at(-1) })),
    ...(groups ? { groups } : {}),
    permissionsBoundaryArn: boundary ?? null,
    ...(trust
      ? {
          assumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: trust, Action: 'sts:AssumeRole' }],
          },
        }
      : {}),
  });
}
function roleOf(name: string, of: Policies, names: Relationship[]) {
  const made = `arn:aws:iam::${of.account ?? ACCOUNT}:role/${name}`;
  return role(`AROA${name.toUpperCase()}`, { name, arn: made, attributes: attributes(of), relationships: names });
}
const trusts = (toArn: string): Relationship => ({ kind: 'trusts', toType: 'AWS::IAM::Role', toArn });
const bucket = (name: string) =>
  resource(name, { type: 'AWS::S3::Bucket', name, arn: `arn:aws:s3:::${name}`, region: 'eu-central-1' });

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  const ada = arn('user/ada');
  uids = await putResources(f, workspaceId, [
    ...Array.from({ length: 30 }, (_, n) => bucket(`logs-${n}`)),
    ...Array.from({ length: 5 }, (_, n) => bucket(`pay-${n}`)),
    resource('t', { type: 'AWS::Odd::Thing', name: 't', arn: 'arn:aws:odd:::t' }),
    user('ada', {
      attributes: attributes({
        inline: allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::pay-*/*'),
        groups: ['devs'],
      }),
    }),
    group('devs', { attributes: attributes({ attached: [arn('policy/passing')] }) }),
    policy('passing', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['iam:PassRole', 'ec2:RunInstances'], Resource: '*' },
        { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::pay-3/*' },
      ],
    }),
    accessKey('AKIAADA', 'ada', '2024-01-01T00:00:00.000Z'),
    user('root', { attributes: attributes({ attached: [ADMINISTRATOR] }) }),
    user('limited', { attributes: attributes({ inline: EVERYTHING, boundary: arn('policy/onlys3') }) }),
    policy('onlys3', allow('s3:*', '*')),
    user('dark', { attributes: attributes({ attached: ['arn:aws:iam::aws:policy/SomethingNew'] }) }),
    user('self', { attributes: attributes({ inline: allow('iam:CreateAccessKey', arn(`user/\${aws:username}`)) }) }),
    roleOf('one', { inline: allow('sts:AssumeRole', '*'), trust: { AWS: ada } }, [trusts(ada)]),
    roleOf('two', { inline: allow('sts:AssumeRole', '*'), trust: { AWS: arn('role/one') } }, [trusts(arn('role/one'))]),
    roleOf('four', { trust: { AWS: `arn:aws:iam::${OTHER}:role/three` } }, [
      trusts(`arn:aws:iam::${OTHER}:role/three`),
    ]),
    roleOf('unrelated', { trust: { AWS: arn('role/nobody') } }, [trusts(arn('role/nobody'))]),
  ]);
  const names = [trusts(arn('role/two')), trusts(arn('role/one'))];
  const three = {
    attached: [ADMINISTRATOR],
    inline: allow('sts:AssumeRole', '*'),
    account: OTHER,
    trust: { AWS: arn('role/two') },
  };
  for (const [key, uid] of await putResources(f, workspaceId, [roleOf('three', three, names.slice(0, 1))], OTHER))
    uids.set(key, uid);
});
afterAll(() => f.close());

const uid = (name: string) => uids.get(name) ?? `no ${name}`;
const of = (name: string): Promise<BlastRadius> => blastRadius(f.as(workspaceId), { uid: uid(name) });
const buckets = ({ reachable }: BlastRadius) => reachable.find(({ type }) => type === 'AWS::S3::Bucket');

describe('blast radius', () => {
  test('of a key: the resources that the policies of its user reach, with the statement', async () => {
    const answer = await accessKeyBlastRadius(f.as(workspaceId), { uid: uid('AccessKey AKIAADA') });
    expect(answer).toMatchObject({ subject: { name: 'ada' }, key: { accessKeyId: 'AKIAADA', status: 'Active' } });
    expect(buckets(answer)).toMatchObject({
      total: 35,
      reached: 4,
      conditional: 0,
      exact: true,
      levels: { metadata: 0, data: 4, write: 4, permissions: 0 },
    });
    const [first] = buckets(answer)?.telling ?? [];
    const evidence = answer.policies.find(({ id }) => id === first?.by?.policy);
    expect(evidence).toMatchObject({ name: 'own', source: 'inline', holder: 'ada', known: 'document' });
    expect(answer.notJudged).toContainEqual({ type: 'AWS::Odd::Thing', count: 1 });
  });

  test('roles, transitively and across accounts, at most three hops, each with its path', async () => {
    const { roles } = await of('User ada');
    expect(roles.map(({ name, path }) => [name, path.map((step) => step.name).join(' > ')])).toEqual([
      ['one', 'one'],
      ['two', 'one > two'],
      ['three', 'one > two > three'],
    ]);
    expect(roles[2]).toMatchObject({ accountId: OTHER, level: 'admin', verdict: 'allowed' });
    expect(roles[2]?.path[2]?.by).toMatchObject({ statement: 0 });
    expect(roles[0]?.path[0]).toMatchObject({ trust: { statement: 0 }, by: null });
  });

  test('a circle of roles ends', async () => {
    const { roles } = await of('Role two');
    expect(roles.map(({ name }) => name)).toEqual(['three', 'four']);
  });

  test('escalations: PassRole only with something that runs the role; nothing that is its own', async () => {
    const { escalations } = await of('User ada');
    expect(escalations).toMatchObject([
      { action: 'iam:PassRole', with: 'ec2:RunInstances', verdict: 'allowed', total: 4 },
    ]);
    expect((await of('User self')).escalations).toEqual([]);
    const actions = (await of('User root')).escalations.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['iam:CreateAccessKey', 'iam:PutUserPolicy', 'lambda:UpdateFunctionCode']),
    );
  });

  test('administrators reach everything by a policy of AWS that is said to be known in sum', async () => {
    const answer = await of('User root');
    expect(answer.level).toBe('admin');
    expect(buckets(answer)).toMatchObject({ reached: 35, levels: { permissions: 35 } });
    expect(answer.policies[0]).toMatchObject({ known: 'summary', name: 'AdministratorAccess' });
  });

  test('a boundary cuts', async () => {
    const answer = await of('User limited');
    expect(answer.services.map(({ service }) => service)).toEqual(['s3']);
    expect(answer.reachable.map(({ type }) => type)).toEqual(['AWS::S3::Bucket']);
  });

  test('says what is not known', async () => {
    const answer = await of('User dark');
    expect(answer.level).toBe('none');
    expect(answer.notKnown[0]).toContain('SomethingNew');
  });

  test('only of what has policies', async () => {
    await expect(of('Bucket logs-1')).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(accessKeyBlastRadius(f.as(workspaceId), { uid: uid('User ada') })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(blastRadius(f.as(await f.workspace()), { uid: uid('User ada') })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
