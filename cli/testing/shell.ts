import { PassThrough } from 'node:stream';
import type { Environment } from '../env';
import type { Input, Shell } from '../shell';

export const NOW = new Date('2026-11-21T12:00:00Z');

/** Surroundings that a test holds: what was written is in `said`, and no request can be made. */
export function testShell(env: Environment = {}) {
  const said = { out: '', err: '' };
  const sink = (name: keyof typeof said) => {
    const stream = new PassThrough();
    stream.on('data', (part: Buffer) => {
      said[name] += part.toString('utf8');
    });
    return stream;
  };
  const stop = new AbortController();
  const shell: Shell = {
    env,
    stdin: new PassThrough() as unknown as Input,
    stdout: sink('out'),
    stderr: sink('err'),
    signal: stop.signal,
    now: () => NOW,
    fetch: () => Promise.reject(new Error('No request is made here.')),
  };
  return { shell, said, stop };
}
