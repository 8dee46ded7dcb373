import { v7 as uuidv7 } from 'uuid';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { parseRecord, type TrailRecord } from '@/lib/events/record';
import type { EventBatch, EventPort, ReadResult, ShardLease, TargetRead } from '@/lib/sensor/event-port';
import { ACCOUNT, type InventoryFixture } from '../../inventory/testing/fixture';
import { eventPort } from '../port';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/339712905844/mooring-events';

/** A source that an enabled profile has attached, with an open shard; what is told is otherwise. */
export async function eventSource(
  f: InventoryFixture,
  { workspaceId, id: integrationId }: Integration,
  changes: { strategy?: string; config?: object; enabled?: boolean; attached?: boolean; shards?: string[] } = {},
): Promise<string> {
  const id = uuidv7();
  const { strategy = 'eventbridge', enabled = true, attached = true, shards = ['queue-0'] } = changes;
  const config = changes.config ?? { queueURL: QUEUE, region: 'us-east-1', accountID: ACCOUNT };
  const by = { createdBy: 'ada', updatedBy: 'ada' };
  await f.read(workspaceId, async (tx) => {
    await tx.eventSource.create({
      data: { workspaceId, id, name: `events ${id.slice(-6)}`, strategy, config, integrationId, enabled, ...by },
    });
    for (const shard of shards) await tx.eventShard.create({ data: { workspaceId, sourceId: id, shard } });
    if (!attached) return;
    const profileId = uuidv7();
    await tx.sensorProfile.create({ data: { workspaceId, id: profileId, title: `profile ${id.slice(-6)}`, ...by } });
    await tx.sensorProfileSource.create({ data: { workspaceId, profileId, sourceId: id } });
  });
  return id;
}

/** A sensor's row, so that it counts for the fair share. */
export async function sensor(f: InventoryFixture): Promise<string> {
  const id = uuidv7();
  await f.db.directory.sensor.create({ data: { id, hostname: 'test', pid: 1, version: '0' } });
  return id;
}

/** Takes all shards that are free and answers the leases of `sourceId`, by shard. */
export async function leases(port: EventPort, sensorId: string, sourceId: string): Promise<Map<string, ShardLease>> {
  const taken = await port.takeShards(sensorId, 0);
  return new Map(taken.filter(({ fence }) => fence.sourceId === sourceId).map((lease) => [lease.fence.shard, lease]));
}

/** A source of an integration in a workspace of its own, its lane and its upkeep held by the sensor. */
export async function heldSource(f: InventoryFixture, sensorId: string) {
  const workspaceId = await f.workspace();
  const integration = await f.integration(workspaceId);
  const sourceId = await eventSource(f, integration);
  const taken = await leases(portOf(f), sensorId, sourceId);
  const fenceIn = (shard: string) => {
    const lease = taken.get(shard);
    if (!lease) throw new Error(`no lease of ${shard}`);
    return lease.fence;
  };
  return { workspaceId, integration, sourceId, fence: fenceIn('queue-0'), upkeep: fenceIn('*') };
}

export const portOf = (f: InventoryFixture): EventPort => eventPort(f.deps);

/** A record as CloudTrail writes it, of a role unless told. `at`: epoch ms; CloudTrail keeps whole seconds. */
export function record(
  at: number,
  eventName: string,
  changes: {
    roleName?: string;
    eventID?: string;
    account?: string;
    userIdentity?: object;
    requestParameters?: object;
    eventSource?: string;
  } = {},
): TrailRecord {
  const parsed = parseRecord({
    eventVersion: '1.11',
    eventID: changes.eventID ?? uuidv7(),
    eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    eventSource: changes.eventSource ?? 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    recipientAccountId: changes.account ?? ACCOUNT,
    readOnly: false,
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-cli/2.31.0',
    userIdentity: changes.userIdentity ?? {
      type: 'AssumedRole',
      principalId: 'AROADEPLOY:ci-42',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci-deployer/ci-42`,
      accountId: ACCOUNT,
      accessKeyId: 'ASIATEST000000000001',
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/ci-deployer`, userName: 'ci-deployer' },
      },
    },
    requestParameters: changes.requestParameters ?? { roleName: changes.roleName ?? 'deploy' },
  });
  if (!parsed) throw new Error('The test made a record that is none.');
  return parsed;
}

/** A batch in which each record touches one role by its name, with what AWS answered for it. */
export function batch(
  touches: { record: TrailRecord; effect?: 'upsert' | 'delete'; name: string; result: ReadResult }[],
  changes: Partial<EventBatch> = {},
): EventBatch {
  const reads = new Map<string, TargetRead>();
  for (const [event, { effect = 'upsert', name, result }] of touches.entries()) {
    const scope = { accountId: ACCOUNT, region: 'global', type: 'AWS::IAM::Role' };
    const read = reads.get(name) ?? { ...scope, ref: { name }, touches: [], result };
    read.touches.push({ event, effect });
    reads.set(name, { ...read, result });
  }
  return {
    events: touches.map(({ record: one }) => ({ record: one, receivedAt: one.eventTimeMs + 1_500 })),
    reads: [...reads.values()],
    unmapped: [],
    untold: [],
    counts: { received: touches.length, readOnly: 0, failed: 0, other: 0, duplicate: 0, tooOld: 0 },
    foreign: {},
    poison: [],
    files: [],
    checkpoint: null,
    finished: false,
    lagMs: null,
    ...changes,
  };
}
