import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../lib/run';

export type SandboxAccount = { id: string; name: string; accessKeyId: string; secretAccessKey: string };
type Say = (text: string) => void;

/** The environment of the account's owner: the sandbox administrator's credentials and nothing of this machine's AWS. */
function ownerEnvironment(account: SandboxAccount): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: _, AWS_PROFILE: __, AWS_SESSION_TOKEN: ___, ...rest } = process.env;
  return {
    ...rest,
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    TF_IN_AUTOMATION: '1',
  };
}

/** Real `terraform init`, `validate`, `apply` of the unpacked zip; answers the output `role_arn`. */
export async function applyTerraform(
  folder: string,
  account: SandboxAccount,
  sandboxUrl: string,
  say: Say,
): Promise<string> {
  const env = ownerEnvironment(account);
  const plugins = process.env.MOORING_TF_PLUGIN_DIR ?? '/opt/tf-plugins';
  const terraform = async (...args: string[]) => {
    const { code, stdout, output } = await run('terraform', [`-chdir=${folder}`, ...args], { env, timeoutMs: 180_000 });
    if (code !== 0) throw new Error(`terraform ${args[0]}:\n${output}`);
    return stdout;
  };
  await terraform('init', '-input=false', `-plugin-dir=${plugins}`);
  say(`terraform init with the provider in ${plugins}; AWS is ${sandboxUrl}`);
  await terraform('validate');
  say('terraform validate: valid');
  const applied = await terraform('apply', '-input=false', '-auto-approve', '-no-color');
  say(applied.split('\n').find((line) => line.startsWith('Apply complete')) ?? 'applied');
  return (await terraform('output', '-raw', 'role_arn')).trim();
}

/** The command that the page shows, run by sh beside the downloaded template; answers the ARN that it prints last. */
export async function applyCloudFormation(
  rendered: { template: { path: string; content: string }; command: string },
  folder: string,
  account: SandboxAccount,
  say: Say,
): Promise<string> {
  await writeFile(join(folder, rendered.template.path), rendered.template.content);
  const lint = await run('cfn-lint', [join(folder, rendered.template.path)], { timeoutMs: 60_000 });
  say(
    lint.code === -1
      ? 'cfn-lint is not here: skipped'
      : lint.code === 0
        ? 'cfn-lint: clean'
        : `cfn-lint: ${lint.output}`,
  );
  const { code, stdout, output } = await run('sh', ['-c', `cd '${folder}' && ${rendered.command}`], {
    env: ownerEnvironment(account),
    timeoutMs: 180_000,
  });
  if (code !== 0) throw new Error(`The CloudFormation command failed:\n${output}`);
  const arn = stdout.trim().split('\n').at(-1) ?? '';
  if (!arn.startsWith('arn:')) throw new Error(`The command printed no ARN:\n${output}`);
  return arn;
}
