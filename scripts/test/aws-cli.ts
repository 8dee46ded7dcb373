import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../lib/root';
import { type Environment, hasTool, type Outcome, run, toolEnvironment } from './tools';

export type AwsCli = {
  /** Runs `aws` with these words; never throws for an exit code. */
  aws(...words: string[]): Promise<Outcome>;
  close(): void;
};

/** Why tests with the AWS CLI cannot run here; undefined when they can. */
export const awsCliMissing = hasTool('aws') ? undefined : 'the AWS CLI is not installed';

/**
 * The AWS CLI against `endpoint`, with JSON as its output. Where Python can import it, it is started once and its commands
 * run one after another; else (its version 2 brings a Python of its own) each command is a process.
 */
export async function startAwsCli(endpoint: string, options: { env: Environment; cwd?: string }): Promise<AwsCli> {
  const child = spawn('python3', [join(ROOT, 'scripts/test/aws_cli.py'), endpoint], {
    cwd: options.cwd,
    env: toolEnvironment(options.env),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting: { resolve: (outcome: Outcome) => void; reject: (reason: Error) => void }[] = [];
  const started = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => {
      resolve(false);
      for (const { reject } of waiting.splice(0)) reject(new Error(`The AWS CLI's driver ended with ${code}.`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === '') resolve(true);
      else waiting.shift()?.resolve(JSON.parse(line) as Outcome);
    });
  });
  child.stdin.on('error', () => {});
  if (!(await started)) {
    const words = ['--endpoint-url', endpoint, '--output', 'json'];
    return { aws: (...more) => run('aws', [...words, ...more], options), close: () => {} };
  }
  return {
    aws: (...words) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(words)}\n`);
      }),
    close: () => child.stdin.end(),
  };
}
