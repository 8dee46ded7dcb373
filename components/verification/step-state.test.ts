import { expect, test } from 'vitest';
import { stepEvidence, stepWord, tally } from './step-state';

test('a probe that was refused went well, and one that was let in did not', () => {
  expect(stepWord({ group: 'must_be_refused', state: 'passed' })).toBe('refused');
  expect(stepWord({ group: 'must_be_refused', state: 'failed' })).toBe('let in');
  expect(stepWord({ group: 'must_work', state: 'passed' })).toBe('passed');
});

test('what could not be tested says so', () => {
  expect(stepEvidence({ state: 'not_testable', evidence: 'the control was refused' })).toBe(
    'not testable: the control was refused',
  );
});

test('every step is counted once', () => {
  const states = ['passed', 'warning', 'failed', 'running', 'waiting', 'pending', 'skipped', 'not_testable'] as const;
  expect(tally(states.map((state) => ({ state })))).toEqual({
    good: 1,
    warned: 1,
    bad: 1,
    open: 3,
    left: 2,
    total: 8,
  });
});
