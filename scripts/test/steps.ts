import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from '../build/build';
import { ROOT } from '../lib/root';
import { type RunResult, run } from '../lib/run';
import { ensureChromium } from './chromium';
import { countCheck, countSuite, type Report, readPlaywright, readVitest } from './counts';
import type { RunDirectory } from './run-directory';

export const SUITES = ['check', 'unit', 'service', 'wire', 'recorded', 'browser'] as const;
export type Suite = (typeof SUITES)[number];

/** `failures` are told first and last: of a long output, somebody may be shown no more than one end. */
export type StepResult = Report & { output: string };
export type Step = { name: string; suite: Suite; run(): Promise<StepResult> };

const REPORTS = join(ROOT, 'test-results');
const LIMIT_MS = 20 * 60_000;

/** Every step, in the order it is started. The browser's come last: nothing else may take their time. */
export const STEPS: readonly Step[] = [
  check('types', 'tsc', '--noEmit'),
  check('format, lint', 'biome', 'ci', '--error-on-warnings'),
  check('import directions', 'depcruise', '--config', '.dependency-cruiser.mjs', ...folders()),
  check('unused code', 'knip', '--no-config-hints'),
  check('house rules', 'tsx', 'scripts/check/main.ts'),
  suite('unit'),
  suite('service'),
  suite('wire'),
  suite('recorded'),
  { name: 'browser', suite: 'browser', run: browser },
];

/** Tests clear up after themselves; what an interrupted run leaves, the next one removes. */
export function nothingLeft({ leftovers }: RunDirectory): Step {
  return {
    name: 'nothing left',
    suite: 'check',
    async run() {
      const left = leftovers();
      return {
        counts: countCheck(left.length),
        failures: left.map((name) => `Tests left the temporary folder ${name}.`),
        output: '',
      };
    },
  };
}

function folders(): string[] {
  const all = ['app', 'components', 'lib', 'workers', 'cli', 'sandbox', 'scripts', 'e2e'];
  return all.filter((folder) => existsSync(join(ROOT, folder)));
}

function check(name: string, program: string, ...args: string[]): Step {
  return {
    name,
    suite: 'check',
    async run() {
      const { code, output } = await run(program, args, { env: environment(), timeoutMs: LIMIT_MS });
      return { counts: countCheck(code), failures: code === 0 ? [] : [name], output };
    },
  };
}

function suite(name: Exclude<Suite, 'check' | 'browser'>): Step {
  return {
    name,
    suite: name,
    async run() {
      const report = join(REPORTS, `${name}.json`);
      rmSync(report, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const args = ['run', '--project', name, ...reporters];
      const { code, output } = await run('vitest', args, { env: environment(), timeoutMs: LIMIT_MS });
      return { ...countSuite(code, readVitest(report)), output };
    },
  };
}

async function browser(): Promise<StepResult> {
  const report = join(REPORTS, 'browser.json');
  rmSync(report, { force: true });
  let result: RunResult;
  try {
    const PLAYWRIGHT_CHROMIUM = await ensureChromium();
    await buildAll();
    const env = { ...environment(), PLAYWRIGHT_CHROMIUM, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    result = await run('playwright', ['test', '--reporter=list,json'], { env, timeoutMs: LIMIT_MS });
  } catch (error) {
    result = { code: 1, output: (error as Error).message, stdout: '' };
  }
  return { ...countSuite(result.code, readPlaywright(report)), output: result.output };
}

/** The caller's environment without what would point a test at somebody's install. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) =>
      !/^(MOORING_|SANDBOX_|WORKER_|OIDC_|SMTP_|AWS_|npm_)|^(DATABASE_URL|PORT|HOSTNAME|NODE_ENV)$/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1', CI: '1' } as unknown as NodeJS.ProcessEnv;
}
