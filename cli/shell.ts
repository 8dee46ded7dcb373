import type { Environment } from './env';

type Terminal = { isTTY?: boolean; columns?: number };
export type Output = NodeJS.WritableStream & Terminal;
export type Input = NodeJS.ReadStream;

/** What surrounds a run of the command: passed in, so that a test can hold all of it. */
export type Shell = {
  env: Environment;
  stdin: Input;
  stdout: Output;
  stderr: Output;
  /** Aborts on Ctrl-C, and when nobody reads our output any more. */
  signal: AbortSignal;
  now: () => Date;
  fetch: typeof fetch;
};

/** Why a run was stopped from outside. `pipe`: who read our output has enough. */
export type Stopped = { stopped: 'interrupt' | 'pipe' };

export function stoppedBy(signal: AbortSignal): Stopped['stopped'] | null {
  if (!signal.aborted) return null;
  return (signal.reason as Partial<Stopped>)?.stopped ?? 'interrupt';
}

/** Writes and waits until the other end has room, so that a slow reader holds nothing in our memory. */
export async function write(to: Output, text: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (text === '' || to.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const done = () => {
      to.removeListener('drain', done);
      signal.removeEventListener('abort', done);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    to.once('drain', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
