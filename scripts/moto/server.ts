import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { killGroup } from '../lib/run';

export type MotoServer = { url: string; stop(): void };

/** Whether both programs of the comparison are on the PATH. */
export function motoInstalled(): boolean {
  return ['moto_server', 'aws'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0);
}

/** Starts an empty moto_server on a free port of 127.0.0.1. */
export async function startMoto(): Promise<MotoServer> {
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  let url: string | undefined;
  while (url === undefined) {
    const [chunk] = (await Promise.race([once(child.stderr, 'data'), once(child, 'close')])) as [
      Buffer | number | null,
    ];
    if (!Buffer.isBuffer(chunk)) throw new Error(`moto_server ended with ${chunk}: ${said}`);
    said += chunk.toString();
    url = said.match(/Running on (http:\/\/127\.0\.0\.1:\d+)/)?.[1];
  }
  child.stderr.resume();
  // The launcher on the PATH may be a shim that starts Python as its child: the group is ended as one.
  return { url, stop: () => killGroup(child.pid, 'SIGKILL') };
}

/** moto's own version, as its package says. */
export function motoVersion(): string {
  const asked = ['-c', 'import moto; print(moto.__version__)'];
  return `moto ${spawnSync('python3', asked, { encoding: 'utf8' }).stdout.trim()}`;
}
