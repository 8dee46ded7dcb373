import {
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { trailCollector } from './trail';

const KEY = 'arn:aws:kms:eu-west-1:204715938266:key/6f0e';

describe('CloudTrail trails over the wire', () => {
  let bench: CollectorBench;

  beforeAll(async () => {
    bench = await collectorBench();
    const { cloudtrail } = bench.maker();
    await cloudtrail.send(
      new CreateTrailCommand({
        Name: 'everything',
        S3BucketName: 'trail-logs',
        KmsKeyId: KEY,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
        TagsList: [{ Key: 'owner', Value: 'security' }],
      }),
    );
    await cloudtrail.send(new StartLoggingCommand({ Name: 'everything' }));
    await cloudtrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'everything',
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::payments-'] }],
          },
        ],
      }),
    );
  });
  afterAll(() => bench.close());

  test('tells what is recorded, where to and with which key, and whether it runs', async () => {
    const [trail] = await bench.list(trailCollector);
    expect(trail).toMatchObject({
      id: 'arn:aws:cloudtrail:eu-west-1:204715938266:trail/everything',
      tags: { owner: 'security' },
      unread: [],
      attributes: {
        isLogging: true,
        isMultiRegionTrail: true,
        isOrganizationTrail: false,
        logFileValidationEnabled: true,
        eventSelectors: [{ dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3:::payments-'] }] }],
      },
      volatile: { startLoggingTime: expect.any(String) },
    });
    expect(trail?.relationships).toEqual([
      { kind: 'logsTo', toType: 'AWS::S3::Bucket', toArn: 'arn:aws:s3:::trail-logs' },
      { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KEY },
    ]);
  });

  test('a trail of all regions is listed at home only', async () => {
    expect(await bench.list(trailCollector, 'us-east-1')).toEqual([]);
  });

  test('keeps to what it declares', () => expectSoundCollector(bench, trailCollector));

  test('one that was stopped says so; one that was deleted is missing', async () => {
    const { cloudtrail } = bench.maker();
    await cloudtrail.send(new CreateTrailCommand({ Name: 'old', S3BucketName: 'trail-logs' }));
    await cloudtrail.send(new StopLoggingCommand({ Name: 'everything' }));
    await cloudtrail.send(new DeleteTrailCommand({ Name: 'old' }));
    const ctx = bench.contextOf(trailCollector);
    const { found, missing } = await trailCollector.getMany(ctx, [{ name: 'everything' }, { name: 'old' }]);
    expect(found.map(({ raw }) => trailCollector.normalize(raw, ctx).attributes.isLogging)).toEqual([false]);
    expect(missing).toMatchObject([{ ref: { name: 'old' } }]);
  });

  test('a refused status is a gap', async () => {
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'cloudtrail', action: 'GetTrailStatus' } });
    const [trail] = await bench.list(trailCollector);
    expect(trail?.unread).toContain('attributes.isLogging');
    expect(trail?.attributes).not.toHaveProperty('isLogging');
  });
});
