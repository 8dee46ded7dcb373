import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { secretCollector } from './secret';

let bench: CollectorBench;
beforeAll(async () => {
  bench = await collectorBench();
});
afterAll(() => bench.close());
afterEach(() => bench.aws.sandbox.faults.clear());

const VALUE = 'never-to-be-seen-4711';

test('a secret as it is described, without its value; what is denied; what goes', async () => {
  expect(await bench.list(secretCollector)).toEqual([]);
  const { secretsmanager } = bench.maker();
  const key = `arn:aws:kms:eu-west-1:${bench.accountId}:key/0f4a1c22-6a3d-4b51-8f0e-0d5b7c1f2a34`;
  const { ARN = '' } = await secretsmanager.send(
    new CreateSecretCommand({
      Name: 'prod/db',
      Description: 'the database',
      KmsKeyId: key,
      SecretString: VALUE,
      Tags: [{ Key: 'team', Value: 'data' }],
    }),
  );
  await secretsmanager.send(new PutSecretValueCommand({ SecretId: 'prod/db', SecretString: VALUE }));
  const lambda = `arn:aws:lambda:eu-west-1:${bench.accountId}:function:rotate`;
  const RotationRules = { AutomaticallyAfterDays: 30 };
  await secretsmanager.send(new RotateSecretCommand({ SecretId: ARN, RotationLambdaARN: lambda, RotationRules }));
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
  };
  await secretsmanager.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: JSON.stringify(policy) }));
  await secretsmanager.send(new CreateSecretCommand({ Name: 'going', SecretBinary: Buffer.from(VALUE) }));
  await secretsmanager.send(new DeleteSecretCommand({ SecretId: 'going', RecoveryWindowInDays: 7 }));
  const found = new Map((await bench.list(secretCollector)).map((secret) => [secret.name, secret]));
  expect(found.get('prod/db')).toMatchObject({
    id: ARN,
    arn: expect.stringMatching(/:secret:prod\/db-\w{6}$/),
    region: 'eu-west-1',
    tags: { team: 'data' },
    unread: [],
    attributes: {
      description: 'the database',
      kmsKeyId: key,
      rotationEnabled: true,
      rotationRules: { automaticallyAfterDays: 30 },
      deletedDate: null,
      policy,
    },
    volatile: { versions: 2, lastRotatedDate: expect.stringMatching(/^\d{4}-/) },
    relationships: [
      { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: key },
      { kind: 'uses', toType: 'AWS::Lambda::Function', toArn: lambda },
    ],
  });
  expect(found.get('going')?.attributes).toMatchObject({ policy: null, deletedDate: expect.stringMatching(/^\d{4}-/) });
  await expectSoundCollector(bench, secretCollector);
  const kept = bench.aws.world.accounts.get(bench.accountId)?.kinds;
  const everything = JSON.stringify([...(kept ?? [])].map(([name, table]) => [name, [...table.entries()]]));
  expect(everything).toContain('prod/db');
  expect(everything + JSON.stringify(bench.aws.world.changes.since(0))).not.toContain(VALUE);

  bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'GetResourcePolicy' } });
  const blind = await bench.list(secretCollector);
  expect(blind.map(({ unread }) => unread)).toEqual([['attributes.policy'], ['attributes.policy']]);
  bench.aws.sandbox.faults.clear();

  await secretsmanager.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }));
  const refs = [{ arn: ARN }, { name: 'going' }];
  const { missing, found: left } = await secretCollector.getMany(bench.contextOf(secretCollector), refs);
  expect([missing.map(({ ref }) => ref), left.length]).toEqual([[{ arn: ARN }], 1]);
});

test('pages are followed to the end', async () => {
  const { secretsmanager } = bench.maker('us-west-2');
  for (let n = 0; n < 205; n += 1) await secretsmanager.send(new CreateSecretCommand({ Name: `s${n}` }));
  expect(await bench.list(secretCollector, 'us-west-2')).toHaveLength(205);
}, 60_000);
