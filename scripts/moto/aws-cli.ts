import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../lib/root';

/** Runs one command of the AWS CLI in a region and answers what it printed, parsed; null when it printed nothing. */
export type Aws = <T = unknown>(...words: string[]) => Promise<T>;

export type AwsCli = { version: string; in(region: string): Aws; close(): void };

const ENV = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_PAGER: '', AWS_MAX_ATTEMPTS: '2' };

/** Starts the AWS CLI against `endpoint`; its commands run one after another. Throws what a command that fails says. */
export function startAwsCli(endpoint: string): AwsCli {
  const child = spawn('python3', [join(ROOT, 'scripts/moto/aws_cli.py'), endpoint], {
    env: { ...process.env, ...ENV },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: { words: string[]; resolve: (value: unknown) => void; reject: (reason: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const asked = waiting.shift();
    const { code, out, err } = JSON.parse(line) as { code: number; out: string; err: string };
    if (code === 0) asked?.resolve(out.trim() === '' ? null : JSON.parse(out));
    else asked?.reject(new Error(`aws ${asked.words.join(' ')} ended ${code}: ${err.trim().slice(0, 2_000)}`));
  });
  child.once('close', (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`The AWS CLI's driver ended with ${code}.`));
  });
  const send = (words: string[]) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.push({ words, resolve, reject });
      child.stdin.write(`${JSON.stringify(words)}\n`);
    });
  return {
    version: spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout.trim().split(' ')[0] ?? '',
    in: (region) => (async (...words: string[]) => send(['--region', region, ...words])) as Aws,
    close: () => child.stdin.end(),
  };
}
