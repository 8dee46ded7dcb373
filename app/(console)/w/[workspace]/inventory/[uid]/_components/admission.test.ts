import { expect, test } from 'vitest';
import { type Admitted, admittedName, admittedNode, byRisk } from './admission';

const entry = (changes: Partial<Admitted>): Admitted => ({
  kind: 'account',
  description: '',
  principal: 'arn:aws:iam::730335184422:root',
  subjectPattern: null,
  audience: null,
  statement: 0,
  risk: 'outsider',
  ...changes,
});
const GITHUB = 'arn:aws:iam::339712905844:oidc-provider/token.actions.githubusercontent.com';

test('names who gets in by subject, provider, account or role', () => {
  expect(admittedName(entry({ subjectPattern: 'repo:northquay/*', principal: GITHUB }))).toBe('repo:northquay/*');
  expect(admittedName(entry({ subjectPattern: '*', principal: GITHUB }))).toBe('token.actions.githubusercontent.com');
  expect(admittedName(entry({}))).toBe('730335184422');
  expect(admittedName(entry({ principal: 'arn:aws:iam::730335184422:role/ci/runner' }))).toBe('runner');
  expect(admittedName(entry({ principal: 'ec2.amazonaws.com' }))).toBe('ec2.amazonaws.com');
});

test('puts the open first and us last, and draws only the open red', () => {
  const sorted = byRisk([entry({ risk: 'us' }), entry({ risk: 'service' }), entry({ risk: 'open' }), entry({})]);
  expect(sorted.map(({ risk }) => risk)).toEqual(['open', 'outsider', 'service', 'us']);
  expect(sorted.map((one, index) => admittedNode(one, index).risky)).toEqual([true, false, false, false]);
});
