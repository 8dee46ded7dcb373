import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { v7 as uuidv7 } from 'uuid';
import { awsClients } from '@/lib/aws/clients';
import { COLLECTORS } from '@/lib/collectors/registry';
import { inWorkspace } from '@/lib/db/transaction';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { exchange } from '@/lib/federation/exchange';
import type { StrategyName } from '@/lib/schemas/event-source';
import type { EventPort } from '@/lib/sensor/event-port';
import { Consumers } from '@/lib/sensor/events/consumers';
import { readPolicy } from '@/lib/terraform/event-source-policy';
import { type DeliveryInput, deliverySpecSchema } from '@/sandbox/delivery/spec';
import { exchangeArguments } from '../../credentials/exchange-arguments';
import { createEventSource } from '../../event-sources/write';
import { addProfileSource, createSensorProfile } from '../../sensor-profiles/write';
import type { SandboxInstall } from '../../verifications/testing/sandbox-install';
import { type ScannerRole, scannerRole } from '../../verifications/testing/scanner-role';
import { eventPort } from '../port';

export const REGION = 'eu-west-1';

/** An account whose role is connected, and the ways its events can come, in the sandbox. */
export async function eventPipeline(m: SandboxInstall, options: { services?: Parameters<typeof scannerRole>[1] } = {}) {
  const role = await scannerRole(m, { account: 'staging', ...options.services });
  const { workspaceId, integration } = role;
  const { accountId } = role.named;
  await inWorkspace(m.db, workspaceId, (tx) =>
    tx.integration.update({
      where: { workspaceId_id: { workspaceId, id: integration.id } },
      data: { state: 'connected', accountId, region: REGION },
    }),
  );
  return { role, workspaceId, accountId, integrationId: integration.id };
}

export type EventPipeline = Awaited<ReturnType<typeof eventPipeline>>;

/** SDK clients of the account's administrator in one region: what an operator's scripts use. */
export function administrator(m: SandboxInstall, region = REGION) {
  const { accessKeyId, secretAccessKey } = m.aws.adminKey('staging');
  return awsClients({ credentials: { accessKeyId, secretAccessKey }, region, endpoints: { default: m.aws.url } });
}

type Transport = { config: Record<string, unknown>; deliver: DeliveryInput };

/** Makes what the strategy reads, in the account, and says how the sandbox delivers there. */
async function transport(
  m: SandboxInstall,
  strategy: StrategyName,
  accountId: string,
  name: string,
): Promise<Transport> {
  const clients = administrator(m);
  const more = { accounts: [accountId] };
  try {
    switch (strategy) {
      case 'eventbridge': {
        const { QueueUrl: queueURL = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
        return {
          config: { queueURL, region: REGION, accountID: accountId },
          deliver: { kind: 'eventbridge', queueUrl: queueURL, ...more },
        };
      }
      case 'sqs': {
        const { QueueUrl: queueURL = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
        const bucket = await aBucket(m, `${name}-logs`);
        const trail = { bucket, intervalMs: 300, shape: 's3-sns' } as const;
        return {
          config: { queueURL, region: REGION, accountID: accountId },
          deliver: { kind: 'sqs', queueUrl: queueURL, ...trail, ...more },
        };
      }
      case 's3': {
        const bucketName = await aBucket(m, `${name}-logs`);
        const config = { bucketName, prefix: 'AWSLogs/', region: REGION, accountID: accountId };
        return { config, deliver: { kind: 's3', bucket: bucketName, intervalMs: 300, ...more } };
      }
      case 'kinesis': {
        await clients.kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 2 }));
        const { StreamDescriptionSummary } = await clients.kinesis.send(
          new DescribeStreamSummaryCommand({ StreamName: name }),
        );
        const streamARN = StreamDescriptionSummary?.StreamARN ?? '';
        return {
          config: { streamARN, shardID: '' },
          deliver: { kind: 'kinesis', streamArn: streamARN, batchMs: 50, ...more },
        };
      }
    }
  } finally {
    clients.destroy();
  }
}

async function aBucket(m: SandboxInstall, Bucket: string): Promise<string> {
  const { s3, destroy } = administrator(m);
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  destroy();
  return Bucket;
}

/** A source of the strategy that an enabled profile has, its transport made and permitted, and deliveries to it begun. */
export async function attachedSource(
  m: SandboxInstall,
  { role, accountId, integrationId }: EventPipeline,
  strategy: StrategyName,
  faults: DeliveryInput['faults'] = {},
) {
  const name = `events-${strategy}-${uuidv7().slice(-8)}`;
  const { config, deliver } = await transport(m, strategy, accountId, name);
  // First of all, so that what lets the role read it is delivered as well.
  const { id } = m.aws.sandbox.deliveries.add(deliverySpecSchema.parse({ ...deliver, faults }));
  const PolicyDocument = JSON.stringify(readPolicy(strategy, config as never));
  await role.iam.send(new PutRolePolicyCommand({ RoleName: role.roleName, PolicyName: name, PolicyDocument }));
  const source = await createEventSource(role.context, { name, strategy, config, integrationId });
  const profile = await createSensorProfile(role.context, { title: name });
  await addProfileSource(role.context, { sensorProfileId: profile.id, eventSourceId: source.id });
  return { source, profile, deliveryId: id, config, role: role as ScannerRole };
}

/** A sensor in this process, as a worker has one. */
export async function startSensor(m: SandboxInstall, options: { port?: EventPort } = {}) {
  const sensorId = uuidv7();
  await m.db.directory.sensor.create({ data: { id: sensorId, hostname: 'test', pid: process.pid, version: '0' } });
  const errors: unknown[] = [];
  const deps = { install: m.install, now: () => new Date() };
  const consumers = new Consumers({
    port: options.port ?? eventPort(m.deps),
    sensorId,
    collectors: COLLECTORS,
    strategies: STRATEGIES_BY_NAME,
    pollMs: 300,
    exchange: async (plan, signal) => (await exchange(...exchangeArguments(deps, plan, signal))).credentials,
    onError: (error) => errors.push(error),
  }).start();
  return { sensorId, consumers, errors };
}
