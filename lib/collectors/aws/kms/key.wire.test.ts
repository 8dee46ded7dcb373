import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DeleteAliasCommand,
  EnableKeyRotationCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { keyCollector } from './key';

let bench: CollectorBench;
beforeAll(async () => {
  bench = await collectorBench();
});
afterAll(() => bench.close());
afterEach(() => bench.aws.sandbox.faults.clear());

const make = async (input: CreateKeyCommandInput, region?: string) => {
  const { KeyMetadata } = await bench.maker(region).kms.send(new CreateKeyCommand(input));
  return KeyMetadata?.KeyId ?? '';
};

test('a key with everything, one that cannot rotate, one on its way out', async () => {
  expect(await bench.list(keyCollector)).toEqual([]);
  const { kms } = bench.maker();
  const full = await make({ Description: 'ledger', Tags: [{ TagKey: 'team', TagValue: 'payments' }] });
  for (const AliasName of ['alias/ledger', 'alias/accounts']) {
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: full }));
  }
  await kms.send(new EnableKeyRotationCommand({ KeyId: full, RotationPeriodInDays: 180 }));
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' }],
  };
  await kms.send(new PutKeyPolicyCommand({ KeyId: full, Policy: JSON.stringify(policy) }));
  const signing = await make({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  const leaving = await make({});
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: leaving, PendingWindowInDays: 7 }));
  const found = new Map((await bench.list(keyCollector)).map((key) => [key.id, key]));
  expect([...found.keys()].sort()).toEqual([full, signing, leaving].sort());
  expect(found.get(full)).toMatchObject({
    arn: `arn:aws:kms:eu-west-1:${bench.accountId}:key/${full}`,
    name: 'alias/accounts',
    region: 'eu-west-1',
    tags: { team: 'payments' },
    unread: [],
    attributes: {
      description: 'ledger',
      aliases: ['alias/accounts', 'alias/ledger'],
      keyManager: 'CUSTOMER',
      keyState: 'Enabled',
      rotation: { enabled: true, periodInDays: 180 },
      policy,
    },
    volatile: { nextRotationDate: expect.stringMatching(/^\d{4}-/) },
  });
  expect(found.get(signing)).toMatchObject({ name: signing, attributes: { rotation: null, aliases: [] }, unread: [] });
  expect(found.get(leaving)?.attributes).toMatchObject({ keyState: 'PendingDeletion', rotation: { enabled: false } });
  await expectSoundCollector(bench, keyCollector);
  expect(await bench.list(keyCollector, 'us-west-2')).toEqual([]);
});

test('pages are followed to the end', async () => {
  const region = 'eu-north-1';
  for (let n = 0; n < 105; n += 1) {
    const TargetKeyId = await make({}, region);
    await bench.maker(region).kms.send(new CreateAliasCommand({ AliasName: `alias/${n}`, TargetKeyId }));
  }
  const keys = await bench.list(keyCollector, region);
  expect(new Set(keys.map(({ name }) => name))).toEqual(new Set(Array.from({ length: 105 }, (_, n) => `alias/${n}`)));
});

test("what a key's policy keeps to itself stays unread", async () => {
  for (const action of ['GetKeyPolicy', 'ListResourceTags', 'DescribeKey', 'ListAliases']) {
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { action, region: 'eu-west-1' } });
  }
  const keys = await bench.list(keyCollector);
  expect(keys).toHaveLength(3);
  for (const key of keys) {
    expect(key.unread).toEqual(expect.arrayContaining(['attributes.policy', 'attributes.keyState', 'tags']));
    expect(key.attributes).not.toHaveProperty('policy');
    expect(key.name).toBe(key.id);
  }
});

test('keys are read by alias too; what is not there is missing', async () => {
  const ctx = bench.contextOf(keyCollector);
  const { found, missing } = await keyCollector.getMany(ctx, [{ name: 'alias/ledger' }, { id: 'no-such-key' }]);
  expect(found.map(({ raw }) => raw.aliases)).toEqual([['alias/accounts', 'alias/ledger']]);
  expect(missing.map(({ ref }) => ref)).toEqual([{ id: 'no-such-key' }]);
  await bench.maker().kms.send(new DeleteAliasCommand({ AliasName: 'alias/ledger' }));
  const again = await keyCollector.getMany(ctx, [{ name: 'alias/ledger' }, { name: 'alias/accounts' }]);
  expect(again.missing).toHaveLength(1);
  expect(again.found.map(({ raw }) => raw.aliases)).toEqual([['alias/accounts']]);
});
