import { expect, test } from 'vitest';
import { paletteMatches } from '@/components/layout/command-palette';

const RUN = { title: 'Run a scan of data-lake', detail: 'Integration', keywords: ['reconcile'], action: true };
const ROLE = { title: 'legacy-etl-runner', detail: 'AWS::IAM::Role, data-lake' };

test.each([
  ['', true, true],
  ['lake', true, true],
  ['DATA run', true, true],
  ['reconcile', true, false],
  ['iam::role', false, true],
  ['>', true, false],
  ['> scan', true, false],
  ['scan absent', false, false],
])('"%s"', (typed, run, role) => {
  expect(paletteMatches(RUN, typed)).toBe(run);
  expect(paletteMatches(ROLE, typed)).toBe(role);
});
