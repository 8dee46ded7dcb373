import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsCli, awsCliMissing, startAwsCli } from '@/scripts/test/aws-cli';
import { adminEnvironment } from '../testing/sandbox';
import { type DeliveryBench, deliveryBench, namesIn, REGION } from './testing/bench';

if (awsCliMissing) console.warn(`SKIPPED, deliveries with the AWS CLI: ${awsCliMissing}`);

const ACCOUNT = '586209417733';

describe.skipIf(awsCliMissing)('what the AWS CLI changes', { timeout: 180_000 }, () => {
  let bench: DeliveryBench;
  let cli: AwsCli;
  beforeAll(async () => {
    bench = await deliveryBench();
    // Validating logs makes clients that do not hear of the command line's endpoint.
    const env = { ...adminEnvironment(bench, 'staging'), AWS_ENDPOINT_URL: bench.url };
    cli = await startAwsCli(bench.url, { env });
    await read('s3', 'mb', 's3://by-the-cli');
    await read('s3', 'mb', 's3://cli-trail');
    await read('sqs', 'create-queue', '--queue-name', 'cli-events');
    await read('sqs', 'create-queue', '--queue-name', 'cli-files');
    await read('kinesis', 'create-stream', '--stream-name', 'cli-trail', '--shard-count', '2');
  });
  afterAll(async () => {
    cli?.close();
    await bench?.close();
  });

  async function read(...words: string[]) {
    const outcome = await cli.aws(...words);
    expect(outcome).toMatchObject({ code: 0 });
    return outcome.stdout.trim().startsWith('{') ? JSON.parse(outcome.stdout) : outcome.stdout;
  }
  const url = (queue: string) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${queue}`;
  const receive = async (queue: string) => {
    const { Messages } = await read(
      'sqs',
      'receive-message',
      '--queue-url',
      url(queue),
      '--max-number-of-messages',
      '10',
    );
    return (Messages ?? []).map(({ Body }: { Body: string }) => JSON.parse(Body));
  };

  it('arrives by EventBridge and SQS, by S3 and SQS, in S3 and by Kinesis', async () => {
    const trail = { bucket: 'cli-trail', intervalMs: 3_600_000 };
    await bench.deliver({ kind: 'eventbridge', queueUrl: url('cli-events') });
    await bench.deliver({ kind: 'sqs', shape: 's3-raw', queueUrl: url('cli-files'), prefix: 'announced', ...trail });
    await bench.deliver({ kind: 's3', prefix: 'silent', ...trail });
    await bench.deliver({ kind: 'kinesis', streamArn: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/cli-trail` });
    await receive('cli-files');
    await read('s3api', 'put-bucket-tagging', '--bucket', 'by-the-cli', '--tagging', 'TagSet=[{Key=team,Value=cli}]');
    await bench.ask('POST', '/deliveries/flush');

    const [{ detail }] = await receive('cli-events');
    expect(detail).toMatchObject({ eventName: 'PutBucketTagging', userAgent: expect.stringContaining('aws-cli/') });
    const [notification] = await receive('cli-files');
    const [silent] = bench.files('cli-trail').filter(({ key }) => key.startsWith('silent/'));
    for (const key of [notification.Records[0].s3.object.key, silent?.key ?? '']) {
      const file = bench.files('cli-trail').find((each) => each.key === key);
      expect(JSON.parse(file?.text ?? '').Records).toEqual([detail]);
    }
    const events: { message: string }[] = [];
    const { Shards } = await read('kinesis', 'list-shards', '--stream-name', 'cli-trail');
    for (const { ShardId } of Shards) {
      const place = ['--stream-name', 'cli-trail', '--shard-id', ShardId, '--shard-iterator-type', 'TRIM_HORIZON'];
      const { ShardIterator } = await read('kinesis', 'get-shard-iterator', ...place);
      const { Records } = await read('kinesis', 'get-records', '--shard-iterator', ShardIterator);
      for (const { Data } of Records) {
        const payload = JSON.parse(gunzipSync(Buffer.from(Data, 'base64')).toString());
        if (payload.messageType === 'DATA_MESSAGE') events.push(...payload.logEvents);
      }
    }
    expect(events.map(({ message }) => JSON.parse(message))).toEqual([detail]);
    for (const { id } of (await bench.ask('GET', '/deliveries')).body.deliveries as { id: string }[]) {
      await bench.ask('DELETE', `/deliveries/${id}`);
    }
  });

  it('is validated by `aws cloudtrail validate-logs`, which also finds the file that is missing', async () => {
    const began = new Date(Date.now() - 1_000).toISOString();
    const trail = ['--name', 'validated', '--s3-bucket-name', 'cli-trail', '--enable-log-file-validation'];
    const { TrailARN } = await read('cloudtrail', 'create-trail', ...trail);
    const made = await bench.deliver({
      kind: 's3',
      name: 'validated',
      bucket: 'cli-trail',
      accounts: [ACCOUNT],
      regions: [REGION],
      intervalMs: 100,
      digest: { intervalMs: 1_000 },
    });
    await read('s3api', 'put-bucket-tagging', '--bucket', 'by-the-cli', '--tagging', 'TagSet=[{Key=team,Value=one}]');
    const digests = (count: number) =>
      vi.waitFor(async () => expect((await bench.view(made.id)).digests).toBeGreaterThanOrEqual(count), 20_000);
    await digests(3);
    const validate = async () => {
      const times = ['--start-time', began, '--end-time', new Date(Date.now() + 1_000).toISOString()];
      const { stdout, stderr } = await cli.aws(
        'cloudtrail',
        'validate-logs',
        '--trail-arn',
        TrailARN,
        ...times,
        '--verbose',
      );
      return stdout + stderr;
    };
    const whole = await validate();
    expect(whole).toMatch(/(\d+)\/\1 digest files valid/);
    expect(whole).toContain('1/1 log files valid');
    const [log] = bench.files('cli-trail').filter(({ key }) => /^AWSLogs\/\d+\/CloudTrail\//.test(key));
    expect(namesIn(log?.text ?? '')).toEqual(['PutBucketTagging']);
    await read('s3', 'rm', `s3://cli-trail/${log?.key}`);
    expect(await validate()).toContain('INVALID: not found');
  });

  it('reshards a stream, tags it, and moves messages', async () => {
    const stream = ['--stream-name', 'cli-trail'];
    const half = String(2n ** 126n);
    await read(
      'kinesis',
      'split-shard',
      ...stream,
      '--shard-to-split',
      'shardId-000000000000',
      '--new-starting-hash-key',
      half,
    );
    await read('kinesis', 'wait', 'stream-exists', ...stream);
    const { StreamDescription } = await read('kinesis', 'describe-stream', ...stream);
    expect(StreamDescription.Shards).toHaveLength(4);
    await read('kinesis', 'add-tags-to-stream', ...stream, '--tags', 'Team=data');
    expect((await read('kinesis', 'list-tags-for-stream', ...stream)).Tags).toEqual([{ Key: 'Team', Value: 'data' }]);
    const queue = ['--queue-url', url('cli-events')];
    await read('sqs', 'purge-queue', ...queue);
    await read('sqs', 'send-message', ...queue, '--message-body', 'by hand', '--delay-seconds', '0');
    const received = await read('sqs', 'receive-message', ...queue, '--wait-time-seconds', '5');
    const handle = ['--receipt-handle', received.Messages[0].ReceiptHandle];
    await read('sqs', 'change-message-visibility', ...queue, ...handle, '--visibility-timeout', '100');
    const { Attributes } = await read('sqs', 'get-queue-attributes', ...queue, '--attribute-names', 'All');
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '1' });
    await read('sqs', 'delete-message', ...queue, ...handle);
    await read('kinesis', 'delete-stream', ...stream);
  });
});
