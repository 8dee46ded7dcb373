import { expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import { MODEL_SERVICES } from '@/sandbox/wire/model-services';
import { SERVICE_DEFINITIONS } from '@/sandbox/wire/services';
import { readsByName } from './read-only';

/** Changes of what is no collected type: content, stacks, settings of a region, devices, aliases of accounts. */
const NOT_COLLECTED = new Set([
  'iam CreateVirtualMFADevice',
  'iam DeleteVirtualMFADevice',
  'iam CreateAccountAlias',
  'iam DeleteAccountAlias',
  'iam GenerateCredentialReport',
  'cloudformation CreateStack',
  'cloudformation UpdateStack',
  'cloudformation DeleteStack',
  'cloudformation CreateChangeSet',
  'cloudformation ExecuteChangeSet',
  'cloudformation DeleteChangeSet',
  'ec2 EnableEbsEncryptionByDefault',
  'ec2 DisableEbsEncryptionByDefault',
  's3 PutObject',
  's3 DeleteObject',
  's3 DeleteObjects',
  'kinesis PutRecord',
  'kinesis PutRecords',
  'sqs SendMessage',
  'sqs SendMessageBatch',
  'sqs ReceiveMessage',
  'sqs DeleteMessage',
  'sqs DeleteMessageBatch',
  'sqs ChangeMessageVisibility',
  'sqs ChangeMessageVisibilityBatch',
  'sns Publish',
  // Recorded as PutBucketPublicAccessBlock and DeleteBucketPublicAccessBlock.
  's3 PutPublicAccessBlock',
  's3 DeletePublicAccessBlock',
]);

const operations = [
  ...Object.entries(SERVICE_DEFINITIONS).flatMap(([service, { actions }]) =>
    Object.keys(actions).map((name) => ({ service, name })),
  ),
  ...MODEL_SERVICES.flatMap(({ iamPrefix, operations: each }) =>
    Object.keys(each).map((name) => ({ service: iamPrefix, name })),
  ),
];

test('every change that can be made in the sandbox touches a collected type, or is known to touch none', () => {
  const declared = new Set(
    COLLECTORS.flatMap(({ events }) => events.map(({ name }) => name.replace(/\d{8}(v\d)?$/, ''))),
  );
  const changes = operations.filter(({ name }) => !readsByName(name));
  expect(changes.length).toBeGreaterThan(150);
  const unknown = changes.filter(({ name }) => !declared.has(name)).map(({ service, name }) => `${service} ${name}`);
  expect(unknown.filter((one) => !NOT_COLLECTED.has(one))).toEqual([]);
});
