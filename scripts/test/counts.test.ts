import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../lib/root';
import { add, type Counts, countCheck, countSuite, NONE, readPlaywright, readVitest, summary } from './counts';

const folder = mkdtempSync(join(tmpdir(), 'mooring-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, report: unknown) => {
  writeFileSync(join(folder, name), JSON.stringify(report));
  return join(folder, name);
};
const ran = (passed: number, failed: number): Counts => ({ passed, failed, skipped: 0 });

describe('countSuite', () => {
  it.each<[string, number, Counts | undefined, Counts, string[]]>([
    ['what ran', 0, ran(3, 0), ran(3, 0), []],
    ['failed tests as they are', 1, ran(3, 2), ran(3, 2), []],
    ['a file that did not load as a failure', 1, ran(3, 0), ran(3, 1), ['Ended with code 1, though no test failed.']],
    ['nothing that ran as a failure', 0, NONE, ran(0, 1), ['Ended with code 0 and ran nothing.']],
    ['a missing report as a failure', 0, undefined, ran(0, 1), ['Ended with code 0 and ran nothing.']],
  ])('counts %s', (_, code, counts, expected, failures) => {
    expect(countSuite(code, counts && { counts, failures: [] })).toEqual({ counts: expected, failures });
  });
});

describe('reports', () => {
  it('tells which test of vitest failed, and why in short', () => {
    const result = (status: string, fullName: string, failureMessages: string[] = []) => ({
      status,
      fullName,
      failureMessages,
    });
    const report = {
      ...{ numPassedTests: 4, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 },
      testResults: [
        {
          ...{ name: join(ROOT, 'lib/a.test.ts'), status: 'failed' },
          assertionResults: [
            result('passed', 'one'),
            result('failed', 'q > two', ['\u001b[31mexpected 1\u001b[0m\n\nto be 2\n3\n4\n5\n6\n7']),
          ],
        },
        { name: join(ROOT, 'lib/b.test.ts'), status: 'failed', message: 'No such module', assertionResults: [] },
      ],
    };
    expect(readVitest(written('vitest.json', report))).toEqual({
      counts: { passed: 4, failed: 1, skipped: 2 },
      failures: [
        ['lib/a.test.ts > q > two', 'expected 1', 'to be 2', '3', '4', '5', '6'].join('\n    '),
        'lib/b.test.ts > could not run\n    No such module',
      ],
    });
  });

  it('tells which test of Playwright failed, in suites at any depth', () => {
    const spec = (title: string, status: string, message?: string) => ({
      title,
      tests: [{ status, results: message ? [{ error: { message } }] : [{}] }],
    });
    const report = {
      stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
      suites: [
        {
          ...{ file: 'e2e/a.spec.ts', specs: [spec('opens', 'expected'), spec('comes late', 'flaky', 'slow')] },
          suites: [{ file: 'e2e/a.spec.ts', specs: [spec('closes', 'unexpected', 'gone')] }],
        },
      ],
    };
    expect(readPlaywright(written('playwright.json', report))).toEqual({
      counts: { passed: 1, failed: 2, skipped: 0 },
      failures: ['e2e/a.spec.ts > comes late\n    slow', 'e2e/a.spec.ts > closes\n    gone'],
    });
  });

  it('knows when there is none', () => {
    expect([readVitest, readPlaywright].map((read) => read(join(folder, 'none.json')))).toEqual([undefined, undefined]);
  });
});

it('sums to one line', () => {
  expect(summary(add(countCheck(0), countCheck(1)))).toBe('1 passed, 1 failed');
  expect(summary({ passed: 5, failed: 0, skipped: 2 })).toBe('5 passed, 0 failed, 2 skipped');
});
