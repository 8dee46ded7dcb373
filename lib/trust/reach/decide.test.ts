import { describe, expect, it } from 'vitest';
import { ConditionKeys } from '../policy/conditions';
import { parsePolicy } from '../policy/parse';
import { decide } from './decide';
import { arnSet } from './patterns';
import { Principal, type ReachPolicy } from './principal';

const KNOWN = new Set(['aws:username', 'aws:principalaccount', 'aws:principaltag/team']);
const policy = (id: string, ...Statement: object[]): ReachPolicy => {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { id, policy: parsed.policy };
};
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
function ask(
  statements: object[],
  action: string,
  resource: string,
  boundary: ReachPolicy | 'not known' | null = null,
): string {
  const principal = new Principal({
    identity: [policy('p', ...statements)],
    boundary,
    keys: new ConditionKeys({
      'aws:username': 'ada',
      'aws:PrincipalAccount': '111122223333',
      'aws:PrincipalTag/team': 'pay',
    }),
    isKnown: (key) => KNOWN.has(key.toLowerCase()),
  });
  const { verdict, partial } = decide(principal, action, arnSet(resource));
  return partial ? `${verdict} in part` : verdict;
}
const BUCKET = 'arn:aws:s3:::logs';
const OBJECTS = 'arn:aws:s3:::logs/*';
const user = (name: string) => `arn:aws:iam::111122223333:user/${name}`;

describe('decide', () => {
  it.each<[string, object[], string, string, string]>([
    ['plainly', [allow('s3:*', '*')], 's3:GetObject', OBJECTS, 'allowed'],
    ['by wildcards of action', [allow('S3:Get*', OBJECTS)], 's3:getobject', OBJECTS, 'allowed'],
    ['not another action', [allow('s3:Get*', '*')], 's3:PutObject', OBJECTS, 'denied'],
    ['some objects', [allow('s3:GetObject', `${BUCKET}/2026/*`)], 's3:GetObject', OBJECTS, 'allowed in part'],
    ['not the objects by the bucket', [allow('s3:*', BUCKET)], 's3:GetObject', OBJECTS, 'denied'],
    [
      'NotAction',
      [allow('', '', { Action: undefined, NotAction: 'iam:*', Resource: '*' })],
      's3:GetObject',
      OBJECTS,
      'allowed',
    ],
    [
      'NotAction leaves out',
      [allow('', '*', { Action: undefined, NotAction: 'iam:*' })],
      'iam:CreateUser',
      user('x'),
      'denied',
    ],
    [
      'NotResource',
      [allow('s3:*', '', { Resource: undefined, NotResource: 'arn:aws:s3:::secret*' })],
      's3:GetObject',
      OBJECTS,
      'allowed',
    ],
    [
      'NotResource leaves out',
      [allow('s3:*', '', { Resource: undefined, NotResource: `${BUCKET}*` })],
      's3:GetObject',
      OBJECTS,
      'denied',
    ],
    [
      'NotResource in part',
      [allow('s3:*', '', { Resource: undefined, NotResource: `${BUCKET}/a/*` })],
      's3:GetObject',
      OBJECTS,
      'allowed in part',
    ],
    ['explicit deny', [allow('*', '*'), deny('s3:*', '*')], 's3:GetObject', OBJECTS, 'denied'],
    ['deny of a part', [allow('*', '*'), deny('s3:*', `${BUCKET}/a/*`)], 's3:GetObject', OBJECTS, 'allowed in part'],
    [
      'deny of all that is allowed',
      [allow('s3:*', `${BUCKET}/a/b/*`), deny('s3:*', `${BUCKET}/a/*`)],
      's3:GetObject',
      OBJECTS,
      'denied',
    ],
    [
      'deny under a condition',
      [allow('*', '*'), deny('*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })],
      's3:GetObject',
      OBJECTS,
      'conditional',
    ],
    [
      'deny of everything but',
      [allow('*', '*'), deny('*', '', { Resource: undefined, NotResource: `${BUCKET}*` })],
      's3:GetObject',
      OBJECTS,
      'allowed',
    ],
    [
      'deny of everything else',
      [allow('*', '*'), deny('*', '', { Resource: undefined, NotResource: `${BUCKET}*` })],
      's3:GetObject',
      'arn:aws:s3:::other/*',
      'denied',
    ],
    [
      'allow under a condition',
      [allow('*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      's3:GetObject',
      OBJECTS,
      'conditional',
    ],
    [
      'a known condition that holds',
      [allow('*', '*', { Condition: { StringEquals: { 'aws:username': 'ada' } } })],
      's3:GetObject',
      OBJECTS,
      'allowed',
    ],
    [
      'a known condition that does not',
      [allow('*', '*', { Condition: { StringEquals: { 'aws:username': 'bob' } } })],
      's3:GetObject',
      OBJECTS,
      'denied',
    ],
    [
      'a tag of the principal',
      [allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'ops' } } })],
      's3:GetObject',
      OBJECTS,
      'denied',
    ],
    [
      'one false condition beside an unknown one',
      [
        allow('*', '*', {
          Condition: { StringEquals: { 'aws:username': 'bob' }, Bool: { 'aws:SecureTransport': 'true' } },
        }),
      ],
      's3:GetObject',
      OBJECTS,
      'denied',
    ],
    [
      'own user by variable',
      [allow('iam:CreateAccessKey', `${user('')}\${aws:username}`)],
      'iam:CreateAccessKey',
      user('ada'),
      'allowed',
    ],
    [
      'not others by variable',
      [allow('iam:CreateAccessKey', `${user('')}\${aws:username}`)],
      'iam:CreateAccessKey',
      user('bob'),
      'denied',
    ],
    [
      'an unknown variable',
      [allow('s3:*', `${BUCKET}/\${saml:sub}/*`)],
      's3:GetObject',
      OBJECTS,
      'conditional in part',
    ],
    [
      'an unknown variable in a deny',
      [allow('s3:*', '*'), deny('s3:*', `${BUCKET}/\${saml:sub}/*`)],
      's3:GetObject',
      OBJECTS,
      'conditional',
    ],
    [
      'the widest of several',
      [allow('s3:*', `${BUCKET}/a/*`), allow('s3:GetObject', '*')],
      's3:GetObject',
      OBJECTS,
      'allowed',
    ],
  ])('%s', (_name, statements, action, resource, expected) => {
    expect(ask(statements, action, resource)).toBe(expected);
  });

  it.each<[string, ReachPolicy | 'not known', string]>([
    ['that allows', policy('b', allow('s3:*', '*')), 'allowed'],
    ['that does not', policy('b', allow('ec2:*', '*')), 'denied'],
    ['that allows a part', policy('b', allow('s3:*', `${BUCKET}/a/*`)), 'allowed in part'],
    ['that denies', policy('b', allow('*', '*'), deny('s3:GetObject', '*')), 'denied'],
    ['that is not known', 'not known', 'conditional'],
    [
      'with a condition',
      policy('b', allow('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
      'conditional',
    ],
  ])('a boundary %s', (_name, boundary, expected) => {
    expect(ask([allow('s3:*', '*')], 's3:GetObject', OBJECTS, boundary)).toBe(expected);
  });

  it('a boundary alone allows nothing', () => {
    expect(ask([], 's3:GetObject', OBJECTS, policy('b', allow('*', '*')))).toBe('denied');
  });

  it('parts that do not meet are nothing', () => {
    const boundary = policy('b', allow('s3:*', `${BUCKET}/b/*`));
    expect(ask([allow('s3:*', `${BUCKET}/a/*`)], 's3:GetObject', OBJECTS, boundary)).toBe('denied');
  });
});
