import { Socket } from 'node:net';
import { readOptions } from './options';
import { up } from './up';
import { UserError } from './user-error';

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

main()
  .catch((error: Error) => {
    process.stderr.write(`\n${error instanceof UserError ? error.message : (error.stack ?? error.message)}\n`);
    return 1;
  })
  .then((code) => process.exit(code));
