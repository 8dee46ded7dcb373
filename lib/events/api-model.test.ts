import { describe, expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import type { EventMapping } from '@/lib/collectors/types';
import { CLIENTS, leadsSomewhere, type Operation, operationsNamed } from './testing/api-model';

const ROOT = `${import.meta.dirname}/../..`;
const MAPPINGS: EventMapping[] = COLLECTORS.flatMap(({ events }) => events);
const SOURCES = [...new Set(MAPPINGS.map(({ source }) => source))];

/** What AWS does by itself has no operation, and S3's tags of a bucket are another client's. */
const NOT_OPERATIONS = [
  'organizations.amazonaws.com CreateAccountResult',
  'organizations.amazonaws.com CloseAccountResult',
  's3.amazonaws.com TagResource',
  's3.amazonaws.com UntagResource',
  'ec2.amazonaws.com BidEvictedEvent',
  'kms.amazonaws.com RotateKey',
  'kms.amazonaws.com DeleteExpiredKeyMaterial',
  'kms.amazonaws.com SynchronizeMultiRegionKey',
  'kms.amazonaws.com DeleteKey',
  'secretsmanager.amazonaws.com RotationStarted',
  'secretsmanager.amazonaws.com RotationSucceeded',
  'secretsmanager.amazonaws.com RotationFailed',
  'secretsmanager.amazonaws.com RotationAbandoned',
  'secretsmanager.amazonaws.com CancelSecretVersionDelete',
  'secretsmanager.amazonaws.com EndSecretVersionDelete',
];

/** Paths that records have and the API has not; each is recorded or in AWS's documentation. */
const NOT_IN_THE_API: Readonly<Record<string, readonly string[]>> = {
  // The member is called Bucket.
  's3.amazonaws.com': ['requestParameters.bucketName'],
  // EC2's oldest calls ask in the names of its XML.
  'ec2.amazonaws.com': [
    'requestParameters.instancesSet.items[].instanceId',
    'requestParameters.resourcesSet.items[].resourceId',
  ],
  // Recorded in lower case; the API spells it ARN.
  'secretsmanager.amazonaws.com': ['responseElements.arn'],
  'es.amazonaws.com': ['requestParameters.arn'],
};

/** Services whose answers are recorded without the one member around them (`DBInstance`). */
const UNWRAPPED = new Set(['rds.amazonaws.com']);

/** Clients that Mooring has no use for but this; `docs/decisions/0101` tells how their paths were checked. */
const NOT_INSTALLED = [
  'account',
  'apigateway',
  'athena',
  'autoscaling',
  'backup',
  'cloudfront',
  'cognito-idp',
  'ebs',
  'ecs',
  'elasticache',
  'elasticfilesystem',
  'es',
  'events',
  'firehose',
  'glue',
  'guardduty',
  'kafka',
  'logs',
  'monitoring',
  'redshift',
  'sagemaker',
  'states',
  'transfer',
].map((service) => `${service}.amazonaws.com`);

/** CloudTrail's names where they are not the API's: Lambda's carry a version, S3's drop or add a word. */
function operationNames({ source, name }: EventMapping): string[] {
  if (source === 'lambda.amazonaws.com') return [name.replace(/\d{8}(v\d)?$/, '')];
  if (source !== 's3.amazonaws.com') return [name];
  return [
    name,
    `${name}Configuration`,
    name.replace('PublicAccessBlock', '').replace('Bucket', '') +
      (name.includes('PublicAccessBlock') ? 'PublicAccessBlock' : ''),
    name.replace(/^(Put|Delete)/, '$1Bucket'),
  ];
}

/** The operations of a mapping: null where the client is not installed, [] where there is none. */
function operationsOf(mapping: EventMapping): Operation[] | null {
  for (const name of operationNames(mapping)) {
    const found = operationsNamed(CLIENTS[mapping.source] ?? [], name, ROOT);
    if (found === null || found.length > 0) return found;
  }
  return [];
}

function exists(path: string, operation: Operation, source: string): boolean {
  const [root, ...rest] = path.split('.');
  if (root !== 'requestParameters' && root !== 'responseElements') return true;
  if (root === 'requestParameters') return leadsSomewhere(operation.input, rest);
  const { output } = operation;
  if (leadsSomewhere(output, rest)) return true;
  if (!UNWRAPPED.has(source) || output.kind !== 'structure') return false;
  return [...output.members.values()].some((member) => leadsSomewhere(member(), rest));
}

describe("what mappings read exists in AWS's API", () => {
  test.each(SOURCES.filter((source) => !NOT_INSTALLED.includes(source)))('%s', (source) => {
    const wrong = MAPPINGS.filter((one) => one.source === source).flatMap((mapping) => {
      const operations = operationsOf(mapping);
      const called = `${source} ${mapping.name}`;
      if (operations === null) return [`${source}: its client is not installed`];
      if (operations.length === 0) return NOT_OPERATIONS.includes(called) ? [] : [`${called}: no such operation`];
      return mapping.at
        .filter((path) => !NOT_IN_THE_API[source]?.includes(path))
        .filter((path) => !operations.some((operation) => exists(path, operation, source)))
        .map((path) => `${called}: ${path}`);
    });
    expect([...new Set(wrong)]).toEqual([]);
  });

  test('but for the services whose clients are not installed', () => {
    const absent = SOURCES.filter((source) => operationsNamed(CLIENTS[source] ?? [], 'None', ROOT) === null);
    expect(absent.sort()).toEqual([...NOT_INSTALLED].sort());
  });

  test('no exception is out of date', () => {
    const declared = new Set(MAPPINGS.map(({ source, name }) => `${source} ${name}`));
    expect(NOT_OPERATIONS.filter((each) => !declared.has(each))).toEqual([]);
  });
});
