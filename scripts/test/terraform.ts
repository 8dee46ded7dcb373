import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startLeashed } from './leash';
import { type Environment, hasTool, type Outcome, run, toolEnvironment } from './tools';

const TOOL = ['terraform', 'tofu'].find(hasTool);
const PLUGINS = [process.env.TF_PLUGIN_DIR, '/opt/tf-plugins', '/usr/share/terraform/plugins'].find(
  (place) => place && existsSync(join(place, 'registry.terraform.io/hashicorp/aws')),
);

/** Both programs are gone before collecting garbage would pay. */
const QUICK: Environment = { GOGC: '400' };

/** Why tests with real Terraform cannot run here; undefined when they can. */
export const terraformMissing = !TOOL
  ? 'neither terraform nor tofu is installed'
  : !PLUGINS
    ? 'no AWS provider for terraform init -plugin-dir (set TF_PLUGIN_DIR)'
    : undefined;

/** Runs Terraform, or OpenTofu, in a folder. `init` finds the AWS provider on this machine. */
export function terraform(
  args: string[],
  options: { cwd: string; env: Environment; timeoutMs?: number },
): Promise<Outcome> {
  const [command = '', ...rest] = args;
  const found = command === 'init' && !options.env.TF_REATTACH_PROVIDERS ? [`-plugin-dir=${PLUGINS}`] : [];
  return run(TOOL ?? 'terraform', [command, ...found, '-no-color', ...rest], options);
}

export type TerraformProvider = { env: Environment; stop(): Promise<void> };

/**
 * The real AWS provider, kept running for several Terraform commands, each of which would start its own. Commands take the
 * `env` of the answer; the provider has credentials and endpoint (AWS_ENDPOINT_URL: validating a configuration's `endpoints`
 * block takes it six seconds of processor time) from the `env` given.
 * https://developer.hashicorp.com/terraform/plugin/debugging
 */
export async function startTerraformProvider(env: Environment): Promise<TerraformProvider> {
  const program = providerProgram();
  if (!program) return { env, stop: async () => {} };
  // Left to itself it writes megabytes of what it does.
  const { child, stop } = startLeashed(program, ['-debug'], toolEnvironment({ ...env, ...QUICK, TF_LOG: 'ERROR' }));
  child.stderr.resume();
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line)?.[1];
    if (!found) continue;
    child.stdout.resume();
    return { env: { ...env, ...QUICK, TF_REATTACH_PROVIDERS: found }, stop };
  }
  throw new Error('The AWS provider ended before it said how to reach it.');
}

/** The newest provider of this platform that lies there unpacked. Without one each command unpacks and starts its own. */
function providerProgram(): string | undefined {
  const root = join(PLUGINS ?? '', 'registry.terraform.io/hashicorp/aws');
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const programs = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes(`/${platform}/terraform-provider-aws`))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return programs.map((path) => join(root, path)).at(-1);
}
