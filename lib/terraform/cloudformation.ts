import { AppError } from '@/lib/errors/app-error';
import { parseInput } from '@/lib/schemas/parse';
import type { RenderedFile } from './files';
import { deployFiles } from './generated/files';
import { type Onboarding, type OnboardingInput, onboardingInputSchema, type PolicyDocument } from './input';
import { policyParts } from './minimal-policy';
import { bundleName, shellQuote } from './names';

export const TEMPLATE_FILE = 'onboarding-wif.yaml';
export const PARAMETERS_FILE = 'mooring-parameters.json';

/** CloudFormation's limit for one parameter value, in bytes. */
const MAX_PARAMETER_BYTES = 4096;
/** MinimalPolicy, MinimalPolicy2 and MinimalPolicy3 of the template. */
const POLICY_PARAMETERS = 3;

export type CloudFormationParameters = Record<string, string>;

/**
 * The template (constant), its parameters for this account (in the CLI's `["Key=Value", …]` form and as a record for
 * API callers), and the stack's name.
 * @throws AppError `invalid_request`; `precondition_failed` when the minimal policy is too long for the parameters.
 */
export function renderCloudFormation(raw: OnboardingInput): {
  template: RenderedFile;
  parametersFile: RenderedFile;
  parameters: CloudFormationParameters;
  stackName: string;
} {
  const input = parseInput(onboardingInputSchema, raw);
  const parameters = cloudFormationParameters(input);
  const overrides = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
  return {
    template: { path: TEMPLATE_FILE, language: 'yaml', content: deployFiles['cloudformation/onboarding-wif.yaml'] },
    parametersFile: {
      path: PARAMETERS_FILE,
      language: 'json',
      content: `${JSON.stringify(overrides, null, 2)}\n`,
    },
    parameters,
    stackName: bundleName(input.integrationName),
  };
}

/**
 * For a POSIX shell, beside the downloaded template: creates or updates the stack, then prints the role's ARN.
 * Every parameter is written out, because a stack that is updated keeps the old value of one that is left out.
 */
export function cloudFormationCommand(raw: OnboardingInput): string {
  const input = parseInput(onboardingInputSchema, raw);
  const { parameters, stackName } = renderCloudFormation(input);
  const place = ['--region', input.region, ...(input.endpointUrl ? ['--endpoint-url', input.endpointUrl] : [])];
  const tags = Object.entries(input.tags).map(([key, value]) => `${key}=${value}`);
  const deploy = [
    'aws cloudformation deploy',
    words(place),
    words(['--stack-name', stackName, '--template-file', TEMPLATE_FILE]),
    '--capabilities CAPABILITY_NAMED_IAM',
    ...(tags.length > 0 ? [words(['--tags', ...tags])] : []),
    '--parameter-overrides',
    ...Object.entries(parameters).map(([key, value]) => `  ${shellQuote(`${key}=${value}`)}`),
  ].join(' \\\n  ');
  const query = "Stacks[0].Outputs[?OutputKey=='RoleArn'].OutputValue";
  const show = ['--stack-name', stackName, '--query', query, '--output', 'text'];
  return `${deploy}\naws cloudformation describe-stacks ${words([...place, ...show])}`;
}

function cloudFormationParameters(input: Onboarding): CloudFormationParameters {
  const parts = input.minimalPolicy && input.permissionSet === 'minimal' ? texts(input.minimalPolicy) : [];
  if (parts.length > POLICY_PARAMETERS) {
    throw new AppError(
      'precondition_failed',
      `The minimal policy is longer than the ${POLICY_PARAMETERS} CloudFormation parameters of ${MAX_PARAMETER_BYTES} bytes that it may take. Use Terraform for it.`,
    );
  }
  return {
    // CloudFormation has no function that could replace characters, so it is done here: only words for people.
    IntegrationName: input.integrationName.replace(/[^ -~]/gu, '?'),
    IssuerUrl: input.issuerUrl,
    Audience: input.audience,
    Subject: input.subject,
    OidcProviderArn: input.existingProviderArn ?? '',
    RoleName: input.roleName,
    PermissionSet: input.permissionSet,
    MinimalPolicy: parts[0] ?? '',
    MinimalPolicy2: parts[1] ?? '',
    MinimalPolicy3: parts[2] ?? '',
    SupplementPolicy: supplementText(input),
    MaxSessionSeconds: String(input.maxSessionSeconds),
    TokenRetriever: input.tokenRetriever,
  };
}

function supplementText({ supplementPolicy, permissionSet }: Onboarding): string {
  return supplementPolicy && permissionSet === 'security_audit' ? JSON.stringify(supplementPolicy) : '';
}

const texts = (policy: PolicyDocument): string[] =>
  policyParts(policy, MAX_PARAMETER_BYTES).map((part) => JSON.stringify(part));

function words(list: readonly string[]): string {
  return list.map(shellQuote).join(' ');
}
