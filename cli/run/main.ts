import { CommanderError } from 'commander';
import { readEnvironment } from '../env';
import { exitCodeOf } from '../failure';
import { errorLines } from '../output/errors';
import { painter } from '../output/paint';
import { buildProgram } from '../program';
import { type Shell, type Stopped, stoppedBy } from '../shell';
import type { Trace } from './context';

/** Runs the command line of this process and sets its exit code. */
export async function runMain(): Promise<void> {
  const stop = new AbortController();
  const halt = (stopped: Stopped['stopped']) => stop.abort({ stopped } satisfies Stopped);
  process.on('SIGINT', () => {
    // The second one does not wait for anything.
    if (stop.signal.aborted) process.exit(130);
    halt('interrupt');
  });
  process.on('SIGTERM', () => halt('interrupt'));
  // `mooring resources list --all | head`: head has enough.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? halt('pipe') : halt('interrupt')));
  const shell: Shell = {
    env: readEnvironment(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stop.signal,
    now: () => new Date(),
    fetch,
  };
  process.exitCode = await run(shell, process.argv.slice(2));
  // A kept-alive connection would hold the process for seconds.
  await flushed(process.stdout);
  process.exit();
}

/** Runs one command line; errors are on standard error. Answers the exit code. */
export async function run(shell: Shell, words: readonly string[]): Promise<number> {
  const trace: Trace = { connection: null, colour: true };
  try {
    await buildProgram(shell, trace).parseAsync([...words], { from: 'user' });
    return exitCodeOf(new CommanderError(0, 'done', ''), stoppedBy(shell.signal));
  } catch (error) {
    const stopped = stoppedBy(shell.signal);
    if (!stopped) {
      const paint = painter(shell.stderr, shell.env, trace.colour);
      const why = trace.connection ? problemOf(trace) : null;
      for (const line of errorLines(error, paint, { query: trace.query, why, url: trace.connection?.url }))
        shell.stderr.write(`${line}\n`);
    }
    return exitCodeOf(error, stopped);
  }
}

function problemOf({ connection }: Trace): string | null {
  const problem = connection?.http.lastProblem();
  return connection && problem ? `${connection.url}: ${problem}` : null;
}

/** What was written has left the process; a pipe may take it slowly. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    stream.write('', () => resolve());
    stream.once('error', () => resolve());
  });
}
