import type { NotificationConfiguration } from '@aws-sdk/client-s3';
import type { Relationship } from '@/lib/collectors/types';
import { keyReference } from '../kms/reference';
import type { Aspects } from './aspects';

/** What a bucket's settings point at: its key, where its logs, copies and notices go, and the role that copies. */
export function bucketRelationships(aspects: Aspects, partition: string): Relationship[] {
  const bucketArn = (name: string) => `arn:${partition}:s3:::${name}`;
  const { encryption, logging, replication, notification } = aspects;
  const keys = (encryption?.Rules ?? []).flatMap(
    ({ ApplyServerSideEncryptionByDefault: by }) => by?.KMSMasterKeyID ?? [],
  );
  const replicas = (replication?.Rules ?? []).flatMap(({ Destination }) => Destination?.Bucket ?? []);
  return [
    ...[...new Set(keys)].flatMap(keyReference),
    ...(logging?.TargetBucket
      ? [{ kind: 'logsTo', toType: 'AWS::S3::Bucket', toArn: bucketArn(logging.TargetBucket) } as const]
      : []),
    ...[...new Set(replicas)].map((toArn) => ({ kind: 'deliversTo', toType: 'AWS::S3::Bucket', toArn }) as const),
    ...(replication?.Role ? [{ kind: 'runsAs', toType: 'AWS::IAM::Role', toArn: replication.Role } as const] : []),
    ...notices(notification ?? {}),
  ];
}

function notices(given: NotificationConfiguration): Relationship[] {
  const targets: [string, (string | undefined)[]][] = [
    ['AWS::SNS::Topic', (given.TopicConfigurations ?? []).map(({ TopicArn }) => TopicArn)],
    ['AWS::SQS::Queue', (given.QueueConfigurations ?? []).map(({ QueueArn }) => QueueArn)],
    [
      'AWS::Lambda::Function',
      (given.LambdaFunctionConfigurations ?? []).map(({ LambdaFunctionArn }) => LambdaFunctionArn),
    ],
  ];
  return targets.flatMap(([toType, arns]) =>
    [...new Set(arns)].flatMap((toArn) => (toArn ? [{ kind: 'deliversTo', toType, toArn } as const] : [])),
  );
}
