// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies } from '../policy/evaluate';
import { parsePolicy } from '../policy/parse';
import type { Caller } from '../policy/request';
import { ACCOUNT, AUDIENCE, ISSUER, PROVIDER, ROLE, SUBJECT } from '../testing/policies';
import { admittedSubjects } from './admitted-subjects';

const [SUB, AUD] = [`${ISSUER}:sub`, `${ISSUER}:aud`];
const OTHER = PROVIDER.replace('/w1', '/w2');
const subjects = [SUBJECT, SUBJECT.toUpperCase(), 'workspace:w1:integration:i2', 'workspace:w2:integration:i1', ''];
const audiences = [AUDIENCE, 'other'];

const value = fc.constantFrom(
  ...subjects,
  ...audiences,
  '*',
  'workspace:w1:*',
  '${aws:userid}',
  '${*}',
  'workspace:w?:integration:i1',
);
const operator = fc.constantFrom(
  ...[
    'StringEquals',
    'StringLike',
    'StringNotEquals',
    'StringNotLike',
    'StringEqualsIfExists',
    'StringNotEqualsIfExists',
  ],
  ...['StringEqualsIgnoreCase', 'StringLikeIfExists', 'ForAllValues:StringEquals', 'ForAnyValue:StringEquals'],
  ...['ForAllValues:StringLike', 'ForAnyValue:StringNotEquals', 'ArnLike', 'Null'],
);
const key = fc.constantFrom(SUB, AUD, SUB.toUpperCase(), `${ISSUER}/:sub`, 'sts:RoleSessionName', 'aws:PrincipalType');
const values = fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.constantFrom('true', 'false'));
const condition = fc.dictionary(operator, fc.dictionary(key, values, { maxKeys: 2 }), { maxKeys: 3 });
/** Close to what we write, so that "only us" is met often enough to mean something. */
const close = fc.constantFrom(
  { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } },
  { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: SUBJECT } },
  { StringEquals: { [AUD]: AUDIENCE, [SUB]: [SUBJECT, 'workspace:w1:integration:i2'] } },
  { StringEquals: { [AUD]: AUDIENCE } },
  { StringEquals: { [AUD]: [AUDIENCE, 'other'], [SUB]: SUBJECT } },
  { StringEquals: { [SUB]: SUBJECT } },
);
const principal = fc.constantFrom({ Federated: PROVIDER }, { Federated: PROVIDER }, { Federated: OTHER }, '*', {
  Federated: [PROVIDER, OTHER],
});
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    who: fc.oneof(
      { weight: 9, arbitrary: fc.record({ Principal: principal }) },
      { weight: 1, arbitrary: fc.record({ NotPrincipal: principal }) },
    ),
    Action: fc.constantFrom('sts:AssumeRoleWithWebIdentity', 'sts:*', '*', 'sts:TagSession'),
    Condition: fc.oneof(close, condition),
  })
  .map(({ who, ...rest }) => ({ ...rest, ...who }));
const policies = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

function admits(
  document: object,
  providerArn: string,
  subject: string,
  audience: string,
  sessionName: string,
): boolean {
  const parsed = parsePolicy(document);
  if (!parsed.ok) return false;
  const issuer = providerArn.slice(providerArn.indexOf('/') + 1);
  const caller: Caller = { kind: 'webIdentity', providerArn };
  const context = {
    [`${issuer}:sub`]: subject,
    [`${issuer}:aud`]: audience,
    'sts:RoleSessionName': sessionName,
    'aws:userid': providerArn,
    'aws:PrincipalType': 'User',
  };
  return (
    evaluatePolicies({
      ...{ action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE, caller, context },
      resourcePolicy: { name: 'trust', policy: parsed.policy },
      resourcePolicyDecides: true,
    }).decision === 'allowed'
  );
}

describe('admittedSubjects against the evaluator', () => {
  it('never says "only us" of a policy that lets anybody else in', () => {
    let onlyUs = 0;
    const context = {
      accountId: ACCOUNT,
      us: { flow: 'web-identity', providerArn: PROVIDER, subject: SUBJECT, audience: AUDIENCE },
    } as const;
    fc.assert(
      fc.property(policies, (document) => {
        if (!admittedSubjects(document, context).onlyUs) return;
        onlyUs += 1;
        for (const provider of [PROVIDER, OTHER]) {
          for (const subject of subjects) {
            for (const audience of audiences) {
              const us = provider === PROVIDER && subject === SUBJECT && audience === AUDIENCE;
              for (const name of ['mooring', SUBJECT, 'other']) {
                if (!us) expect(admits(document, provider, subject, audience, name)).toBe(false);
              }
            }
          }
        }
      }),
      { numRuns: 6000 },
    );
    expect(onlyUs).toBeGreaterThan(50);
  });

  it('shows everybody that the evaluator lets in', () => {
    fc.assert(
      fc.property(
        policies,
        fc.constantFrom(...subjects),
        fc.constantFrom(...audiences),
        (document, subject, audience) => {
          if (!admits(document, PROVIDER, subject, audience, 'mooring')) return;
          const { entries } = admittedSubjects(document, { accountId: ACCOUNT });
          const covers = entries.some(
            ({ kind, subjectPattern }) =>
              subjectPattern === subject || ['any-subject', 'subject-pattern', 'anyone'].includes(kind),
          );
          expect(covers).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
