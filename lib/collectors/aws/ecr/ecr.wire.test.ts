import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  PutImageTagMutabilityCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { repositoryCollector } from './repository';

const KEY = 'arn:aws:kms:eu-west-1:204715938266:key/6f0e';
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'everybody', Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
};

describe('ECR repositories over the wire', () => {
  let bench: CollectorBench;

  beforeAll(async () => {
    bench = await collectorBench();
    const { ecr } = bench.maker();
    await ecr.send(
      new CreateRepositoryCommand({
        repositoryName: 'payments/api',
        tags: [{ Key: 'team', Value: 'payments' }],
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS', kmsKey: KEY },
      }),
    );
    await ecr.send(
      new SetRepositoryPolicyCommand({ repositoryName: 'payments/api', policyText: JSON.stringify(POLICY) }),
    );
  });
  afterAll(() => bench.close());

  test('tells scan, mutability, encryption, policy and tags', async () => {
    expect(await bench.list(repositoryCollector)).toMatchObject([
      {
        id: 'arn:aws:ecr:eu-west-1:204715938266:repository/payments/api',
        name: 'payments/api',
        tags: { team: 'payments' },
        unread: [],
        attributes: {
          imageTagMutability: 'MUTABLE',
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfiguration: { encryptionType: 'KMS', kmsKey: KEY },
          policy: POLICY,
          lifecyclePolicy: null,
          addresses: ['204715938266.dkr.ecr.eu-west-1.amazonaws.com/payments/api'],
        },
        relationships: [{ kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KEY }],
      },
    ]);
  });

  test('keeps to what it declares', () => expectSoundCollector(bench, repositoryCollector));

  test('lists more than one page, an empty region, a change and an end', async () => {
    const { ecr } = bench.maker();
    for (let from = 0; from < 1010; from += 50) {
      const names = Array.from({ length: 50 }, (_, index) => `many/${from + index}`);
      await Promise.all(names.map((repositoryName) => ecr.send(new CreateRepositoryCommand({ repositoryName }))));
    }
    const pages = [];
    for await (const page of repositoryCollector.list(bench.contextOf(repositoryCollector))) pages.push(page.items);
    expect(pages.map((items) => items.length)).toEqual([1000, 51]);
    expect(await bench.list(repositoryCollector, 'eu-north-1')).toEqual([]);
    await ecr.send(
      new PutImageTagMutabilityCommand({ repositoryName: 'payments/api', imageTagMutability: 'IMMUTABLE' }),
    );
    await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'many/7' }));
    const ctx = bench.contextOf(repositoryCollector);
    const { found, missing } = await repositoryCollector.getMany(ctx, [{ name: 'payments/api' }, { name: 'many/7' }]);
    expect(found.map(({ raw }) => raw.repository.imageTagMutability)).toEqual(['IMMUTABLE']);
    expect(missing).toMatchObject([{ ref: { name: 'many/7' } }]);
  });

  test('refused tags leave the repository, and say so', async () => {
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'ecr', action: 'ListTagsForResource' } });
    const [first] = await bench.list(repositoryCollector);
    expect(first).toMatchObject({ tags: {}, unread: ['tags'] });
  });
});
