import { existsSync, readFileSync } from 'node:fs';

export type Counts = { passed: number; failed: number; skipped: number };

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** A check is one: passed or failed. */
export function countCheck(code: number): Counts {
  return { ...NONE, [code === 0 ? 'passed' : 'failed']: 1 };
}

/** Counts of a vitest JSON report (`numPassedTests` …). Without a report: undefined. */
export function readVitest(file: string): Counts | undefined {
  const report = readJson<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  }>(file);
  return (
    report && {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  );
}

/** Counts of a Playwright JSON report (`stats`). A test that passed only when repeated failed. */
export function readPlaywright(file: string): Counts | undefined {
  const report = readJson<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(file);
  return (
    report && {
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky,
      skipped: report.stats.skipped,
    }
  );
}

/**
 * What a suite counts for: its report, and one failure more when it failed for another reason than a test (a file that
 * does not load, no report), or when it ran nothing.
 */
export function countSuite(code: number, report: Counts | undefined): Counts {
  const counts = report ?? NONE;
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  const unexplained = ranNothing || (code !== 0 && counts.failed === 0);
  return unexplained ? add(counts, { ...NONE, failed: 1 }) : counts;
}

export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
