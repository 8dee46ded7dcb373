import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { request } from 'undici';
import type { z } from 'zod';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { AppError, notFound } from '@/lib/errors/app-error';
import { prepareInSandboxSchema, type StrategyName } from '@/lib/schemas/event-source';
import { readPolicy } from '@/lib/terraform/event-source-policy';
import type { WorkspaceContext } from '../context';
import { sandboxAccounts } from '../integrations/sandbox';
import { workspaceWrite } from '../verb';

const TIMEOUT_MS = 15_000;
/** Real files come every five minutes; nobody who tries it waits so long. */
const FILES_EVERY_MS = 10_000;
const DIGESTS_EVERY_MS = 5 * 60_000;
/** The demo's log files are taken away after a day. */
const FILES_KEPT_MS = 86_400_000;

const asked = workspaceWrite({
  permission: 'eventSource:write',
  input: prepareInSandboxSchema,
  async run(tx, { integrationId: id }, { workspaceId, install }) {
    const integration = await tx.integration.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
    if (!integration) throw notFound('integration');
    if (!install.sandboxUrl) {
      throw new AppError('precondition_failed', 'There is no sandbox here. Apply the Terraform in the account itself.');
    }
    const roleName = integration.roleArn?.split('/').at(-1);
    if (!integration.accountId || !roleName) {
      throw new AppError('precondition_failed', 'This integration is a draft. Verify and save it first.');
    }
    const { accountId, region, name } = integration;
    return { accountId, region, roleName, label: name, endpoint: install.sandboxUrl };
  },
  audit: ({ strategy, integrationId: id }, { label }) => ({
    action: 'event_source.prepare_in_sandbox',
    target: { kind: 'integration', id, label },
    detail: { strategy },
  }),
});

/**
 * Makes what a strategy reads in the integration's sandbox account, lets its role read it, and has the sandbox deliver
 * the account's events there: what the Terraform does in AWS. Answers the config for the form.
 */
export async function prepareInSandbox(context: WorkspaceContext, raw: z.input<typeof prepareInSandboxSchema>) {
  const { accountId, region, roleName, endpoint } = await asked(context, raw);
  const account = (await sandboxAccounts(context.install)).find(({ id }) => id === accountId);
  if (!account) throw new AppError('precondition_failed', 'The integration’s account is not one of the sandbox.');
  const { accessKeyId, secretAccessKey } = account;
  const clients = awsClients({
    region,
    endpoints: { default: endpoint },
    credentials: { accessKeyId, secretAccessKey },
    limits: { maxAttempts: 3 },
  });
  try {
    const name = `mooring-events-${raw.strategy}-${Date.now().toString(36)}`;
    const { config, delivery } = await MAKE[raw.strategy](clients, { name, accountId, region });
    const logs = 'bucket' in delivery ? { logs: { bucketName: String(delivery.bucket) } } : {};
    const policy = JSON.stringify(readPolicy(raw.strategy, config as never, logs));
    await clients.iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: name, PolicyDocument: policy }));
    await deliver(endpoint, { name, accounts: [accountId], ...delivery });
    return { config };
  } finally {
    clients.destroy();
  }
}

type Place = { name: string; accountId: string; region: string };
type Made = { config: Record<string, unknown>; delivery: Record<string, unknown> };

const trail = { intervalMs: FILES_EVERY_MS, retentionMs: FILES_KEPT_MS, digest: { intervalMs: DIGESTS_EVERY_MS } };

const MAKE = {
  async eventbridge(clients, place) {
    const queueURL = await makeQueue(clients, place);
    return { config: queueConfig(queueURL, place), delivery: { kind: 'eventbridge', queueUrl: queueURL } };
  },
  async sqs(clients, place) {
    const queueURL = await makeQueue(clients, place);
    const bucket = await makeBucket(clients, place);
    const delivery = { kind: 'sqs', queueUrl: queueURL, bucket, shape: 's3-sns', ...trail };
    return { config: queueConfig(queueURL, place), delivery };
  },
  async s3(clients, place) {
    const bucketName = await makeBucket(clients, place);
    const config = { bucketName, prefix: 'AWSLogs/', region: place.region, accountID: place.accountId };
    return { config, delivery: { kind: 's3', bucket: bucketName, ...trail } };
  },
  async kinesis({ kinesis }, { name: StreamName }) {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    const streamARN = StreamDescriptionSummary?.StreamARN ?? '';
    return { config: { streamARN, shardID: '' }, delivery: { kind: 'kinesis', streamArn: streamARN } };
  },
} as const satisfies Record<StrategyName, (clients: AwsClients, place: Place) => Promise<Made>>;

const queueConfig = (queueURL: string, { region, accountId }: Place) => ({ queueURL, region, accountID: accountId });

/** With a dead-letter queue, as the Terraform makes it. */
async function makeQueue({ sqs }: AwsClients, { name, accountId, region }: Place): Promise<string> {
  const dead = `${name}-dead-letters`;
  await sqs.send(new CreateQueueCommand({ QueueName: dead }));
  const deadLetterTargetArn = `arn:aws:sqs:${region}:${accountId}:${dead}`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 10 });
  const command = new CreateQueueCommand({ QueueName: name, Attributes: { RedrivePolicy } });
  const { QueueUrl = '' } = await sqs.send(command);
  return QueueUrl;
}

async function makeBucket({ s3 }: AwsClients, { name, accountId, region }: Place): Promise<string> {
  const Bucket = `${name}-${accountId}`;
  const where = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } };
  await s3.send(new CreateBucketCommand({ Bucket, ...where }));
  return Bucket;
}

async function deliver(endpoint: string, delivery: object): Promise<void> {
  const answer = await request(new URL('/_sandbox/deliveries', endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(delivery),
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 201)
    throw new AppError('unavailable', `The sandbox refused to deliver: ${text.slice(0, 300)}`);
}
