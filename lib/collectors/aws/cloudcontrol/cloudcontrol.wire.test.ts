import { CreateResourceCommand, DeleteResourceCommand } from '@aws-sdk/client-cloudcontrol';
import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { cloudControlCollector } from './collector';
import { configuredTypes } from './configured';

const collectorOf = (type: string) => {
  const [one] = configuredTypes(type);
  if (!one) throw new Error(`${type} is not configured.`);
  return cloudControlCollector(one);
};

describe('Cloud Control over the wire', () => {
  let bench: CollectorBench;
  const make = (TypeName: string, properties: object) =>
    bench.maker().cloudcontrol.send(new CreateResourceCommand({ TypeName, DesiredState: JSON.stringify(properties) }));

  beforeAll(async () => {
    bench = await collectorBench();
    await make('AWS::Glue::Job', {
      Name: 'nightly',
      Role: 'arn:aws:iam::204715938266:role/glue',
      DefaultArguments: { '--token': 'hunter2', '--table': 'hunter2' },
      Tags: { team: 'data' },
    });
    await make('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamName: 'to-splunk',
      SplunkDestinationConfiguration: { HECToken: 'hunter2', HECEndpoint: 'https://hec.example' },
      Tags: [{ Key: 'team', Value: 'risk' }],
    });
  });
  afterAll(() => bench.close());

  test('reads each, keeps names and never values of what may be secret, takes both shapes of tags', async () => {
    const [job] = await bench.list(collectorOf('AWS::Glue::Job'));
    expect(job).toMatchObject({
      id: 'nightly',
      name: 'nightly',
      tags: { team: 'data' },
      attributes: { defaultArguments: ['--table', '--token'] },
      relationships: [{ kind: 'runsAs', toType: 'AWS::IAM::Role', toArn: 'arn:aws:iam::204715938266:role/glue' }],
    });
    const [stream] = await bench.list(collectorOf('AWS::KinesisFirehose::DeliveryStream'));
    expect(stream).toMatchObject({
      name: 'to-splunk',
      arn: 'arn:aws:firehose:eu-west-1:204715938266:deliverystream/to-splunk',
      tags: { team: 'risk' },
      attributes: { splunkDestinationConfiguration: { hecEndpoint: 'https://hec.example' } },
    });
    expect(JSON.stringify([job, stream])).not.toContain('hunter2');
  });

  test('keeps to what it declares', () => expectSoundCollector(bench, collectorOf('AWS::Glue::Job')));

  test('sees what was made by the service itself', async () => {
    const kinesis = bench.maker().kinesis;
    await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 2, Tags: { team: 'data' } }));
    const collector = collectorOf('AWS::Kinesis::Stream');
    const found = { id: 'orders', tags: { team: 'data' }, attributes: { shardCount: 2, retentionPeriodHours: 24 } };
    expect(await bench.list(collector)).toMatchObject([found]);
    const { missing } = await collector.getMany(bench.contextOf(collector), [{ id: 'orders' }]);
    expect(missing).toEqual([]);
  });

  test('lists all pages, an empty region, and an end', async () => {
    for (let index = 0; index < 120; index += 1) await make('AWS::Logs::LogGroup', { LogGroupName: `/many/${index}` });
    const collector = collectorOf('AWS::Logs::LogGroup');
    expect(new Set((await bench.list(collector)).map(({ id }) => id)).size).toBe(120);
    expect(await bench.list(collector, 'eu-north-1')).toEqual([]);
    await bench
      .maker()
      .cloudcontrol.send(new DeleteResourceCommand({ TypeName: 'AWS::Logs::LogGroup', Identifier: '/many/7' }));
    expect((await collector.getMany(bench.contextOf(collector), [{ id: '/many/7' }])).missing).toHaveLength(1);
  });

  test('a type that AWS does not have here is complete and empty, and says so', async () => {
    const collector = collectorOf('AWS::Unheard::Of');
    const pages = [];
    for await (const page of collector.list(bench.contextOf(collector))) pages.push(page);
    expect(pages).toMatchObject([{ items: [], gaps: [{ code: 'TypeNotFoundException' }] }]);
  });

  test('what is kept once per account is asked for at home only', async () => {
    bench.taken();
    expect(await bench.list(collectorOf('AWS::CloudFront::Distribution'))).toEqual([]);
    expect(bench.taken()).toEqual([]);
  });

  test('a refused read fails the scope, so that nothing is taken for deleted', async () => {
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'GetResource' } });
    await expect(bench.list(collectorOf('AWS::Glue::Job'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
