import {
  ChangeResourceRecordSetsCommand,
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import type { TrailEvent } from '@/lib/collectors/types';
import { route53Collectors } from './collectors';
import { hostedZoneCollector } from './hosted-zone';
import { recordSetCollector } from './record-set';

let bench: CollectorBench;
let publicId = '';
let privateId = '';

const zone = async (Name: string, more: object = {}) => {
  const made = await bench.maker().route53.send(new CreateHostedZoneCommand({ Name, CallerReference: Name, ...more }));
  return (made.HostedZone?.Id ?? '').replace('/hostedzone/', '');
};
const change = (HostedZoneId: string, Action: 'CREATE' | 'DELETE', records: ResourceRecordSet[]) =>
  bench.maker().route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId,
      ChangeBatch: { Changes: records.map((ResourceRecordSet) => ({ Action, ResourceRecordSet })) },
    }),
  );
const weighted = (SetIdentifier: string): ResourceRecordSet => ({
  Name: 'api.shop.example',
  Type: 'A',
  SetIdentifier,
  Weight: 50,
  AliasTarget: {
    HostedZoneId: 'Z32O12XQLNTSW2',
    DNSName: `dualstack.api-${SetIdentifier}-1234567890.eu-west-1.elb.amazonaws.com`,
    EvaluateTargetHealth: true,
  },
});

beforeAll(async () => {
  bench = await collectorBench();
  publicId = await zone('shop.example', { HostedZoneConfig: { Comment: 'the <shop>' } });
  privateId = await zone('inside.test', { VPC: { VPCId: 'vpc-0a', VPCRegion: 'eu-west-1' } });
  await bench.maker().route53.send(
    new ChangeTagsForResourceCommand({
      ResourceType: 'hostedzone',
      ResourceId: publicId,
      AddTags: [{ Key: 'team', Value: 'shop' }],
    }),
  );
  await change(publicId, 'CREATE', [
    weighted('blue'),
    weighted('green'),
    { Name: '*.shop.example', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"a  b"' }, { Value: '"<&>"' }] },
    {
      Name: 'db.shop.example',
      Type: 'CNAME',
      TTL: 60,
      ResourceRecords: [{ Value: 'orders.cluster-c1abcdefghij.eu-west-1.rds.amazonaws.com' }],
    },
  ]);
});
afterAll(() => bench.close());

test.each(route53Collectors)('$type is collected soundly', (collector) => expectSoundCollector(bench, collector));

test('zones tell their tags, and private ones their VPCs', async () => {
  const listed = await bench.list(hostedZoneCollector);
  expect(listed.find(({ id }) => id === publicId)).toMatchObject({
    name: 'shop.example.',
    region: 'global',
    arn: `arn:aws:route53:::hostedzone/${publicId}`,
    tags: { team: 'shop' },
    attributes: { config: { comment: 'the <shop>', privateZone: false }, addresses: ['shop.example'] },
    volatile: { resourceRecordSetCount: 6 },
    relationships: [],
  });
  expect(listed.find(({ id }) => id === privateId)?.relationships).toEqual([
    { kind: 'attached', toType: 'AWS::EC2::VPC', toId: 'vpc-0a' },
  ]);
});

test('records of one name and type are told apart, and lead to what they name', async () => {
  const listed = await bench.list(recordSetCollector);
  const blue = listed.find(({ id }) => id === `${publicId} api.shop.example. A blue`);
  expect(blue?.relationships).toContainEqual({
    kind: 'routesTo',
    toType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    toName: 'api-blue',
  });
  expect(listed.find(({ name }) => name === 'db.shop.example.')?.relationships).toContainEqual({
    kind: 'routesTo',
    toType: 'AWS::RDS::DBCluster',
    toName: 'orders',
  });
  const star = listed.find(({ name }) => name === '\\052.shop.example.');
  expect(star?.attributes.resourceRecords).toEqual(['"<&>"', '"a  b"']);
});

test('a zone of 700 records is listed to its end, a set of one name across pages too', async () => {
  const big = await zone('big.test');
  const records = Array.from({ length: 350 }, (_, index): ResourceRecordSet[] => [
    {
      Name: `h${index}.big.test`,
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: `10.0.${index >> 8}.${index & 255}` }],
    },
    { ...weighted(`set-${index}`), Name: 'many.big.test' },
  ]).flat();
  for (let index = 0; index < records.length; index += 100) {
    await change(big, 'CREATE', records.slice(index, index + 100));
  }
  const ids = (await bench.list(recordSetCollector)).map(({ id }) => id).filter((id) => id.startsWith(big));
  expect(ids).toHaveLength(702);
  expect(new Set(ids).size).toBe(702);
});

test('the change log names the records that a batch made and took away', async () => {
  const [record] = [
    { Name: 'gone.shop.example', Type: 'A', TTL: 5, ResourceRecords: [{ Value: '192.0.2.1' }] } as const,
  ];
  await change(publicId, 'CREATE', [{ ...record, ResourceRecords: [...record.ResourceRecords] }]);
  await change(publicId, 'DELETE', [{ ...record, ResourceRecords: [...record.ResourceRecords] }]);
  const { aws } = bench;
  const events = aws.world.changes.since(0).filter(({ eventName }) => eventName === 'ChangeResourceRecordSets');
  const last = events.at(-1) as unknown as TrailEvent;
  const refs = (change: string) =>
    recordSetCollector.events
      .filter((one) => one.name === last.eventName && one.change === change)
      .flatMap((one) => one.refs(last));
  expect(refs('delete')).toEqual([{ id: `${publicId} gone.shop.example. A` }]);
  expect([...refs('create'), ...refs('update')]).toEqual([]);
  const { missing } = await recordSetCollector.getMany(bench.contextOf(recordSetCollector), refs('delete'));
  expect(missing).toHaveLength(1);
});

test('denied tags are a gap; a zone deleted during the walk takes its records along', async () => {
  bench.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'route53', action: 'ListTagsForResources' } });
  const ctx = bench.contextOf(hostedZoneCollector);
  for await (const page of hostedZoneCollector.list(ctx)) {
    expect(page.gaps?.map(({ aspect }) => aspect)).toEqual(['tags']);
    expect(page.items.map((raw) => hostedZoneCollector.normalize(raw, ctx).unread)).toContainEqual(['tags']);
  }
  bench.aws.sandbox.faults.clear();
  const doomed = await zone('doomed.test');
  const walk = bench.contextOf(recordSetCollector);
  const known = { startedAt: 1, items: [{ id: doomed, name: 'doomed.test.', arn: null, createdAt: null }] };
  await bench.maker().route53.send(new DeleteHostedZoneCommand({ Id: doomed }));
  const pages = [];
  for await (const page of recordSetCollector.list({ ...walk, knownScope: async () => known })) pages.push(page);
  expect(pages).toMatchObject([{ items: [], coverageStartedAt: 1 }]);
});
