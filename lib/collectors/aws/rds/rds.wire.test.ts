import {
  AddTagsToResourceCommand,
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector, REGION } from '@/lib/collectors/testing/collect';
import type { TrailEvent } from '@/lib/collectors/types';
import { instances, makeInstance } from '@/sandbox/rds/rows';
import { rdsCollectors } from './collectors';
import { dbClusterCollector } from './db-cluster';
import { dbInstanceCollector } from './db-instance';

const KEY = `arn:aws:kms:${REGION}:204715938266:key/8f0c1d2e-3b4a-4c5d-9e6f-7a8b9c0d1e2f`;
const PASSWORD = 'correct-horse-battery';
let bench: CollectorBench;

beforeAll(async () => {
  bench = await collectorBench();
  const { rds } = bench.maker();
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'Orders',
      Engine: 'aurora-postgresql',
      MasterUsername: 'orders',
      MasterUserPassword: PASSWORD,
      StorageEncrypted: true,
      KmsKeyId: KEY,
    }),
  );
  for (const id of ['orders-1', 'orders-2']) {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: id,
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
        DBClusterIdentifier: 'orders',
      }),
    );
  }
  const made = await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: 'legacy',
      DBInstanceClass: 'db.t3.micro',
      Engine: 'mysql',
      MasterUsername: 'root',
      MasterUserPassword: PASSWORD,
      PubliclyAccessible: true,
      VpcSecurityGroupIds: ['sg-0b', 'sg-0a'],
    }),
  );
  await rds.send(
    new AddTagsToResourceCommand({
      ResourceName: made.DBInstance?.DBInstanceArn,
      Tags: [{ Key: 'team', Value: 'legacy' }],
    }),
  );
});
afterAll(() => bench.close());

test.each(rdsCollectors)('$type is collected soundly', (collector) => expectSoundCollector(bench, collector));

test('an instance tells who reaches it, where it lies and whether it is encrypted, and never a password', async () => {
  const listed = await bench.list(dbInstanceCollector);
  const legacy = listed.find(({ name }) => name === 'legacy');
  expect(legacy).toMatchObject({
    id: expect.stringMatching(/^db-[A-Z0-9]{26}$/),
    arn: `arn:aws:rds:${REGION}:204715938266:db:legacy`,
    tags: { team: 'legacy' },
    attributes: { publiclyAccessible: true, storageEncrypted: false, vpcSecurityGroups: ['sg-0a', 'sg-0b'] },
    volatile: { status: 'available' },
  });
  const kinds = legacy?.relationships.map(({ kind, toType }) => `${kind} ${toType}`);
  expect(kinds).toEqual(
    expect.arrayContaining([
      'belongsTo AWS::EC2::VPC',
      'belongsTo AWS::EC2::Subnet',
      'protectedBy AWS::EC2::SecurityGroup',
    ]),
  );
  expect(JSON.stringify(listed)).not.toContain(PASSWORD);
  expect(JSON.stringify(bench.aws.world.changes.since(0))).not.toContain(PASSWORD);
});

test('a cluster tells its members, its key and its endpoints; members tell their cluster', async () => {
  const [cluster] = await bench.list(dbClusterCollector);
  expect(cluster).toMatchObject({
    name: 'orders',
    attributes: {
      storageEncrypted: true,
      dbClusterMembers: [{ dbInstanceIdentifier: 'orders-1' }, { dbInstanceIdentifier: 'orders-2' }],
      addresses: [expect.stringMatching(/^orders\.cluster-c/), expect.stringMatching(/^orders\.cluster-ro-c/)],
    },
  });
  expect(cluster?.relationships).toContainEqual({ kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KEY });
  const member = (await bench.list(dbInstanceCollector)).find(({ name }) => name === 'orders-1');
  expect(member?.relationships).toContainEqual({ kind: 'memberOf', toType: 'AWS::RDS::DBCluster', toName: 'orders' });
});

test('the change log names what was changed as CloudTrail does', () => {
  const created = bench.aws.world.changes.since(0).filter(({ eventName }) => eventName === 'CreateDBInstance');
  const member = created.find(({ requestParameters }) => requestParameters?.dBInstanceIdentifier === 'orders-1');
  expect(member?.responseElements).toMatchObject({ dBClusterIdentifier: 'orders', dBInstanceIdentifier: 'orders-1' });
  const refs = rdsCollectors.flatMap(({ events }) =>
    events
      .filter(({ name }) => name === 'CreateDBInstance')
      .flatMap((one) => one.refs(member as unknown as TrailEvent)),
  );
  expect(refs).toEqual([{ name: 'orders-1' }, { name: 'orders' }]);
});

test('several pages, an empty region, a refusal of the whole scope, a deletion', async () => {
  const account = bench.aws.world.accounts.get(bench.accountId);
  if (!account) throw new Error('The bench has no account.');
  for (let index = 0; index < 230; index += 1) {
    const row = makeInstance(bench.aws.world.random, account, 'us-east-2', {
      id: `db${index}`,
      engine: 'mysql',
      createdAt: 0,
    });
    instances(account, 'us-east-2').load(row.id, row);
  }
  expect(new Set((await bench.list(dbInstanceCollector, 'us-east-2')).map(({ id }) => id)).size).toBe(230);
  expect(await bench.list(dbInstanceCollector, 'eu-north-1')).toEqual([]);
  bench.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'rds', region: 'us-west-1' } });
  await expect(bench.list(dbClusterCollector, 'us-west-1')).rejects.toThrow(/not authorized to perform/);
  bench.aws.sandbox.faults.clear();
  await bench
    .maker()
    .rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'legacy', SkipFinalSnapshot: true }));
  const { missing } = await dbInstanceCollector.getMany(bench.contextOf(dbInstanceCollector), [{ name: 'legacy' }]);
  expect(missing).toHaveLength(1);
});
