import { Socket } from 'node:net';
import { buildAll } from '../build/build';
import { generate } from '../build/generate';
import { killRunning } from '../lib/run';
import { add, type Counts, NONE, summary } from './counts';
import { mapPool } from './pool';
import { takeRunDirectory } from './run-directory';
import { nothingLeft, STEPS, type Step, SUITES } from './steps';

/** `npm test [-- suite ...]`: runs the steps, prints a line for each, and the whole output of those that failed. */
async function main(wanted: string[]): Promise<number> {
  const unknown = wanted.filter((name) => !SUITES.some((suite) => suite === name));
  if (unknown.length > 0) throw new Error(`There is no suite ${unknown.join(', ')}. Choose from ${SUITES.join(', ')}.`);
  const steps = STEPS.filter(({ suite }) => wanted.length === 0 || wanted.includes(suite));
  const checks = steps.filter(({ suite }) => suite === 'check');
  const suites = steps.filter(({ suite }) => suite !== 'check' && suite !== 'browser');
  const last = steps.filter(({ suite }) => suite === 'browser');

  const directory = await takeRunDirectory();
  process.env.TMPDIR = directory.path;
  await generate();
  // The console's build uses the second core while the checks use the first; the browser step finds it done.
  const built = last.length > 0 ? buildAll().catch(() => {}) : undefined;
  const counts = await mapPool(checks, built ? 1 : 2, runStep);
  // A suite fills the processors by itself.
  counts.push(...(await mapPool(suites, 1, runStep)));
  await built;
  counts.push(...(await mapPool(last, 1, runStep)));
  counts.push(await runStep(nothingLeft(directory)));
  await directory.remove();
  const total = counts.reduce(add, NONE);
  if (failures.length > 0) process.stdout.write(`\nFailed:\n${list(failures)}`);
  process.stdout.write(`\n${summary(total)}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

async function runStep({ name, run }: Step): Promise<Counts> {
  const start = performance.now();
  const { counts, failures: failed, output } = await run();
  failures.push(...failed);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok';
  process.stdout.write(`${verdict.padEnd(7)} ${name.padEnd(18)} ${seconds.padStart(6)} s  ${summary(counts)}\n`);
  if (counts.failed > 0) process.stdout.write(`${list(failed)}${output.trimEnd()}\n\n`);
  return counts;
}

const failures: string[] = [];
const list = (lines: readonly string[]) => lines.map((line) => `  - ${line}\n`).join('');

const stop = () => {
  killRunning();
  process.exit(130);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
new Socket({ fd: 3, readable: true, writable: false }).on('error', stop).on('close', stop).resume().unref();

main(process.argv.slice(2))
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    return 1;
  })
  .then((code) => process.exit(code));
