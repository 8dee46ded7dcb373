import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';

export type SandboxStack = { stackName: string; template: string; parameters: Record<string, string> };

const WAIT = { maxWaitTime: 30, minDelay: 1, maxDelay: 2 };
const text = z.string().min(1);

/**
 * Creates the stack, or brings one that was made before for this very integration up to date: what `aws cloudformation
 * deploy` does. A stack of that name made for another subject is left alone (`conflict`).
 */
export async function deployStack(client: CloudFormationClient, wish: SandboxStack) {
  const StackName = wish.stackName;
  const request = {
    StackName,
    TemplateBody: wish.template,
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    Parameters: Object.entries(wish.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  };
  try {
    await client.send(new CreateStackCommand(request));
    await finished(client, StackName, waitUntilStackCreateComplete);
  } catch (error) {
    if (!named(error, 'AlreadyExistsException')) throw refused(StackName, error);
    const standing = await describe(client, StackName);
    assertOurs(standing, wish);
    // What is left of a create that failed can only be deleted; it holds nothing.
    if (standing?.StackStatus === 'ROLLBACK_COMPLETE') {
      await client.send(new DeleteStackCommand({ StackName }));
      await finished(client, StackName, waitUntilStackDeleteComplete);
      await client.send(new CreateStackCommand(request));
      await finished(client, StackName, waitUntilStackCreateComplete);
    } else if (await startsUpdate(client, request)) await finished(client, StackName, waitUntilStackUpdateComplete);
  }
  const stack = await describe(client, StackName);
  const roleArn = stack?.Outputs?.find((output) => output.OutputKey === 'RoleArn')?.OutputValue;
  return { stackId: text.parse(stack?.StackId), roleArn: text.parse(roleArn) };
}

async function startsUpdate(
  client: CloudFormationClient,
  request: ConstructorParameters<typeof UpdateStackCommand>[0],
): Promise<boolean> {
  try {
    await client.send(new UpdateStackCommand(request));
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('No updates are to be performed')) return false;
    throw refused(request.StackName ?? '', error);
  }
}

/** The name follows the integration's, and another workspace may have used it in this account. */
function assertOurs(stack: Stack | undefined, { stackName, parameters }: SandboxStack): void {
  const parameterOf = (key: string) =>
    stack?.Parameters?.find((parameter) => parameter.ParameterKey === key)?.ParameterValue;
  if (parameterOf('Subject') === parameters.Subject && parameterOf('IssuerUrl') === parameters.IssuerUrl) return;
  throw new AppError(
    'conflict',
    `The account has a stack ${stackName} already, made for another integration. Rename this draft, or delete that stack.`,
  );
}

async function finished(
  client: CloudFormationClient,
  StackName: string,
  wait: typeof waitUntilStackCreateComplete,
): Promise<void> {
  try {
    await wait({ client, ...WAIT }, { StackName });
  } catch {
    throw refused(StackName, new Error(await whyFailed(client, StackName)));
  }
}

async function describe(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0];
}

/** Events come newest first, so the last failure in the list is the one that began it. */
async function whyFailed(client: CloudFormationClient, StackName: string): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const failed = StackEvents.filter((event) => event.ResourceStatus?.endsWith('FAILED')).at(-1);
  return failed ? `${failed.LogicalResourceId}: ${failed.ResourceStatusReason}` : 'the stack did not finish in 30 s';
}

function refused(name: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const said = error instanceof Error ? error.message : 'no answer';
  return new AppError('upstream_refused', `The sandbox did not make the stack ${name}: ${said}`, { cause: error });
}

function named(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
