import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '@/lib/collectors/types';
import { policyReadingsOf } from '@/lib/inventory/policy-readings';
import { RULE_IDS, type RuleId } from '@/lib/schemas/finding';
import { JUDGED_TYPES, RULES, RULES_FINGERPRINT, rulesOfType } from './registry';
import type { Facts, Judged } from './types';

const NOW = Date.UTC(2026, 0, 10);
const ACCOUNT = '339712905844';
const ago = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
const FACTS: Facts = {
  now: NOW,
  ourAccounts: new Set(['586209417733']),
  ourOrganizations: new Set(['o-ours']),
  administrators: new Set([`${ACCOUNT}/root-like`]),
  attachments: new Map([
    ['sg-public', { attached: 2, public: 1, examples: ['web'] }],
    ['sg-private', { attached: 1, public: 0, examples: ['db'] }],
    ['sg-idle', { attached: 0, public: 0, examples: [] }],
  ]),
  namedBy: new Map([
    ['arn:used', 2],
    ['arn:idle', 0],
  ]),
};

function thing(rule: RuleId, attributes: JsonObject, changes: Partial<Judged> = {}): Judged {
  const type = changes.type ?? RULES[rule].types[0];
  return {
    type,
    id: 'id-1',
    arn: null,
    name: "it's $(one)",
    accountId: ACCOUNT,
    region: 'eu-central-1',
    tags: {},
    attributes,
    volatile: {},
    createdAt: null,
    readings: policyReadingsOf({ type, accountId: ACCOUNT, attributes }),
    ...changes,
  };
}
/** The severity, `unknown`, or null. */
const judged = (rule: RuleId, attributes: JsonObject, changes: Partial<Judged> = {}) => {
  const verdict = RULES[rule].judge(thing(rule, attributes, changes), FACTS);
  return verdict === null || verdict === 'unknown' ? verdict : verdict.severity;
};
const trust = (
  Principal: Json,
  Condition?: Json,
  Action: Json = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'],
): JsonObject => ({
  assumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action, ...(Condition ? { Condition } : {}) }],
  },
});
const GITHUB = 'token.actions.githubusercontent.com';
const github = (sub: string) =>
  trust(
    { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
    { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${GITHUB}:sub`]: sub } },
  );
const key = (
  days: number,
  lastUsed: Json | undefined,
  status = 'Active',
  userName = 'ada',
): [JsonObject, Partial<Judged>] => [
  { status, userName, createDate: ago(days) },
  { volatile: lastUsed === undefined ? {} : { lastUsed } },
];
const used = { date: ago(1), service: 's3', region: null };
const ssh = (cidrIp: string): JsonObject => ({
  ipPermissions: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: [{ cidrIp }] }],
});
const policy = (Action: string, Condition?: Json): Json => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action,
      Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
      ...(Condition ? { Condition } : {}),
    },
  ],
});
const bucket = { name: 'b', arn: 'arn:aws:s3:::b' };
const OPEN = { publicAccessBlock: null };
const BLOCKED = { publicAccessBlock: { restrictPublicBuckets: true, ignorePublicAcls: true } };
const acl = (uri: string, permission: string): JsonObject => ({ acl: { grants: [{ grantee: { uri }, permission }] } });
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

type Case = [string, RuleId, JsonObject, Partial<Judged>, string | null];
const CASES: Case[] = [
  ['old', 'access-key-old', ...key(91, used), 'medium'],
  ['a year old', 'access-key-old', ...key(400, used), 'high'],
  ['old and of an administrator', 'access-key-old', ...key(91, used, 'Active', 'root-like'), 'critical'],
  ['old, use unread', 'access-key-old', ...key(91, undefined), 'medium'],
  ['old, never used: the other rule tells', 'access-key-old', ...key(91, null), null],
  ['young', 'access-key-old', ...key(89, used), null],
  ['switched off', 'access-key-old', ...key(900, used, 'Inactive'), null],
  ['without a status', 'access-key-old', { createDate: ago(900) }, {}, 'unknown'],
  ['never used', 'access-key-never-used', ...key(31, null), 'medium'],
  ['never used, but new', 'access-key-never-used', ...key(29, null), null],
  ['use unread', 'access-key-never-used', ...key(300, undefined), 'unknown'],
  ['password alone', 'user-without-mfa', {}, { volatile: { passwordEnabled: true, mfaActive: false } }, 'high'],
  ['with MFA', 'user-without-mfa', {}, { volatile: { passwordEnabled: true, mfaActive: true } }, null],
  ['without password', 'user-without-mfa', {}, { volatile: { passwordEnabled: false, mfaActive: false } }, null],
  ['report unread', 'user-without-mfa', {}, {}, 'unknown'],
  [
    'device newer than the report',
    'user-without-mfa',
    { virtualMfaDevices: [{ serialNumber: 's' }] },
    { volatile: { passwordEnabled: true, mfaActive: false } },
    null,
  ],
  ['root key', 'root-user-exposed', { accountAccessKeysPresent: 1, accountMFAEnabled: 1 }, {}, 'critical'],
  ['root without MFA', 'root-user-exposed', { accountAccessKeysPresent: 0, accountMFAEnabled: 0 }, {}, 'critical'],
  ['root well kept', 'root-user-exposed', { accountAccessKeysPresent: 0, accountMFAEnabled: 1 }, {}, null],
  ['root unread', 'root-user-exposed', {}, {}, 'unknown'],
  ['anyone', 'role-open-to-outsiders', trust({ AWS: '*' }), {}, 'critical'],
  ['an outsider', 'role-open-to-outsiders', trust({ AWS: 'arn:aws:iam::111122223333:root' }), {}, 'medium'],
  ['an account of ours', 'role-open-to-outsiders', trust({ AWS: 'arn:aws:iam::586209417733:root' }), {}, null],
  [
    'our organization',
    'role-open-to-outsiders',
    trust('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-ours' } }, 'sts:AssumeRole'),
    {},
    null,
  ],
  [
    'another organization',
    'role-open-to-outsiders',
    trust('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-other' } }, 'sts:AssumeRole'),
    {},
    'high',
  ],
  ['any repository', 'role-open-to-outsiders', github('repo:*'), {}, 'critical'],
  ['any repository of an owner', 'role-open-to-outsiders', github('repo:northquay/*'), {}, 'medium'],
  ['any ref of a repository', 'role-open-to-outsiders', github('repo:northquay/app:*'), {}, 'low'],
  ['one branch', 'role-open-to-outsiders', github('repo:northquay/app:ref:refs/heads/main'), {}, null],
  ['a service', 'role-open-to-outsiders', trust({ Service: 'ec2.amazonaws.com' }), {}, null],
  [
    'a trust policy that is no policy',
    'role-open-to-outsiders',
    { assumeRolePolicyDocument: 'no policy' },
    {},
    'unknown',
  ],
  [
    'an outsider with administrator rights',
    'role-open-to-outsiders',
    {
      ...trust({ AWS: '111122223333' }),
      attachedManagedPolicies: [{ policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    },
    {},
    'high',
  ],
  ['readable by anyone', 'bucket-public', { ...OPEN, policy: policy('s3:GetObject') }, bucket, 'high'],
  ['writable by anyone', 'bucket-public', { ...OPEN, policy: policy('s3:*') }, bucket, 'critical'],
  [
    'over TLS only, still anyone',
    'bucket-public',
    { ...OPEN, policy: policy('s3:GetObject', { Bool: { 'aws:SecureTransport': 'true' } }) },
    bucket,
    'high',
  ],
  [
    'from one VPC endpoint',
    'bucket-public',
    { ...OPEN, policy: policy('s3:GetObject', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }) },
    bucket,
    null,
  ],
  [
    'public to AWS by a loose condition',
    'bucket-public',
    { ...OPEN, policyStatus: { isPublic: true } },
    bucket,
    'medium',
  ],
  [
    'public policy, blocked',
    'bucket-public',
    { ...BLOCKED, policy: policy('s3:*'), policyStatus: { isPublic: true } },
    bucket,
    null,
  ],
  ['public policy, block unread', 'bucket-public', { policy: policy('s3:*') }, bucket, 'unknown'],
  ['granted to all users', 'bucket-public', { ...OPEN, policy: null, ...acl(ALL_USERS, 'READ') }, bucket, 'high'],
  ['writable by all users', 'bucket-public', { ...OPEN, policy: null, ...acl(ALL_USERS, 'WRITE') }, bucket, 'critical'],
  [
    'granted, but lists are off',
    'bucket-public',
    {
      ...OPEN,
      policy: null,
      ...acl(ALL_USERS, 'READ'),
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    },
    bucket,
    null,
  ],
  [
    'granted to the log service',
    'bucket-public',
    { ...OPEN, policy: null, ...acl('http://acs.amazonaws.com/groups/s3/LogDelivery', 'WRITE') },
    bucket,
    null,
  ],
  ['nothing read', 'bucket-public', {}, bucket, 'unknown'],
  ['open, public address', 'security-group-open', ssh('0.0.0.0/0'), { id: 'sg-public' }, 'critical'],
  ['open, private', 'security-group-open', ssh('0.0.0.0/0'), { id: 'sg-private' }, 'medium'],
  ['open, protects nothing', 'security-group-open', ssh('0.0.0.0/0'), { id: 'sg-idle' }, 'low'],
  ['open, attachment not known', 'security-group-open', ssh('0.0.0.0/0'), {}, 'high'],
  ['closed', 'security-group-open', ssh('203.0.113.0/24'), { id: 'sg-public' }, null],
  ['rules unread', 'security-group-open', {}, {}, 'unknown'],
  ['unencrypted', 'volume-unencrypted', { encrypted: false, size: 8 }, {}, 'medium'],
  ['encrypted', 'volume-unencrypted', { encrypted: true }, {}, null],
  ['not said', 'volume-unencrypted', {}, {}, 'unknown'],
  ['unencrypted', 'snapshot-unencrypted', { encrypted: false, volumeSize: 8 }, {}, 'medium'],
  ['encrypted', 'snapshot-unencrypted', { encrypted: true }, {}, null],
  ['named by no role', 'oidc-provider-unused', {}, { arn: 'arn:idle' }, 'low'],
  ['named', 'oidc-provider-unused', {}, { arn: 'arn:used' }, null],
  ['roles not listed', 'oidc-provider-unused', {}, { arn: 'arn:other' }, 'unknown'],
];

describe('rules', () => {
  test.each(CASES)('%s (%s)', (_name, rule, attributes, changes, expected) => {
    expect(judged(rule, attributes, changes)).toBe(expected);
  });

  test('each has a case that holds, and one that does not', () => {
    for (const id of RULE_IDS) {
      const outcomes = CASES.filter(([, rule]) => rule === id).map(([, , , , expected]) => expected);
      expect([id, outcomes.includes(null), outcomes.some((one) => one !== null && one !== 'unknown')]).toEqual([
        id,
        true,
        true,
      ]);
    }
  });

  test('evidence does not age by itself: a day later it is the same', () => {
    for (const [, id, attributes, changes] of CASES) {
      const of = (now: number) => RULES[id].judge(thing(id, attributes, changes), { ...FACTS, now });
      const [today, tomorrow] = [of(NOW), of(NOW + 3_600_000)];
      expect(tomorrow).toEqual(today);
    }
  });

  test('commands quote what a shell would run, and every fix says what to do', () => {
    for (const [, id, attributes, changes] of CASES) {
      const one = thing(id, attributes, changes);
      const verdict = RULES[id].judge(one, FACTS);
      if (verdict === null || verdict === 'unknown') continue;
      const steps = RULES[id].fix(one, verdict.evidence);
      expect(steps.length).toBeGreaterThan(0);
      for (const { code } of steps) {
        if (code?.language !== 'bash') continue;
        expect(code.text).toMatch(/^aws /);
        // Outside of single quotes nothing may be left that a shell would expand.
        expect(code.text.replace(/'[^']*'|\\'/g, '')).not.toMatch(/[$`;&|(){}]/);
      }
    }
  });

  test('the registry knows each rule by its name and its types', () => {
    for (const id of RULE_IDS) {
      expect(RULES[id].id).toBe(id);
      for (const type of RULES[id].types) expect(rulesOfType(type)).toContain(RULES[id]);
      expect(RULES_FINGERPRINT).toContain(`${id}:${RULES[id].version}`);
    }
    expect(rulesOfType('AWS::IAM::Group')).toEqual([]);
    expect(new Set(JUDGED_TYPES).size).toBe(JUDGED_TYPES.length);
  });
});
