import { parseInput } from '@/lib/schemas/parse';
import { type Explanation, explainTerraform } from './explain';
import { type RenderedFile, TERRAFORM_FILES, VALUES_FILE } from './files';
import { deployFiles } from './generated/files';
import { type Onboarding, type OnboardingInput, onboardingInputSchema } from './input';

/**
 * The Terraform files for one account, with what each block does. Only `mooring.auto.tfvars.json` differs between
 * accounts: Terraform takes strings there literally, so no value can become code.
 * @throws AppError `invalid_request` naming the fields that are wrong.
 */
export function renderOnboarding(raw: OnboardingInput): { files: RenderedFile[]; explanations: Explanation[] } {
  const input = parseInput(onboardingInputSchema, raw);
  const constant = TERRAFORM_FILES.map((path) => ({
    path,
    language: 'hcl',
    content: deployFiles[`terraform/${path}`],
  }));
  const values = {
    path: VALUES_FILE,
    language: 'json',
    content: `${JSON.stringify(terraformValues(input), null, 2)}\n`,
  };
  const [main, permissions, ...rest] = constant;
  const files = [main, permissions, values, ...rest].filter((file) => file !== undefined);
  return { files, explanations: explainTerraform(input) };
}

/** The variables of deploy/terraform/examples/onboarding-wif that this input sets; the others keep their defaults. */
export function terraformValues(input: Onboarding): Record<string, unknown> {
  return {
    integration_name: input.integrationName,
    region: input.region,
    issuer_url: input.issuerUrl,
    audience: input.audience,
    subject: input.subject,
    ...(input.existingProviderArn === undefined ? {} : { oidc_provider_arn: input.existingProviderArn }),
    role_name: input.roleName,
    permission_set: input.permissionSet,
    ...(input.permissionSet === 'minimal' ? { minimal_policy: input.minimalPolicy } : {}),
    ...(input.permissionSet === 'security_audit' && input.supplementPolicy
      ? { supplement_policy: input.supplementPolicy }
      : {}),
    max_session_seconds: input.maxSessionSeconds,
    token_retriever: input.tokenRetriever,
    ...(Object.keys(input.tags).length === 0 ? {} : { tags: input.tags }),
    ...(input.endpointUrl === undefined ? {} : { aws_endpoint_url: input.endpointUrl }),
  };
}
