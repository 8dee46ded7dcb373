import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '@/lib/aws/clients';

/** What the AWS CLI lists of these types, as the ids that Mooring gives them. `{region}` and `{account}` are filled in. */
export const STORAGE_LISTS = [
  { type: 'AWS::S3::Bucket', args: ['s3api', 'list-buckets'], query: 'Buckets[].Name', prefix: 'arn:aws:s3:::' },
  { type: 'AWS::KMS::Key', args: ['kms', 'list-keys'], query: 'Keys[].KeyId', prefix: '' },
  {
    type: 'AWS::SQS::Queue',
    args: ['sqs', 'list-queues'],
    // The CLI gives URLs; the ARN's last part is the URL's.
    query: 'QueueUrls[]',
    prefix: 'arn:aws:sqs:{region}:{account}:',
  },
  { type: 'AWS::SNS::Topic', args: ['sns', 'list-topics'], query: 'Topics[].TopicArn', prefix: '' },
  {
    type: 'AWS::SecretsManager::Secret',
    args: ['secretsmanager', 'list-secrets'],
    query: 'SecretList[].ARN',
    prefix: '',
  },
] as const;

/** Mooring's id of what a list of STORAGE_LISTS printed. */
export function storageId(prefix: string, printed: string, place: { region: string; account: string }): string {
  const last = prefix === '' ? printed : printed.slice(printed.lastIndexOf('/') + 1);
  return prefix.replace('{region}', place.region).replace('{account}', place.account) + last;
}

export type StorageCounts = { buckets: number; keys: number; queues: number; topics: number; secrets: number };

/** Makes so many of each in the clients' region; names begin with `prefix`. */
export async function fillStorage(clients: AwsClients, counts: StorageCounts, prefix: string): Promise<void> {
  const { s3, kms, sqs, sns, secretsmanager } = clients;
  const region = await s3.config.region();
  const each = (count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  for (const Bucket of each(counts.buckets)) {
    const place =
      region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
    await s3.send(new CreateBucketCommand({ Bucket, ...place }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'from', Value: prefix }] } }));
    const Resource = `arn:aws:s3:::${Bucket}/*`;
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
  for (const name of each(counts.keys)) {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: name }));
    await kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: KeyMetadata?.KeyId }));
  }
  const queues: string[] = [];
  for (const QueueName of each(counts.queues)) {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, tags: { from: prefix } }));
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
    queues.push((await sqs.send(asked)).Attributes?.QueueArn ?? '');
  }
  for (const [index, Name] of each(counts.topics).entries()) {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name, Tags: [{ Key: 'from', Value: prefix }] }));
    const Endpoint = queues[index % Math.max(1, queues.length)];
    if (Endpoint) await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  }
  for (const Name of each(counts.secrets)) {
    await secretsmanager.send(new CreateSecretCommand({ Name, SecretString: 'of no importance' }));
  }
}
