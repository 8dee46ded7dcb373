import { Socket } from 'node:net';
import { readOptions } from './options';
import { up } from './up';

/** Started by scripts/up.mjs, with a pipe on descriptor 3 that closes when that is gone. */
async function main(): Promise<number> {
  const stop = new AbortController();
  // npm passes a Ctrl-C on that we got too: any number of signals is one wish to stop.
  const onSignal = () => {
    if (!stop.signal.aborted) process.stdout.write('\nStopping ...\n');
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const parent = new Socket({ fd: 3, readable: true, writable: false });
  parent.on('error', onSignal).on('close', onSignal).resume().unref();
  // A terminal that is gone must not keep us from stopping what we started.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  await up(readOptions(process.argv.slice(2), process.env), stop);
  return stop.signal.reason instanceof DOMException ? 0 : 1;
}

/** What happened, and what lies under it. A stack is of use only to who looks for a bug. */
function explain(error: Error): string {
  if (process.env.MOORING_LOG_LEVEL === 'debug') return error.stack ?? error.message;
  const because = error.cause instanceof Error ? `\n  because: ${error.cause.message}` : '';
  return error.message + because;
}

main()
  .catch((error: Error) => {
    process.stderr.write(`\n${explain(error)}\n`);
    return 1;
  })
  .then((code) => process.exit(code));
