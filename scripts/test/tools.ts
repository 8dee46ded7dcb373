import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Outcome = { code: number; stdout: string; stderr: string };
/** undefined takes a variable away. */
export type Environment = Record<string, string | undefined>;

/** Nothing of this machine's accounts, certificates or Terraform settings may leak into a test. */
const CLEAN: Environment = {
  TF_CLI_CONFIG_FILE: undefined,
  TF_IN_AUTOMATION: '1',
  CHECKPOINT_DISABLE: '1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_PROFILE: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_CA_BUNDLE: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
};

/** The environment of a foreign program in a test: ours, cleaned, and what the test says. */
export function toolEnvironment(env: Environment = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...CLEAN, ...env } as NodeJS.ProcessEnv;
}

/** Whether a program is on the PATH. */
export function hasTool(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Runs to the end or for `timeoutMs`; never throws for an exit code. */
export function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Environment; timeoutMs?: number } = {},
) {
  const { cwd, env, timeoutMs = 120_000 } = options;
  return new Promise<Outcome>((resolve) => {
    execFile(
      command,
      args,
      { cwd, env: toolEnvironment(env), timeout: timeoutMs, maxBuffer: 32 << 20 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) || 1 : 0, stdout, stderr }),
    );
  });
}
