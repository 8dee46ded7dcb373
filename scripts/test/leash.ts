import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

type Leashed = { child: ChildProcessByStdio<Writable, Readable, Readable>; stop(): Promise<void> };

/**
 * Starts a server for tests that ends with this process however that ends, kill -9 included: a shell waits for the end of
 * a pipe from us, or of the program, and then ends its process group, so also what a launcher on the PATH (a shim) started.
 */
export function startLeashed(program: string, args: string[], env: NodeJS.ProcessEnv): Leashed {
  const script = `exec 3<&0
"$0" "$@" </dev/null 3<&- & program=$!
{ cat <&3 >/dev/null; kill -KILL 0; } &
wait $program
kill -KILL 0`;
  const child = spawn('sh', ['-c', script, program, ...args], { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}
