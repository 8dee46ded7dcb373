import { describe, expect, it } from 'vitest';
import { admittedSubjects } from './admitted-subjects';
import type { AuditContext } from './types';

const PROVIDER = 'arn:aws:iam::339712905844:oidc-provider/issuer.mooring.test/oidc/w1';
const ISSUER = 'issuer.mooring.test/oidc/w1';
const US = 'workspace:w1:integration:i1';
const context: AuditContext = {
  accountId: '339712905844',
  us: { flow: 'web-identity', providerArn: PROVIDER, subject: US, audience: 'mooring' },
  knownAccounts: [{ id: '730335184422', name: 'data-lake' }],
};
const aud = { [`${ISSUER}:aud`]: 'mooring' };
const sub = { [`${ISSUER}:sub`]: US };

function trust(condition: object, more: object = {}) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: PROVIDER },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
        ...more,
      },
    ],
  };
}
const kinds = (policy: unknown, given = context) => admittedSubjects(policy, given).entries.map(({ kind }) => kind);

describe('admittedSubjects, web identity', () => {
  it('is only us for the exact subject and audience', () => {
    const found = admittedSubjects(trust({ StringEquals: { ...aud, ...sub } }), context);
    expect(found).toMatchObject({ onlyUs: true, reasons: [], entries: [{ kind: 'exact-subject', risk: 'us' }] });
  });

  it('takes StringLike without a wildcard as exact', () => {
    expect(admittedSubjects(trust({ StringEquals: aud, StringLike: sub }), context).onlyUs).toBe(true);
  });

  it.each([
    [
      'a wildcard subject',
      { StringEquals: aud, StringLike: { [`${ISSUER}:sub`]: 'workspace:w1:*' } },
      'subject-pattern',
    ],
    ['a lone star', { StringEquals: aud, StringLike: { [`${ISSUER}:sub`]: '*' } }, 'any-subject'],
    ['no sub', { StringEquals: aud }, 'any-subject'],
    ['no aud', { StringEquals: sub }, 'any-audience'],
    ['a wildcard aud', { StringEquals: sub, StringLike: { [`${ISSUER}:aud`]: '*' } }, 'any-audience'],
    ['IfExists', { StringEquals: aud, StringEqualsIfExists: sub }, 'any-subject'],
    ['ForAllValues', { StringEquals: aud, 'ForAllValues:StringEquals': sub }, 'any-subject'],
    ['a policy variable', { StringEquals: { ...aud, [`${ISSUER}:sub`]: `\${aws:userid}` } }, 'any-subject'],
    ['a negation', { StringEquals: aud, StringNotEquals: { [`${ISSUER}:sub`]: 'other' } }, 'any-subject'],
    ['the sub of another issuer', { StringEquals: { ...aud, 'other.example:sub': US } }, 'any-subject'],
    ['a subject in any letter case', { StringEquals: aud, StringEqualsIgnoreCase: sub }, 'subject-pattern'],
  ])('flags %s', (_, condition, kind) => {
    const found = admittedSubjects(trust(condition), context);
    expect(found.onlyUs).toBe(false);
    expect(found.entries.map((entry) => entry.kind)).toEqual([kind]);
    expect(found.reasons.length).toBeGreaterThan(0);
  });

  it('knows that StringEquals takes a star literally', () => {
    const found = admittedSubjects(trust({ StringEquals: { ...aud, [`${ISSUER}:sub`]: 'workspace:w1:*' } }), context);
    expect(found).toMatchObject({ onlyUs: false, entries: [{ kind: 'exact-subject', risk: 'outsider' }] });
    expect(found.entries[0]?.description).toContain('literally');
  });

  it('accepts a missing aud where our audience is the only client id', () => {
    const given = { ...context, clientIds: { [PROVIDER]: ['mooring'] } };
    expect(admittedSubjects(trust({ StringEquals: sub }), given).onlyUs).toBe(true);
    expect(kinds(trust({ StringEquals: sub }), { ...context, clientIds: { [PROVIDER]: ['mooring', 'x'] } })).toEqual([
      'any-audience',
    ]);
  });

  it('reads the last of repeated keys, as AWS does, and says so', () => {
    const text = JSON.stringify(trust({ StringEquals: { ...aud, ...sub } })).replace(
      `"${ISSUER}:sub"`,
      `"${ISSUER}:sub":"${US}","${ISSUER}:sub"`,
    );
    const wide = text.replace(/"Condition":\{/, `"Condition":{"StringLike":{"${ISSUER}:sub":"*"},`);
    expect(admittedSubjects(text, context).reasons.join()).toContain('more than once');
    expect(admittedSubjects(wide, context).onlyUs).toBe(true);
    const last = text.replace(`"${US}"}`, '"someone:else"}');
    expect(admittedSubjects(last, context).onlyUs).toBe(false);
  });

  it('narrows by a Deny only where that is sure', () => {
    const deny = (extra: object) => ({
      ...trust({ StringEquals: aud }),
      Statement: [
        ...trust({ StringEquals: aud }).Statement,
        { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity', ...extra },
      ],
    });
    expect(admittedSubjects(deny({ Condition: { StringNotEquals: sub } }), context).onlyUs).toBe(true);
    const unsure = { StringNotEquals: sub, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    expect(admittedSubjects(deny({ Condition: unsure }), context).onlyUs).toBe(false);
    expect(admittedSubjects(deny({}), context)).toMatchObject({ entries: [], onlyUs: false });
    expect(admittedSubjects(deny({ Action: 'sts:TagSession' }), context).onlyUs).toBe(false);
  });

  it('is never only us beside anybody else, nor for an empty or unreadable policy', () => {
    const ours = trust({ StringEquals: { ...aud, ...sub } });
    const more = (statement: object) => ({ ...ours, Statement: [...ours.Statement, statement] });
    const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' };
    const cases: [object, string, string][] = [
      [{ ...assume, Principal: '*' }, 'anyone', 'open'],
      [
        { ...assume, Principal: { AWS: '*' }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
        'anyone',
        'open',
      ],
      [{ ...assume, Principal: { AWS: '339712905844' } }, 'account', 'same-account'],
      [{ ...assume, Principal: { AWS: 'arn:aws:iam::730335184422:root' } }, 'account', 'known-account'],
      [{ ...assume, Principal: { AWS: 'arn:aws:iam::999999999999:user/eve' } }, 'user', 'outsider'],
      [{ ...assume, Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } }, 'deleted-principal', 'outsider'],
      [{ ...assume, Principal: { Service: 'ec2.amazonaws.com' } }, 'service', 'service'],
      [{ ...assume, NotPrincipal: { AWS: 'arn:aws:iam::1:root' } }, 'anyone', 'open'],
      [
        { ...assume, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
        'organization',
        'outsider',
      ],
    ];
    for (const [statement, kind, risk] of cases) {
      const found = admittedSubjects(more(statement), context);
      expect(found.onlyUs).toBe(false);
      expect(found.entries[1]).toMatchObject({ kind, risk, statementIndex: 1 });
    }
    expect(admittedSubjects({ Version: '2012-10-17', Statement: [] }, context).onlyUs).toBe(false);
    expect(admittedSubjects('{', context)).toMatchObject({ onlyUs: false, entries: [{ risk: 'open' }] });
  });

  it('asks the right action of each principal', () => {
    expect(kinds(trust({ StringEquals: aud }, { Action: 'sts:TagSession' }))).toEqual([]);
    expect(kinds(trust({ StringEquals: aud }, { Action: 'sts:AssumeRole' }))).toEqual([]);
    expect(kinds(trust({ StringEquals: aud }, { Action: 'STS:assumerolewith*' }))).toEqual(['any-subject']);
    const saml = { Federated: 'arn:aws:iam::339712905844:saml-provider/idp' };
    expect(kinds(trust({}, { Principal: saml, Action: 'sts:AssumeRoleWithSAML' }))).toEqual(['saml-provider']);
  });
});

describe('admittedSubjects, External ID', () => {
  const principalArn = 'arn:aws:iam::120458963014:role/mooring';
  const given: AuditContext = {
    accountId: '339712905844',
    us: { flow: 'assume-role', principalArn, externalId: 'e-1' },
  };
  const policy = (condition?: object) => ({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: principalArn }, Action: 'sts:AssumeRole', Condition: condition },
  });

  it('is only us with our External ID, and open without', () => {
    expect(admittedSubjects(policy({ StringEquals: { 'sts:ExternalId': 'e-1' } }), given).onlyUs).toBe(true);
    for (const condition of [
      undefined,
      { StringEquals: { 'sts:ExternalId': 'e-2' } },
      { StringLike: { 'sts:ExternalId': '*' } },
      { StringEqualsIfExists: { 'sts:ExternalId': 'e-1' } },
    ]) {
      expect(admittedSubjects(policy(condition), given)).toMatchObject({ onlyUs: false, entries: [{ risk: 'open' }] });
    }
  });
});
