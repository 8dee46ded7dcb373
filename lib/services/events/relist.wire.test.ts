import {
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Consumers } from '@/lib/sensor/events/consumers';
import { searchEvents } from '../event-log/search';
import { openSandboxInstall, type SandboxInstall } from '../verifications/testing/sandbox-install';
import { administrator, attachedSource, type EventPipeline, eventPipeline, startSensor } from './testing/pipeline';

const PATIENCE = { timeout: 45_000, interval: 100 };

let m: SandboxInstall;
let pipeline: EventPipeline;
let running: { consumers: Consumers; errors: unknown[] };
beforeAll(async () => {
  m = await openSandboxInstall();
  pipeline = await eventPipeline(m);
  await attachedSource(m, pipeline, 'eventbridge');
  running = await startSensor(m);
}, 60_000);
afterAll(async () => {
  await running?.consumers.stop();
  await m?.close();
});

/** The versions of what is attached to an instance, each with the event it is laid to. */
const historyOf = async (type: string, instanceId: string) => {
  const { rows } = await m.asOwner(
    `SELECT v.kind, c.detail->>'name' AS event, c.detail->>'presumed' AS presumed
     FROM tenant.resource r JOIN tenant.resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid
     LEFT JOIN tenant.version_cause c ON c.workspace_id = v.workspace_id AND c.resource_uid = v.resource_uid AND c.version = v.version
     WHERE r.workspace_id = $1 AND r.type = $2 AND r.attributes::text LIKE '%' || $3 || '%' ORDER BY v.version, c.position`,
    [pipeline.workspaceId, type, instanceId],
  );
  return rows as { kind: string; event: string; presumed: string | null }[];
};

test('the volume of an instance comes and goes with it, though no event names it and nothing is scanned', async () => {
  const { ec2, destroy } = administrator(m);
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const ImageId = Images.find(({ Architecture }) => Architecture === 'x86_64')?.ImageId;
  const wanted = {
    ImageId,
    SubnetId: Subnets[0]?.SubnetId,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
  } as const;
  const ran = await ec2.send(new RunInstancesCommand(wanted));
  const instanceId = ran.Instances?.[0]?.InstanceId ?? '';
  await expect
    .poll(async () => (await historyOf('AWS::EC2::Volume', instanceId)).map(({ kind }) => kind), PATIENCE)
    .toEqual(['created']);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
  destroy();
  await expect
    .poll(async () => (await historyOf('AWS::EC2::Volume', instanceId)).at(-1), PATIENCE)
    .toEqual({ kind: 'deleted', event: 'TerminateInstances', presumed: 'true' });
  const { events } = await searchEvents(pipeline.role.context, { name: 'TerminateInstances' });
  expect(events).toMatchObject([{ outcome: 'applied', reason: expect.stringContaining('a list is made again') }]);
  expect(events[0]?.touches.map(({ type, result }) => `${type} ${result}`)).toContain('AWS::EC2::Volume deleted');
  const { rows } = await m.asOwner('SELECT count(*)::int AS scans FROM tenant.scan WHERE workspace_id = $1', [
    pipeline.workspaceId,
  ]);
  expect(rows).toEqual([{ scans: 0 }]);
  expect(running.errors).toEqual([]);
}, 120_000);
