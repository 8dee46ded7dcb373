import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '@/scripts/build/bundles';

export type Ended = { code: number | null; stdout: string; stderr: string };
type Options = { env?: Record<string, string>; input?: string };

/** The bundled command in a folder of its own, as people run it. */
export async function buildCommand() {
  const folder = await mkdtemp(join(tmpdir(), 'mooring-cli-'));
  const program = join(folder, 'mooring.mjs');
  await bundle('cli/main.ts', program);
  /** Starts it with nothing but PATH, a home of its own and `env`. */
  const start = (words: readonly string[], { env = {}, input }: Options = {}) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: folder, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
    return { child, ended };
  };
  return {
    folder,
    program,
    start,
    run: (words: readonly string[], options?: Options) => start(words, options).ended,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
