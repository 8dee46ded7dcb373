import { parseInput } from '@/lib/schemas/parse';
import { type OnboardingInput, onboardingInputSchema } from './input';
import { bundleName, shellQuote } from './names';

export const TERRAFORM_TOOLS = ['terraform', 'tofu'] as const;
export type TerraformTool = (typeof TERRAFORM_TOOLS)[number];

/** One command a line for a POSIX shell, beside the downloaded `<bundleName>.zip`. The last prints the role's ARN. */
export function terraformCommands(raw: OnboardingInput, tool: TerraformTool): string[] {
  const { integrationName } = parseInput(onboardingInputSchema, raw);
  const name = shellQuote(bundleName(integrationName));
  return [`unzip ${name}.zip`, `cd ${name}`, `${tool} init`, `${tool} apply`, `${tool} output -raw role_arn`];
}

/** Where the state of an apply belongs, in words for the page. */
export const STATE_NOTE =
  'Terraform remembers what it made in a state file. Without a backend that file lies in this folder, and only ' +
  'whoever has it can change or remove the role later. For an account that several people look after, keep the state ' +
  'where they all reach it: add a backend.tf with your team’s backend (an S3 bucket, HCP Terraform, GitLab) before ' +
  'init, or copy these files into the repository that already manages the account. The state holds no secret: ' +
  'no key is made.';

export type SandboxAccess = { accessKeyId: string; secretAccessKey: string; region: string };

/** The environment in which terraform, tofu and the AWS CLI reach a sandbox account and nothing else. */
export function sandboxEnvironment(access: SandboxAccess): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: access.accessKeyId,
    AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
    AWS_REGION: access.region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The same as lines to paste before the commands. A profile or session token of the shell would win, so they go. */
export function sandboxExports(access: SandboxAccess): string[] {
  const exports = Object.entries(sandboxEnvironment(access)).map(
    ([name, value]) => `export ${name}=${shellQuote(value)}`,
  );
  return ['unset AWS_PROFILE AWS_SESSION_TOKEN', ...exports];
}

/**
 * For System -> Security: the apply of deploy/terraform/examples/onboarding-wif in a clone of the repository, with
 * this install's values filled in. Nothing is validated here; every value is quoted for the shell.
 */
export function federationSnippet(
  federation: { issuerUrl: string; audience: string; subject: string },
  tool: TerraformTool = 'terraform',
): string {
  const variables = {
    issuer_url: federation.issuerUrl,
    audience: federation.audience,
    subject: federation.subject,
  };
  const lines = Object.entries(variables).map(([name, value]) => `  -var ${shellQuote(`${name}=${value}`)}`);
  return [
    'cd deploy/terraform/examples/onboarding-wif',
    `${tool} init`,
    [`${tool} apply`, ...lines].join(' \\\n'),
    `${tool} output -raw aws_credentials_config`,
  ].join('\n');
}
