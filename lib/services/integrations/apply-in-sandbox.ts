import type { z } from 'zod';
import { awsClients } from '@/lib/aws/clients';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { applyInSandboxSchema } from '@/lib/schemas/integration';
import { renderCloudFormation } from '@/lib/terraform/cloudformation';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { onboardingInput } from './onboarding-input';
import { sandboxAccounts } from './sandbox';
import { deployStack } from './sandbox-stack';

const input = applyInSandboxSchema.extend({ integrationId: idSchema });

/** Writes down who asked, before anything is made: the stack itself is created outside of any transaction. */
const prepare = workspaceWrite({
  permission: 'integration:write',
  input,
  async run(tx, { integrationId }, context) {
    const { install, workspaceId } = context;
    const integration = await tx.integration.findUnique({
      where: { workspaceId_id: { workspaceId, id: integrationId } },
      include: { credential: true },
    });
    if (!integration) throw notFound('integration');
    if (!install.sandboxUrl) {
      throw new AppError(
        'precondition_failed',
        'There is no sandbox here. Apply the Terraform or the CloudFormation template in the account itself.',
      );
    }
    return {
      onboarding: await onboardingInput(context, integration),
      name: integration.name,
      endpoint: install.sandboxUrl,
    };
  },
  audit: ({ integrationId, accountId }, { name }) => ({
    action: 'integration.apply_in_sandbox',
    target: { kind: 'integration', id: integrationId, label: name },
    detail: { accountId },
  }),
});

/**
 * Creates or updates the rendered CloudFormation stack in a sandbox account, through the sandbox's own CloudFormation
 * API and the account administrator's credentials: what the account owner would do with the command.
 */
export async function applyInSandbox(context: WorkspaceContext, raw: z.input<typeof input>) {
  const { onboarding, endpoint } = await prepare(context, raw);
  const account = (await sandboxAccounts(context.install)).find(({ id }) => id === raw.accountId);
  if (!account) {
    throw new AppError('invalid_request', 'The sandbox has no such account.', {
      details: [{ path: 'accountId', message: 'not an account of the sandbox' }],
    });
  }
  const { stackName, template, parameters } = renderCloudFormation(onboarding);
  const { accessKeyId, secretAccessKey } = account;
  const clients = awsClients({
    region: onboarding.region,
    endpoints: { default: endpoint },
    credentials: { accessKeyId, secretAccessKey },
    limits: { maxAttempts: 3 },
  });
  try {
    return {
      ...(await deployStack(clients.cloudformation, { stackName, template: template.content, parameters })),
      accountId: account.id,
    };
  } finally {
    clients.destroy();
  }
}
