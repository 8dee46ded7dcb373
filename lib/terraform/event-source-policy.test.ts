import { describe, expect, it } from 'vitest';
import { CONFIG_SCHEMAS, STRATEGIES, type StrategyName } from '@/lib/schemas/event-source';
import { queueArn, queueUrl, READ_ACTIONS, type ReadPolicy, readPolicy, readPolicyText } from './event-source-policy';

const QUEUE = {
  queueURL: 'https://sqs.eu-west-1.amazonaws.com/339712905844/mooring-events',
  region: 'eu-west-1',
  accountID: '339712905844',
};
const BUCKET = { bucketName: 'northquay-trail', prefix: 'AWSLogs/', region: 'eu-west-1', accountID: '339712905844' };
const STREAM = { streamARN: 'arn:aws:kinesis:eu-west-1:339712905844:stream/mooring-events', shardID: '' };
const KEY = 'arn:aws:kms:eu-west-1:339712905844:key/0b0d2d6e-5f1a-4b7e-9a55-6f1f5f9b2c11';

const POLICIES = {
  eventbridge: readPolicy('eventbridge', QUEUE),
  sqs: readPolicy('sqs', QUEUE),
  s3: readPolicy('s3', BUCKET),
  kinesis: readPolicy('kinesis', STREAM),
} satisfies Record<StrategyName, ReadPolicy>;
const statement = (policy: ReadPolicy, sid: string) => policy.Statement.find(({ Sid }) => Sid === sid);

describe('readPolicy', () => {
  it.each(STRATEGIES)('allows exactly the actions that are checked one by one: %s', (strategy) => {
    const actions = POLICIES[strategy].Statement.flatMap(({ Action }) => Action);
    expect(actions.sort()).toEqual([...READ_ACTIONS[strategy]].sort());
  });

  it('has no wildcard for an action, and for a resource only where AWS has none', () => {
    for (const policy of Object.values(POLICIES)) {
      for (const { Action, Resource } of policy.Statement) {
        expect(Action.join()).not.toContain('*');
        if (!Action.includes('cloudtrail:ListPublicKeys')) expect(Resource).not.toContain('*');
      }
    }
  });

  it('names the one queue, in the partition of its region', () => {
    expect(queueArn(QUEUE)).toBe('arn:aws:sqs:eu-west-1:339712905844:mooring-events');
    const china = {
      ...QUEUE,
      region: 'cn-north-1',
      queueURL: queueUrl('cn-north-1', '339712905844', 'mooring-events'),
    };
    expect(china.queueURL).toBe('https://sqs.cn-north-1.amazonaws.com.cn/339712905844/mooring-events');
    expect(queueArn(china)).toBe('arn:aws-cn:sqs:cn-north-1:339712905844:mooring-events');
  });

  it('takes the queue’s account from its URL: a queue may be in another account than its events', () => {
    expect(queueArn({ ...QUEUE, accountID: '586209417733' })).toContain(':339712905844:');
  });

  it('lists and reads below the prefix only', () => {
    const policy = readPolicy('s3', { ...BUCKET, prefix: 'trail/AWSLogs/' });
    expect(statement(policy, 'MooringReadsTheLogs')?.Resource).toEqual([
      'arn:aws:s3:::northquay-trail/trail/AWSLogs/*',
    ]);
    expect(statement(policy, 'MooringListsTheLogs')?.Condition).toEqual({
      StringLike: { 's3:prefix': ['trail/AWSLogs/*'] },
    });
    expect(statement(policy, 'MooringFindsTheBucket')?.Condition).toBeUndefined();
  });

  it('reaches the digests beside the logs when the prefix points at one account’s logs', () => {
    const policy = readPolicy('s3', { ...BUCKET, prefix: 'AWSLogs/339712905844/CloudTrail/' });
    expect(statement(policy, 'MooringReadsTheLogs')?.Resource).toEqual(['arn:aws:s3:::northquay-trail/AWSLogs/*']);
  });

  it('holds an unknown bucket to the queue’s account, and names a known one', () => {
    expect(statement(POLICIES.sqs, 'MooringReadsTheLogs')).toMatchObject({
      Resource: ['arn:aws:s3:::*/AWSLogs/*'],
      Condition: { StringEquals: { 's3:ResourceAccount': ['339712905844'] } },
    });
    const known = readPolicy('sqs', QUEUE, { logs: { bucketName: 'northquay-trail' } });
    expect(statement(known, 'MooringReadsTheLogs')).toEqual(statement(POLICIES.s3, 'MooringReadsTheLogs'));
  });

  it.each(STRATEGIES)('decrypts with a key of yours, and only then: %s', (strategy) => {
    const configs = { eventbridge: QUEUE, sqs: QUEUE, s3: BUCKET, kinesis: STREAM };
    const config = CONFIG_SCHEMAS[strategy].parse(configs[strategy]);
    const withKey = readPolicy(strategy, config as never, { kmsKeyArns: [KEY] });
    expect(statement(withKey, 'MooringDecrypts')).toMatchObject({ Action: ['kms:Decrypt'], Resource: [KEY] });
    expect(statement(POLICIES[strategy], 'MooringDecrypts')).toBeUndefined();
  });

  it('is text that parses to itself', () => {
    expect(JSON.parse(readPolicyText(POLICIES.s3))).toEqual(POLICIES.s3);
  });
});
