import { coveredCollectors, requiredActions } from '@/lib/collectors/registry';
import type { Credential, Integration } from '@/lib/db/generated/prisma/client';
import { AppError } from '@/lib/errors/app-error';
import { retrieverSchema } from '@/lib/schemas/credential';
import { integrationOptionsSchema } from '@/lib/schemas/integration';
import type { OnboardingInput } from '@/lib/terraform/input';
import { minimalPolicy } from '@/lib/terraform/minimal-policy';
import { supplementPolicy } from '@/lib/terraform/supplement';
import type { WorkspaceContext } from '../context';
import { awsEndpoints } from '../install/endpoints';

/** What the wizard renders for an integration, from what was fixed when it was drafted. */
export async function onboardingInput(
  context: Pick<WorkspaceContext, 'db' | 'install'>,
  integration: Integration & { credential: Credential },
): Promise<OnboardingInput> {
  const { issuerUrl, audience, subject, roleName, name, region } = integration;
  const retriever = retrieverSchema.parse(integration.credential.retriever);
  if (retriever === 'none') {
    throw new AppError(
      'precondition_failed',
      'There is nothing to apply: this integration uses the AWS identity of the host as it is.',
    );
  }
  if (!issuerUrl || !audience || !subject || !roleName) {
    throw new AppError(
      'not_configured',
      'There is nothing to render: this integration was drafted without a public issuer URL. Set MOORING_ISSUER_URL (System, Security says how) and draft it again.',
    );
  }
  const options = integrationOptionsSchema.parse(integration.options);
  const actions = requiredActions(coveredCollectors(options.services));
  const supplement = options.permissionSet === 'security_audit' ? supplementPolicy(actions) : undefined;
  const endpoints = await awsEndpoints(context.db, context.install);
  return {
    integrationName: name,
    region,
    issuerUrl,
    audience,
    subject,
    roleName: options.roleName ?? roleName,
    permissionSet: options.permissionSet,
    tokenRetriever: retriever,
    ...(options.permissionSet === 'minimal' ? { minimalPolicy: minimalPolicy(actions) } : {}),
    ...(supplement ? { supplementPolicy: supplement } : {}),
    ...(options.existingProviderArn ? { existingProviderArn: options.existingProviderArn } : {}),
    ...(endpoints.default ? { endpointUrl: endpoints.default } : {}),
  };
}
