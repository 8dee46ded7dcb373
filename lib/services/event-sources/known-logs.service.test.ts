import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '@/lib/db/transaction';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { knownLogs } from './known-logs';

const OWN = '339712905844';
const MANAGEMENT = '120458963014';
const KEY = 'arn:aws:kms:eu-west-1:339712905844:key/0b0d2d6e-5f1a-4b7e-9a55-6f1f5f9b2c11';
const queue = (accountID: string) => ({
  strategy: 'sqs' as const,
  config: { queueURL: `https://sqs.eu-west-1.amazonaws.com/${accountID}/trail`, region: 'eu-west-1', accountID },
});

let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

async function trail(workspaceId: string, name: string, accountId: string, attributes: object) {
  const at = f.clock.now;
  await inWorkspace(f.db, workspaceId, (tx) =>
    tx.resource.create({
      data: {
        ...{ workspaceId, uid: uuidv7(), accountId, region: 'eu-west-1', service: 'cloudtrail', id: name, name },
        type: 'AWS::CloudTrail::Trail',
        attributes,
        contentHash: new Uint8Array(32),
        rowHash: new Uint8Array(32),
        firstSeenAt: at,
        observedAt: at,
        changedAt: at,
      },
    }),
  );
}

test('a queue’s files are where the trail of its account writes them, with its key', async () => {
  const workspaceId = await f.workspace();
  const known = (source: Parameters<typeof knownLogs>[2]) =>
    inWorkspace(f.db, workspaceId, (tx) => knownLogs(tx, workspaceId, source));
  expect(await known(queue(OWN))).toEqual({});

  await trail(workspaceId, 'organization', MANAGEMENT, { s3BucketName: 'northquay-all', isOrganizationTrail: true });
  await trail(workspaceId, 'other', MANAGEMENT, { s3BucketName: 'northquay-own' });
  const all = { logs: { bucketName: 'northquay-all', prefix: 'AWSLogs/' } };
  expect(await known(queue(OWN))).toEqual(all);
  // Two could be meant, and none tells a topic.
  expect(await known(queue(MANAGEMENT))).toEqual({});

  await trail(workspaceId, 'payments', OWN, { s3BucketName: 'payments-trail', s3KeyPrefix: 'trail', kmsKeyId: KEY });
  const payments = { logs: { bucketName: 'payments-trail', prefix: 'trail/AWSLogs/' }, kmsKeyArns: [KEY] };
  expect(await known(queue(OWN))).toEqual(payments);
  const bucket = { bucketName: 'payments-trail', prefix: 'AWSLogs/', region: 'eu-west-1', accountID: OWN };
  expect(await known({ strategy: 's3', config: bucket })).toEqual({ kmsKeyArns: [KEY] });

  await trail(workspaceId, 'second', OWN, { s3BucketName: 'payments-second' });
  expect(await known(queue(OWN))).toEqual({});
  await trail(workspaceId, 'third', OWN, { s3BucketName: 'payments-third', snsTopicARN: 'arn:aws:sns:eu-west-1:1:t' });
  expect(await known(queue(OWN))).toEqual({ logs: { bucketName: 'payments-third', prefix: 'AWSLogs/' } });
});

test('another workspace’s trail is not known', async () => {
  await trail(await f.workspace(), 'payments', OWN, { s3BucketName: 'payments-trail' });
  const workspaceId = await f.workspace();
  expect(await inWorkspace(f.db, workspaceId, (tx) => knownLogs(tx, workspaceId, queue(OWN)))).toEqual({});
});
