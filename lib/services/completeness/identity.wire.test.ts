import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import { decodePool } from '@/lib/events/decode/pool';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { exchange } from '@/lib/federation/exchange';
import { Consumers } from '@/lib/sensor/events/consumers';
import { digestChore } from '@/lib/sensor/events/digest-chore';
import { readPolicy } from '@/lib/terraform/event-source-policy';
import { deliverySpecSchema } from '@/sandbox/delivery/spec';
import { exchangeArguments } from '../credentials/exchange-arguments';
import { createEventSource } from '../event-sources/write';
import { eventPort } from '../events/port';
import { administrator, type EventPipeline, eventPipeline, REGION } from '../events/testing/pipeline';
import { addProfileSource, createSensorProfile } from '../sensor-profiles/write';
import { openSandboxInstall, type SandboxInstall } from '../verifications/testing/sandbox-install';
import { getCompleteness } from './get';

const PATIENCE = { timeout: 30_000, interval: 200 };
let m: SandboxInstall;
let pipeline: EventPipeline;
let consumers: Consumers;
const errors: unknown[] = [];
beforeAll(async () => {
  m = await openSandboxInstall();
  pipeline = await eventPipeline(m);
  const sensorId = uuidv7();
  await m.db.directory.sensor.create({ data: { id: sensorId, hostname: 'test', pid: process.pid, version: '0' } });
  const port = eventPort(m.deps);
  consumers = new Consumers({
    port,
    sensorId,
    collectors: COLLECTORS,
    strategies: STRATEGIES_BY_NAME,
    chores: [digestChore({ port, everyMs: 300 })],
    pollMs: 300,
    exchange: async (plan, signal) => (await exchange(...exchangeArguments(m.deps, plan, signal))).credentials,
    onError: (error) => errors.push(error),
  }).start();
}, 60_000);
afterAll(async () => {
  await consumers?.stop();
  await decodePool().close();
  await m?.close();
});

it.each(['s3', 'sqs'] as const)(
  'the role of an %s source may check digests by the policy that is rendered for it',
  async (strategy) => {
    const { accountId, integrationId, role } = pipeline;
    const { s3, sqs, destroy } = administrator(m);
    const bucket = `logs-of-${strategy}`;
    const location = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
    await s3.send(new CreateBucketCommand({ Bucket: bucket, ...location }));
    const { QueueUrl: queueURL = '' } = await sqs.send(new CreateQueueCommand({ QueueName: bucket }));
    const config =
      strategy === 's3'
        ? { bucketName: bucket, prefix: 'AWSLogs/', region: REGION, accountID: accountId }
        : { queueURL, region: REGION, accountID: accountId };
    const policy = { RoleName: role.roleName, PolicyName: bucket };
    const PolicyDocument = JSON.stringify(readPolicy(strategy, config as never, { logs: { bucketName: bucket } }));
    await role.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    const trail = { bucket, intervalMs: 300, digest: { intervalMs: 1_000 }, accounts: [accountId], regions: [REGION] };
    const shape = strategy === 's3' ? { kind: 's3' } : { kind: 'sqs', queueUrl: queueURL, shape: 's3-raw' };
    m.aws.sandbox.deliveries.add(deliverySpecSchema.parse({ ...shape, ...trail }));
    const source = await createEventSource(role.context, { name: bucket, strategy, config, integrationId });
    const profile = await createSensorProfile(role.context, { title: bucket });
    await addProfileSource(role.context, { sensorProfileId: profile.id, eventSourceId: source.id });
    const told = () => getCompleteness(role.context, { eventSourceId: source.id });
    const chain = async () => (await told()).chains.find(({ region }) => region === REGION);
    await s3.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'a' }] } }));
    await expect.poll(chain, PATIENCE).toMatchObject({ state: 'intact', files: expect.any(Number), error: null });
    await expect.poll(async () => (await chain())?.files, PATIENCE).toBeGreaterThan(0);
    expect(errors).toEqual([]);
    destroy();
  },
  60_000,
);
