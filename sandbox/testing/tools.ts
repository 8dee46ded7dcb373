import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Outcome = { code: number; stdout: string; stderr: string };

/** Nothing of this machine's accounts or Terraform settings may leak into a test. */
const CLEAN = {
  TF_CLI_CONFIG_FILE: undefined,
  TF_IN_AUTOMATION: '1',
  CHECKPOINT_DISABLE: '1',
  AWS_PROFILE: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
};

export function hasTool(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Where the AWS provider lies for `terraform init -plugin-dir`, when it does. */
export function pluginDirectory(): string | undefined {
  const places = [process.env.TF_PLUGIN_DIR, '/opt/tf-plugins', '/usr/share/terraform/plugins'];
  return places.find((place) => place && existsSync(join(place, 'registry.terraform.io/hashicorp/aws')));
}

/** Runs to the end or for two minutes; never throws for an exit code. */
export function run(command: string, args: string[], options: { cwd?: string; env?: Record<string, string> } = {}) {
  return new Promise<Outcome>((resolve) => {
    execFile(
      command,
      args,
      { cwd: options.cwd, env: { ...process.env, ...CLEAN, ...options.env }, timeout: 120_000, maxBuffer: 32 << 20 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) || 1 : 0, stdout, stderr }),
    );
  });
}
