import { gunzipSync } from 'node:zlib';
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetBucketNotificationConfigurationCommand, GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG_SCHEMAS, type StrategyName } from '@/lib/schemas/event-source';
import { type AwsCli, awsCliMissing, startAwsCli } from '@/scripts/test/aws-cli';
import { MOTO_ENVIRONMENT, type MotoServer, startMoto } from '@/scripts/test/moto';
import { startTerraformProvider, type TerraformProvider, terraformMissing } from '@/scripts/test/terraform';
import { hasTool } from '@/scripts/test/tools';
import { type ReadExtras, readPolicy } from './event-source-policy';
import { type EventSourceInput, renderEventSource } from './event-sources';
import { type Bundle, EventBundles } from './testing/event-bundles';
import { fillMotoGaps } from './testing/moto-gaps';
import { normalized, trailBucketPolicy } from './testing/policy';

const missing =
  terraformMissing ?? awsCliMissing ?? (hasTool('moto_server') ? undefined : 'moto_server is not installed');
if (missing) console.warn(`SKIPPED, the event sources' Terraform: ${missing}`);

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const ROLE = 'mooring-scanner-9c0e5f21';
const KEEPS_NOTHING = { delete_logs_on_destroy: true };

const bundle = (name: string, strategy: StrategyName, change: Partial<EventSourceInput> = {}, more = {}): Bundle => ({
  input: { strategy, name, region: REGION, accountId: ACCOUNT, roleName: ROLE, ...change },
  more: strategy === 'eventbridge' && change.layout !== 'quickstart' ? more : { ...KEEPS_NOTHING, ...more },
});
const BUNDLES = {
  quickstart: bundle('mooring-quick', 'eventbridge', { layout: 'quickstart', organizationId: 'o-a1b2c3d4e5' }),
  // The same files as add-region, as event-sources.test.ts proves.
  eventbridge: bundle('mooring-rule', 'eventbridge', { encryption: 'kms' }),
  sqs: bundle('mooring-topic', 'sqs'),
  notice: bundle('mooring-notice', 'sqs', { encryption: 'kms' }, { notification: 's3' }),
  s3: bundle('mooring-files', 's3', { encryption: 'kms' }),
  kinesis: bundle('mooring-stream', 'kinesis', { includeReadEvents: false }),
};

