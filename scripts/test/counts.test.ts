import { describe, expect, it } from 'vitest';
import { add, countCheck, countSuite, NONE, summary } from './counts';

describe('countSuite', () => {
  it.each([
    ['what ran', 0, { passed: 3, failed: 0, skipped: 1 }, { passed: 3, failed: 0, skipped: 1 }],
    ['failed tests as they are', 1, { passed: 3, failed: 2, skipped: 0 }, { passed: 3, failed: 2, skipped: 0 }],
    [
      'a file that did not load as a failure',
      1,
      { passed: 3, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 0 },
    ],
    ['nothing that ran as a failure', 0, NONE, { passed: 0, failed: 1, skipped: 0 }],
    ['a missing report as a failure', 0, undefined, { passed: 0, failed: 1, skipped: 0 }],
  ])('counts %s', (_, code, report, expected) => {
    expect(countSuite(code, report)).toEqual(expected);
  });
});

it('sums to one line', () => {
  expect(summary(add(countCheck(0), countCheck(1)))).toBe('1 passed, 1 failed');
  expect(summary({ passed: 5, failed: 0, skipped: 2 })).toBe('5 passed, 0 failed, 2 skipped');
});
