import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { applyInSandboxSchema } from '@/lib/schemas/integration';
import { renderCloudFormation } from '@/lib/terraform/cloudformation';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { onboardingInput } from './onboarding-input';
import { sandboxAccounts } from './sandbox';

const input = applyInSandboxSchema.extend({ integrationId: idSchema });

/** Writes down who asked, before anything is made: the stack itself is created outside of any transaction. */
const prepare = workspaceWrite({
  permission: 'integration:write',
  input,
  async run(tx, { integrationId }, context) {
    const { install, workspaceId } = context;
    const integration = await tx.integration.findUnique({
      where: { workspaceId_id: { workspaceId, id: integrationId } },
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
 * Creates the rendered CloudFormation stack in a sandbox account, through the sandbox's own CloudFormation API and the
 * account administrator's credentials: what the account owner would do with the command.
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
  const client = new CloudFormationClient({
    region: onboarding.region,
    endpoint,
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
    maxAttempts: 3,
  });
  try {
    return { ...(await createStack(client, stackName, template.content, parameters)), accountId: account.id };
  } finally {
    client.destroy();
  }
}

const outputSchema = z.string().min(1);

async function createStack(
  client: CloudFormationClient,
  name: string,
  template: string,
  parameters: Record<string, string>,
) {
  try {
    await client.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: template,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      }),
    );
  } catch (error) {
    // The same stack applied before is what was asked for; anything else is told in the sandbox's own words.
    if (!(error instanceof Error) || error.name !== 'AlreadyExistsException') throw refused(name, error);
  }
  const waited = await waitUntilStackCreateComplete(
    { client, maxWaitTime: 30, minDelay: 1, maxDelay: 2 },
    { StackName: name },
  ).catch((error: unknown) => error);
  if (waited instanceof Error) throw refused(name, new Error(await whyFailed(client, name)));
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  const [stack] = Stacks ?? [];
  const roleArn = stack?.Outputs?.find((output) => output.OutputKey === 'RoleArn')?.OutputValue;
  return { stackId: outputSchema.parse(stack?.StackId), roleArn: outputSchema.parse(roleArn) };
}

async function whyFailed(client: CloudFormationClient, name: string): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: name }));
  const failed = StackEvents.filter((event) => event.ResourceStatus?.endsWith('FAILED')).at(-1);
  return failed ? `${failed.LogicalResourceId}: ${failed.ResourceStatusReason}` : 'the stack did not finish in 30 s';
}

function refused(name: string, error: unknown): AppError {
  const text = error instanceof Error ? error.message : 'no answer';
  return new AppError('upstream_refused', `The sandbox did not make the stack ${name}: ${text}`, { cause: error });
}