describe.skipIf(missing)('the Terraform of event sources, applied', { timeout: 300_000 }, () => {
  let moto: MotoServer;
  let gaps: Awaited<ReturnType<typeof fillMotoGaps>>;
  let provider: TerraformProvider;
  let aws: AwsCli;
  let made: EventBundles<keyof typeof BUNDLES>;
  let outputs: Awaited<ReturnType<typeof made.outputs>>;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = MOTO_ENVIRONMENT;
  const client = () => ({ endpoint: moto.url, region: REGION, credentials: { accessKeyId, secretAccessKey } });
  const cli = async (...words: string[]) => {
    const outcome = await aws.aws(...words);
    if (outcome.code !== 0) throw new Error(`aws ${words.join(' ')}: ${outcome.stderr}`);
    return JSON.parse(outcome.stdout || '{}');
  };
  const queueUrl = (name: string) => `${moto.url}/${ACCOUNT}/${name}`;
  const policyOf = async (queue: string) => {
    const { Attributes } = await new SQSClient(client()).send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl(queue), AttributeNames: ['All'] }),
    );
    return { attributes: Attributes ?? {}, statements: JSON.parse(Attributes?.Policy ?? '{}').Statement };
  };
  const received = async (queue: string): Promise<Record<string, unknown>[]> => {
    const { Messages = [] } = await new SQSClient(client()).send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl(queue), MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
    );
    return Messages.map(({ Body }) => JSON.parse(Body ?? ''));
  };

  beforeAll(async () => {
    moto = await startMoto();
    gaps = await fillMotoGaps(moto.url);
    const env = { ...MOTO_ENVIRONMENT, AWS_ENDPOINT_URL: gaps.url };
    [provider, aws] = await Promise.all([
      startTerraformProvider(env),
      startAwsCli(moto.url, { env: MOTO_ENVIRONMENT }),
    ]);
    await cli('iam', 'create-role', '--role-name', ROLE, '--assume-role-policy-document', '{}');
    made = await EventBundles.create(BUNDLES, provider.env);
    expect(await made.terraform('validate')).toMatchObject({ code: 0 });
    expect(await made.terraform('apply', '-auto-approve', '-input=false', '-parallelism=60')).toMatchObject({
      code: 0,
      stderr: '',
    });
    outputs = await made.outputs();
  }, 300_000);
  afterAll(async () => {
    await made?.remove();
    aws?.close();
    await provider?.stop();
    await gaps?.stop();
    moto?.stop();
  }, 60_000);

  it('says a config that the form takes, as it was foreseen', () => {
    for (const [name, { input }] of Object.entries(BUNDLES)) {
      const { type, config } = outputs[name as keyof typeof BUNDLES];
      expect(type).toBe(input.strategy);
      expect(CONFIG_SCHEMAS[input.strategy].parse(config)).toEqual(config);
      // Only the host differs: moto answers for SQS at its own address.
      const foreseen = renderEventSource(input).config;
      const local = (of: object) => JSON.parse(JSON.stringify(of).replace(/https?:\/\/[^/]+/, ''));
      expect(local(config)).toEqual(local(foreseen));
    }
  });

  it('asks for exactly what readPolicy says', () => {
    for (const [name, { input }] of Object.entries(BUNDLES)) {
      const { config, policy } = outputs[name as keyof typeof BUNDLES];
      const kmsKeyArns = [policy.Statement.find(({ Sid }) => Sid === 'MooringDecrypts')?.Resource ?? []]
        .flat()
        .map(String);
      expect(kmsKeyArns).toHaveLength(input.encryption === 'kms' ? 1 : 0);
      const extras: ReadExtras = { kmsKeyArns, logs: { bucketName: `${input.name}-${ACCOUNT}-${REGION}` } };
      const said = readPolicy(input.strategy, config as never, extras);
      expect(normalized(policy), name).toEqual(normalized(said));
      if (kmsKeyArns.length === 0) expect(normalized(renderEventSource(input).readPolicy)).toEqual(normalized(said));
    }
  });

  it('puts that on the scanner role, under a name for each source', async () => {
    for (const [name, { input }] of Object.entries(BUNDLES)) {
      const PolicyName = `${input.name}-${input.strategy}-${REGION}`;
      const found = await new IAMClient(client()).send(new GetRolePolicyCommand({ RoleName: ROLE, PolicyName }));
      const attached = JSON.parse(decodeURIComponent(found.PolicyDocument ?? ''));
      expect(attached, name).toEqual(outputs[name as keyof typeof BUNDLES].policy);
    }
  });

  it('makes trails that log in all regions, with digests, into buckets that only they can write to', async () => {
    const { trailList = [] } = await new CloudTrailClient(client()).send(new DescribeTrailsCommand({}));
    const trails = ['mooring-quick', 'mooring-topic', 'mooring-notice', 'mooring-files', 'mooring-stream'];
    expect(trailList.map(({ Name }) => Name).sort()).toEqual([...trails].sort());
    for (const trail of trailList) {
      expect(trail).toMatchObject({
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
        IsOrganizationTrail: trail.Name === 'mooring-quick',
      });
      const status = await new CloudTrailClient(client()).send(new GetTrailStatusCommand({ Name: trail.Name }));
      expect(status.IsLogging).toBe(true);
      const { Policy } = await new S3Client({ ...client(), forcePathStyle: true }).send(
        new GetBucketPolicyCommand({ Bucket: trail.S3BucketName }),
      );
      const folders = [ACCOUNT, ...(trail.IsOrganizationTrail ? ['o-a1b2c3d4e5'] : [])];
      const expected = trailBucketPolicy(`arn:aws:s3:::${trail.S3BucketName}`, trail.TrailARN ?? '', folders);
      expect(normalized(JSON.parse(Policy ?? ''))).toEqual(normalized(expected));
    }
  });

  it('lets one sender into each queue', async () => {
    const sender = { ArnEquals: { 'aws:SourceArn': `arn:aws:events:${REGION}:${ACCOUNT}:rule/mooring-quick` } };
    const { attributes, statements } = await policyOf('mooring-quick');
    expect(attributes).toMatchObject({ SqsManagedSseEnabled: 'true', ReceiveMessageWaitTimeSeconds: '20' });
    expect(JSON.parse(attributes.RedrivePolicy ?? '')).toMatchObject({ maxReceiveCount: 10 });
    expect(statements).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: sender,
      }),
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
    const topic = await policyOf('mooring-topic');
    expect(topic.statements[0].Condition).toEqual({
      ArnEquals: { 'aws:SourceArn': `arn:aws:sns:${REGION}:${ACCOUNT}:mooring-topic` },
    });
    const notice = await policyOf('mooring-notice');
    expect(notice.attributes.KmsMasterKeyId).toContain(':key/');
    expect(notice.statements[0].Condition).toEqual({
      ArnEquals: { 'aws:SourceArn': `arn:aws:s3:::mooring-notice-${ACCOUNT}-${REGION}` },
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
    });
  });

  it('brings changes through the rule, and no reads', async () => {
    const entry = (eventName: string, readOnly: object) => ({
      Source: 'aws.s3',
      DetailType: 'AWS API Call via CloudTrail',
      Detail: JSON.stringify({ eventName, ...readOnly }),
    });
    const entries = [
      entry('PutBucketTagging', { readOnly: false }),
      entry('HeadBucket', { readOnly: true }),
      entry('SomethingOld', {}),
      { ...entry('Scheduled', { readOnly: false }), DetailType: 'Scheduled Event' },
    ];
    await cli('events', 'put-events', '--entries', JSON.stringify(entries));
    const names = (await received('mooring-quick')).map(({ detail }) => (detail as { eventName: string }).eventName);
    expect(names.sort()).toEqual(['PutBucketTagging', 'SomethingOld']);
    const { Targets } = await cli('events', 'list-targets-by-rule', '--rule', 'mooring-quick');
    expect(Targets).toMatchObject([
      { DeadLetterConfig: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:mooring-quick-dead-letters` } },
    ]);
  });

  it('brings the notice of a file, over the topic and from the bucket', async () => {
    await new SNSClient(client()).send(
      new PublishCommand({ TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:mooring-topic`, Message: '{"s3Bucket":"b"}' }),
    );
    expect(await received('mooring-topic')).toMatchObject([{ Type: 'Notification', Message: '{"s3Bucket":"b"}' }]);

    // moto holds OnlyOverTls against everybody, so no file gets into the bucket; S3's test message came all the same.
    const Bucket = `mooring-notice-${ACCOUNT}-${REGION}`;
    expect(await received('mooring-notice')).toMatchObject([{ Event: 's3:TestEvent', Bucket }]);
    const { QueueConfigurations } = await new S3Client({ ...client(), forcePathStyle: true }).send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    expect(QueueConfigurations).toMatchObject([
      {
        QueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:mooring-notice`,
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Value: 'AWSLogs/' }, { Value: '.json.gz' }] } },
      },
    ]);
  });

  it('brings what the trail logs into the stream', async () => {
    const at = ['--log-group-name', '/mooring/mooring-stream', '--log-stream-name', `${ACCOUNT}_CloudTrail_${REGION}`];
    await cli('logs', 'create-log-stream', ...at);
    const events = JSON.stringify([{ timestamp: Date.now(), message: '{"eventName":"PutBucketTagging"}' }]);
    await cli('logs', 'put-log-events', ...at, '--log-events', events);
    const shard = ['--stream-name', 'mooring-stream', '--shard-id', 'shardId-000000000000'];
    const { ShardIterator } = await cli(
      'kinesis',
      'get-shard-iterator',
      ...shard,
      '--shard-iterator-type',
      'TRIM_HORIZON',
    );
    const { Records } = await cli('kinesis', 'get-records', '--shard-iterator', ShardIterator);
    const data = (Records as { Data: string }[]).map(({ Data }) =>
      JSON.parse(gunzipSync(Buffer.from(Data, 'base64')).toString()),
    );
    expect(data).toMatchObject([
      { logGroup: '/mooring/mooring-stream', logEvents: [{ message: expect.stringContaining('PutBucketTagging') }] },
    ]);
  });

  it('makes no second trail, bucket or topic where they are told', async () => {
    const theirs = { bucketName: 'northquay-trail', prefix: 'org/AWSLogs/' };
    const kmsKeyArn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0b0d2d6e-5f1a-4b7e-9a55-6f1f5f9b2c11`;
    const topicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:northquay-trail`;
    const beside = await EventBundles.create(
      {
        s3: bundle('mooring-theirs', 's3', { existingTrail: { ...theirs, kmsKeyArn } }),
        sqs: bundle('mooring-theirs', 'sqs', { existingTrail: { ...theirs, topicArn } }),
        kinesis: bundle('mooring-theirs', 'kinesis', { existingLogGroup: 'northquay-trail' }),
      },
      provider.env,
    );
    const { code, stdout } = await beside.terraform('plan', '-input=false');
    await beside.remove();
    expect(code).toBe(0);
    const planned = [...stdout.matchAll(/# (\S+) will be created/g)].map(([, address]) => address).sort();
    expect(planned).toEqual([
      'module.kinesis.aws_cloudwatch_log_subscription_filter.events',
      'module.kinesis.aws_iam_role.subscription_writes',
      'module.kinesis.aws_iam_role_policy.subscription_writes',
      'module.kinesis.aws_kinesis_stream.events',
      'module.kinesis.module.access.aws_iam_role_policy.read[0]',
      'module.s3.module.access.aws_iam_role_policy.read[0]',
      'module.sqs.aws_sns_topic_subscription.queue[0]',
      'module.sqs.module.access.aws_iam_role_policy.read[0]',
      'module.sqs.module.queue.aws_sqs_queue.dead_letters',
      'module.sqs.module.queue.aws_sqs_queue.events',
      'module.sqs.module.queue.aws_sqs_queue_policy.dead_letters',
      'module.sqs.module.queue.aws_sqs_queue_policy.events',
      'module.sqs.module.queue.aws_sqs_queue_redrive_allow_policy.dead_letters',
      'module.sqs.module.queue.aws_sqs_queue_redrive_policy.events',
    ]);
    expect(stdout).toContain(`arn:aws:s3:::northquay-trail/org/AWSLogs/*`);
    expect(stdout).toContain(kmsKeyArn);
  });

  it('plans nothing afterwards, and takes everything away again', async () => {
    const plan = await made.terraform('plan', '-input=false', '-detailed-exitcode');
    expect(plan.code === 0 ? '' : plan.stdout.slice(plan.stdout.indexOf('Terraform will perform'))).toBe('');
    const destroy = await made.terraform('destroy', '-auto-approve', '-input=false', '-parallelism=60');
    expect(destroy).toMatchObject({ code: 0, stderr: '' });
    const { trailList } = await new CloudTrailClient(client()).send(new DescribeTrailsCommand({}));
    expect(trailList).toEqual([]);
  });
});
