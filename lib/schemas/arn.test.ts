import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountIdProblem, formatRoleArn, PARTITIONS, parseRoleArn, partitionOfRegion, roleNameProblem } from './arn';

const problemOf = (text: string) => {
  const result = parseRoleArn(text);
  return result.ok ? null : result.problem;
};

describe('role ARNs', () => {
  test.each(Object.keys(PARTITIONS))('of the partition %s are read', (partition) => {
    const arn = `arn:${partition}:iam::339712905844:role/team/a/scanner`;
    expect(parseRoleArn(` ${arn}\n`)).toEqual({
      ok: true,
      value: { arn, partition, accountId: '339712905844', path: '/team/a/', name: 'scanner' },
    });
  });

  test.each([
    ['', 'Paste the role'],
    ['339712905844', 'This is an account id'],
    ['role/x', 'begins with "arn:"'],
    ['arn:aws:iam', 'incomplete'],
    ['arn:aws-mars:iam::339712905844:role/x', '"aws-mars" is not an AWS partition'],
    ['arn:aws:s3::339712905844:role/x', 'of the service "s3"'],
    ['arn:aws:iam:eu-west-1:339712905844:role/x', 'no region, but this one says "eu-west-1"'],
    ['arn:aws:iam::3397129058:role/x', 'The account has 10 digits; AWS accounts have 12.'],
    ['arn:aws:iam::1:role/x', 'The account has 1 digit; AWS accounts have 12.'],
    ['arn:aws:iam::3397-1290-5844:role/x', 'without dashes'],
    ['arn:aws:iam::prod:role/x', 'The account "prod" is not a number'],
    ['arn:aws:iam:::role/x', 'The account is missing'],
    ['arn:aws:iam::339712905844:user/x', 'the ARN of "user"'],
    ['arn:aws:iam::339712905844:root', 'the whole account'],
    ['arn:aws:iam::339712905844:role', 'name is missing after "role"'],
    ['arn:aws:iam::339712905844:role/', 'role name is missing'],
    ['arn:aws:iam::339712905844:role/a//b', 'contains "//"'],
    ['arn:aws:iam::339712905844:role/a*', 'cannot contain "*"'],
    [`arn:aws:iam::339712905844:role/${'x'.repeat(65)}`, '65 characters; IAM allows 64'],
    ['arn:aws:iam::339712905844:role/a b', 'Character 33 is a space'],
    ['arn:aws:iam::339712905844:role/a\u200bb', 'U+200B'],
    ['"arn:aws:iam::339712905844:role/x"', 'Remove the quotes'],
    ['arn:aws:iam::339712905844:role/aws-service-role/x.amazonaws.com/AWSRoleForX', 'service-linked'],
    ['arn:aws:sts::339712905844:federated-user/x', 'STS ARN'],
  ])('%s: %s', (text, message) => {
    expect(problemOf(text)?.message).toContain(message);
  });

  test.each([
    ['arn:aws:sts::339712905844:assumed-role/scanner/session', 'arn:aws:iam::339712905844:role/scanner'],
    ['arn:aws:iam:us-east-1:339712905844:role/x', 'arn:aws:iam::339712905844:role/x'],
    ['arn:aws:iam::3397-1290-5844:role/x', 'arn:aws:iam::339712905844:role/x'],
    ["'arn:aws:iam::339712905844:role/x'", 'arn:aws:iam::339712905844:role/x'],
  ])('%s suggests %s', (text, suggestion) => {
    expect(problemOf(text)?.suggestion).toBe(suggestion);
    expect(problemOf(suggestion)).toBeNull();
  });

  test('what is formatted is read back', () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    const path = fc
      .array(fc.stringMatching(/^[\w.-]{1,20}$/), { maxLength: 4 })
      .map((parts) => `/${parts.map((p) => `${p}/`).join('')}`);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(PARTITIONS)),
        fc.stringMatching(/^\d{12}$/),
        path,
        name,
        (p, accountId, at, n) => {
          const role = { partition: p as keyof typeof PARTITIONS, accountId, path: at, name: n };
          expect(parseRoleArn(formatRoleArn(role))).toMatchObject({ ok: true, value: role });
        },
      ),
    );
  });

  test('no text makes the parser throw or quote controls back', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((s) => `arn:aws:iam::339712905844:role/${s}`),
        ),
        (text) => {
          expect(problemOf(text)?.message ?? '').not.toMatch(/\p{Cc}/u);
        },
      ),
    );
  });
});

test('accounts, names and regions on their own', () => {
  expect(accountIdProblem('339712905844')).toBeNull();
  expect(roleNameProblem('mooring-scanner-0a1b2c3d')).toBeNull();
  expect(roleNameProblem('a/b')?.message).toContain('"/"');
  const regions = ['eu-west-1', 'cn-north-1', 'us-gov-west-1', 'us-isob-east-1', 'us-iso-east-1', 'eusc-de-east-1'];
  expect(regions.map(partitionOfRegion)).toEqual(['aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b', 'aws-iso', 'aws-eusc']);
});
