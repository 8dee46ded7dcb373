import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCli, awsCliMissing, startAwsCli } from '@/scripts/test/aws-cli';
import { adminEnvironment, aSandbox, type TestSandbox } from '../testing/sandbox';

if (awsCliMissing) console.warn(`SKIPPED, storage and messaging with the AWS CLI: ${awsCliMissing}`);

describe.skipIf(awsCliMissing)('the AWS CLI and S3, KMS, SQS, SNS, Secrets Manager', { timeout: 180_000 }, () => {
  let sandbox: TestSandbox;
  let cli: AwsCli;
  let folder: string;
  beforeAll(async () => {
    sandbox = await aSandbox();
    folder = await mkdtemp(join(tmpdir(), 'mooring-s3-cli-'));
    cli = await startAwsCli(sandbox.url, { env: adminEnvironment(sandbox, 'staging'), cwd: folder });
  });
  afterAll(async () => {
    cli?.close();
    await sandbox?.close();
    await rm(folder, { recursive: true });
  });

  const aws = (...words: string[]) => cli.aws(...words);
  async function read(...args: string[]) {
    const outcome = await aws(...args);
    expect(outcome).toMatchObject({ code: 0 });
    return outcome.stdout.trim().startsWith('{') ? JSON.parse(outcome.stdout) : outcome.stdout;
  }

  it('makes a bucket, uploads, downloads, opens and closes it', async () => {
    const bucket = ['--bucket', 'made-by-the-cli'];
    await read('s3', 'mb', 's3://made-by-the-cli');
    const { LocationConstraint } = await read('s3api', 'get-bucket-location', ...bucket);
    expect(LocationConstraint).toBe('eu-west-1');
    await writeFile(join(folder, 'up.bin'), Buffer.from([0, 1, 2, 250, 13, 10, 0]));
    await read('s3', 'cp', 'up.bin', 's3://made-by-the-cli/a/b c.bin');
    await read('s3', 'cp', 's3://made-by-the-cli/a/b c.bin', 'down.bin');
    expect(await readFile(join(folder, 'down.bin'))).toEqual(await readFile(join(folder, 'up.bin')));
    expect(await read('s3', 'ls', 's3://made-by-the-cli/a/')).toContain('b c.bin');
    const tagging = ['--tagging', 'TagSet=[{Key=team,Value=cli}]'];
    await read('s3api', 'put-bucket-tagging', ...bucket, ...tagging);
    expect((await read('s3api', 'get-bucket-tagging', ...bucket)).TagSet).toEqual([{ Key: 'team', Value: 'cli' }]);
    await read('s3api', 'delete-public-access-block', ...bucket);
    const refused = await aws('s3api', 'get-public-access-block', ...bucket);
    expect(refused.stderr).toContain('NoSuchPublicAccessBlockConfiguration');
    const block = 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true';
    await read('s3api', 'put-public-access-block', ...bucket, '--public-access-block-configuration', block);
    expect((await read('s3api', 'get-bucket-acl', ...bucket)).Grants).toHaveLength(1);
    expect((await aws('s3', 'rb', 's3://made-by-the-cli')).stderr).toContain('BucketNotEmpty');
    await read('s3', 'rb', '--force', 's3://made-by-the-cli');
    expect((await aws('s3api', 'head-bucket', ...bucket)).stderr).toContain('404');
  });

  it('makes, lists, tags and deletes keys, queues, topics and secrets', async () => {
    const { KeyMetadata } = await read('kms', 'create-key', '--description', 'cli', '--tags', 'TagKey=a,TagValue=b');
    const key = ['--key-id', KeyMetadata.KeyId];
    await read('kms', 'create-alias', '--alias-name', 'alias/cli', '--target-key-id', KeyMetadata.KeyId);
    expect((await read('kms', 'list-resource-tags', ...key)).Tags).toEqual([{ TagKey: 'a', TagValue: 'b' }]);
    expect(await read('kms', 'list-keys')).toMatchObject({ Keys: expect.arrayContaining([expect.anything()]) });
    const { KeyState } = await read('kms', 'schedule-key-deletion', ...key, '--pending-window-in-days', '7');
    expect(KeyState).toBe('PendingDeletion');

    const { QueueUrl } = await read('sqs', 'create-queue', '--queue-name', 'cli', '--tags', 'Team=cli');
    const queue = ['--queue-url', QueueUrl];
    await read('sqs', 'send-message', ...queue, '--message-body', 'hello');
    const { Messages } = await read('sqs', 'receive-message', ...queue);
    expect(Messages[0].Body).toBe('hello');
    await read('sqs', 'delete-message', ...queue, '--receipt-handle', Messages[0].ReceiptHandle);
    expect((await read('sqs', 'list-queue-tags', ...queue)).Tags).toEqual({ Team: 'cli' });
    await read('sqs', 'delete-queue', ...queue);
    const gone = await aws('sqs', 'get-queue-attributes', ...queue);
    expect(gone.stderr).toContain('AWS.SimpleQueueService.NonExistentQueue');

    const { TopicArn } = await read('sns', 'create-topic', '--name', 'cli', '--tags', 'Key=team,Value=cli');
    expect((await read('sns', 'list-tags-for-resource', '--resource-arn', TopicArn)).Tags).toHaveLength(1);
    await read('sns', 'delete-topic', '--topic-arn', TopicArn);

    const value = ['--secret-string', 'file-no-secret'];
    const { ARN } = await read('secretsmanager', 'create-secret', '--name', 'cli/secret', ...value);
    await read('secretsmanager', 'tag-resource', '--secret-id', ARN, '--tags', 'Key=team,Value=cli');
    const { SecretList } = await read('secretsmanager', 'list-secrets');
    expect(SecretList).toMatchObject([{ Name: 'cli/secret', Tags: [{ Key: 'team', Value: 'cli' }] }]);
    await read('secretsmanager', 'delete-secret', '--secret-id', 'cli/secret', '--force-delete-without-recovery');
    const missing = await aws('secretsmanager', 'describe-secret', '--secret-id', ARN);
    expect(missing.stderr).toContain('ResourceNotFoundException');
  });
});
