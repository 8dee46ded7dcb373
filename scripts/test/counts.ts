import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '../lib/root';

export type Counts = { passed: number; failed: number; skipped: number };
/** What a suite's report tells; `failures` has a line for each failed test: where, its name, and why in short. */
export type Report = { counts: Counts; failures: string[] };

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** A check is one: passed or failed. */
export function countCheck(code: number): Counts {
  return { ...NONE, [code === 0 ? 'passed' : 'failed']: 1 };
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
  }[];
};

/** Reads a vitest JSON report (`numPassedTests`, `testResults` …). Without a report: undefined. */
export function readVitest(file: string): Report | undefined {
  const report = readJson<VitestReport>(file);
  if (!report) return;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [failure(name, 'could not run', message)] : [];
    return failed.map(({ fullName, failureMessages }) => failure(name, fullName, failureMessages?.[0]));
  });
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return { counts, failures };
}

type PlaywrightSuite = {
  file: string;
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    tests: { status: string; results: { error?: { message?: string } }[] }[];
  }[];
};

/** Reads a Playwright JSON report (`stats`, `suites`). A test that passed only when repeated failed. */
export function readPlaywright(file: string): Report | undefined {
  const report = readJson<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: PlaywrightSuite[];
  }>(file);
  if (!report) return;
  const { stats } = report;
  const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  const failuresOf = ({ file: name, specs = [], suites = [] }: PlaywrightSuite): string[] => [
    ...specs.flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) => failure(name, title, results.find(({ error }) => error)?.error?.message)),
    ),
    ...suites.flatMap(failuresOf),
  ];
  return { counts, failures: report.suites.flatMap(failuresOf) };
}

const MESSAGE_LINES = 6;

function failure(file: string, name: string, message = ''): string {
  const lines = stripVTControlCharacters(message)
    .trim()
    .split('\n')
    .filter((line) => line.trim());
  return [`${relative(ROOT, resolve(ROOT, file))} > ${name}`, ...lines.slice(0, MESSAGE_LINES)].join('\n    ');
}

/**
 * What a suite counts for: its report, and one failure more when it failed for another reason than a test (a file that
 * does not load, no report), or when it ran nothing.
 */
export function countSuite(code: number, report: Report | undefined): Report {
  const { counts, failures } = report ?? { counts: NONE, failures: [] };
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  if (!ranNothing && (code === 0 || counts.failed > 0)) return { counts, failures };
  const why = `Ended with code ${code}${ranNothing ? ' and ran nothing' : ', though no test failed'}.`;
  return { counts: add(counts, { ...NONE, failed: 1 }), failures: [...failures, why] };
}

export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
