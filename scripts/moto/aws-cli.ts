import { spawnSync } from 'node:child_process';
import { startAwsCli } from '../test/aws-cli';

/** Runs one command of the AWS CLI in a region and answers what it printed, parsed; null when it printed nothing. */
export type Aws = <T = unknown>(...words: string[]) => Promise<T>;

export type MotoCli = { in(region: string): Aws; close(): void };

const ENV = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_MAX_ATTEMPTS: '2' };

/** Starts the AWS CLI against moto; its commands run one after another. Throws what a command that fails says. */
export async function startMotoCli(endpoint: string): Promise<MotoCli> {
  const { aws, close } = await startAwsCli(endpoint, { env: ENV });
  const inRegion =
    (region: string) =>
    async (...words: string[]) => {
      const { code, stdout, stderr } = await aws('--region', region, ...words);
      if (code !== 0) throw new Error(`aws ${words.join(' ')} ended ${code}: ${stderr.trim().slice(0, 2_000)}`);
      return stdout.trim() === '' ? null : JSON.parse(stdout);
    };
  return { in: (region) => inRegion(region) as Aws, close };
}

/** As in `aws-cli/1.45.11`. */
export function awsCliVersion(): string {
  return spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout.trim().split(' ')[0] ?? '';
}
