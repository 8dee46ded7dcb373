import { once } from 'node:events';
import { startLeashed } from './leash';
import { toolEnvironment } from './tools';

export type MotoServer = { url: string; stop(): Promise<void> };

/** What moto takes as a sign-in; it looks at neither. */
export const MOTO_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
};

/** Starts an empty moto_server on a free port of 127.0.0.1, `managedPolicies`: with those that AWS gives every account. */
export async function startMoto({ managedPolicies = false } = {}): Promise<MotoServer> {
  const env = toolEnvironment({ MOTO_IAM_LOAD_MANAGED_POLICIES: managedPolicies ? 'true' : undefined });
  const { child, stop } = startLeashed('moto_server', ['-H', '127.0.0.1', '-p', '0'], env);
  child.stdout.resume();
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
  return { url, stop };
}
