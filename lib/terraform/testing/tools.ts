import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

export type Outcome = { code: number; stdout: string; stderr: string };

/** Terraform must not read this machine's CLI configuration, the AWS tools not its accounts. */
const CLEAN = { TF_CLI_CONFIG_FILE: undefined, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', AWS_PROFILE: undefined };

export function hasTool(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Where the AWS provider lies on this machine for `terraform init -plugin-dir`, when it does. */
export function pluginDirectory(): string | undefined {
  const places = [process.env.TF_PLUGIN_DIR, '/opt/tf-plugins', '/usr/share/terraform/plugins'];
  return places.find((place) => place && existsSync(join(place, 'registry.terraform.io/hashicorp/aws')));
}

/** Runs to the end; never throws for an exit code. */
export function run(command: string, args: string[], options: { cwd?: string; env?: Environment } = {}) {
  const env = { ...process.env, ...CLEAN, ...options.env };
  return new Promise<Outcome>((resolve) => {
    execFile(command, args, { cwd: options.cwd, env, maxBuffer: 32 << 20 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) || 1 : 0, stdout, stderr });
    });
  });
}

/** Unpacks as a user would, into a new folder; returns it. */
export async function unpack(bytes: Uint8Array, into?: string): Promise<string> {
  const folder = into ?? (await mkdtemp(join(tmpdir(), 'mooring-bundle-')));
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

export type Environment = Record<string, string | undefined>;
export type Server = { url: string; stop: () => Promise<void> };

/** Starts moto_server on a free port of 127.0.0.1 with AWS's managed policies loaded; ready when it says where it is. */
export function startMoto(): Promise<Server> {
  const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', PYTHONUNBUFFERED: '1' };
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stopped = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = () => {
    child.kill();
    return stopped;
  };
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1];
      if (url) resolve({ url, stop });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`moto_server ended: ${text}`)));
  });
}

/** What moto takes as a sign-in; it looks at neither. */
export const MOTO_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'not-looked-at',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
};
