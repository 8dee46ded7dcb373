import { CreateRoleCommand, DeleteRoleCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, DeleteBucketCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STRATEGIES } from '@/lib/schemas/event-source';
import type { Consumers } from '@/lib/sensor/events/consumers';
import { searchEvents } from '../event-log/search';
import { getEventSource } from '../event-sources/detail';
import { openSandboxInstall, type SandboxInstall } from '../verifications/testing/sandbox-install';
import {
  administrator,
  attachedSource,
  type EventPipeline,
  eventPipeline,
  REGION,
  startSensor,
} from './testing/pipeline';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const PATIENCE = { timeout: 30_000, interval: 100 };

let m: SandboxInstall;
let pipeline: EventPipeline;
let running: { consumers: Consumers; errors: unknown[] };
beforeAll(async () => {
  m = await openSandboxInstall();
  pipeline = await eventPipeline(m);
  running = await startSensor(m);
}, 60_000);
afterAll(async () => {
  await running?.consumers.stop();
  await m?.close();
});

type Version = { kind: string; author: string | null; event: string | null };
/** A resource's versions, each with the label of who made it. */
const history = async (name: string) => {
  const { rows } = await m.asOwner(
    `SELECT v.kind, c.detail->'principal'->>'label' AS author, c.detail->>'name' AS event
     FROM tenant.resource r JOIN tenant.resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid
     LEFT JOIN tenant.version_cause c ON c.workspace_id = v.workspace_id AND c.resource_uid = v.resource_uid AND c.version = v.version
     WHERE r.workspace_id = $1 AND r.name = $2 ORDER BY r.first_seen_at, v.version, c.position`,
    [pipeline.workspaceId, name],
  );
  return rows as Version[];
};

describe.each(STRATEGIES)('%s', (strategy) => {
  let sourceId: string;
  beforeAll(async () => {
    sourceId = (await attachedSource(m, pipeline, strategy)).source.id;
  }, 60_000);
  afterAll(() => m.aws.sandbox.deliveries.clear());

  test('what is made, changed and deleted in AWS is so in the inventory, each with who did it', async () => {
    const state = async () => (await getEventSource(pipeline.role.context, { eventSourceId: sourceId })).state;
    await expect.poll(state, PATIENCE).toBe('consuming');
    const { s3, iam } = administrator(m);
    const [Bucket, RoleName] = [`seen-${strategy}`, `seen-${strategy}-role`];
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await expect.poll(async () => (await history(Bucket)).map(({ kind }) => kind), PATIENCE).toEqual(['created']);
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'payments' }] } }));
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'team', Value: 'payments' }] }));
    await expect.poll(async () => (await history(Bucket)).at(-1)?.event, PATIENCE).toBe('PutBucketTagging');
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    const author = 'sandbox-admin';
    await expect
      .poll(() => history(Bucket), PATIENCE)
      .toEqual([
        { kind: 'created', author, event: 'CreateBucket' },
        { kind: 'changed', author, event: 'PutBucketTagging' },
        { kind: 'deleted', author, event: 'DeleteBucket' },
      ]);
    await expect
      .poll(async () => (await history(RoleName)).at(-1), PATIENCE)
      .toEqual({ kind: 'deleted', author, event: 'DeleteRole' });
    const { events } = await searchEvents(pipeline.role.context, { source: sourceId, name: 'DeleteBucket' });
    expect(events).toMatchObject([
      { outcome: 'applied', accountId: pipeline.accountId, touches: [{ result: 'deleted', resourceName: Bucket }] },
    ]);
    expect(running.errors).toEqual([]);
  }, 90_000);
});
