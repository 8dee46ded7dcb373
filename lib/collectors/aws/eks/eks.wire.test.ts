import { CreateClusterCommand, DeleteClusterCommand, UpdateClusterConfigCommand } from '@aws-sdk/client-eks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { clusterCollector } from './cluster';

const ROLE = 'arn:aws:iam::204715938266:role/eks';
const KEY = 'arn:aws:kms:eu-west-1:204715938266:key/6f0e';

describe('EKS clusters over the wire', () => {
  let bench: CollectorBench;
  const make = (name: string) =>
    bench.maker().eks.send(
      new CreateClusterCommand({
        name,
        roleArn: ROLE,
        resourcesVpcConfig: {
          subnetIds: ['subnet-0b', 'subnet-0a'],
          securityGroupIds: ['sg-0c'],
          publicAccessCidrs: ['203.0.113.0/24'],
        },
        encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: KEY } }],
        logging: { clusterLogging: [{ types: ['audit', 'api'], enabled: true }] },
        tags: { team: 'settlement' },
      }),
    );

  beforeAll(async () => {
    bench = await collectorBench();
    await make('settlement');
  });
  afterAll(() => bench.close());

  test('tells endpoint, access, encryption, logging and the provider that its issuer is', async () => {
    const [cluster] = await bench.list(clusterCollector);
    const identity = cluster?.attributes.identity as { oidc: { issuer: string } } | undefined;
    const issuer = identity?.oidc.issuer ?? '';
    expect(issuer).toMatch(/^https:\/\/oidc\.eks\.eu-west-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    expect(cluster).toMatchObject({
      id: 'arn:aws:eks:eu-west-1:204715938266:cluster/settlement',
      tags: { team: 'settlement' },
      createdAt: expect.any(String),
      attributes: {
        resourcesVpcConfig: { subnetIds: ['subnet-0a', 'subnet-0b'], publicAccessCidrs: ['203.0.113.0/24'] },
        enabledLogTypes: ['api', 'audit'],
        addresses: [expect.stringMatching(/\.gr7\.eu-west-1\.eks\.amazonaws\.com$/), '172.20.0.0/16'],
      },
    });
    expect(cluster?.relationships).toEqual(
      expect.arrayContaining([
        { kind: 'runsAs', toType: 'AWS::IAM::Role', toArn: ROLE },
        { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KEY },
        { kind: 'protectedBy', toType: 'AWS::EC2::SecurityGroup', toId: 'sg-0c' },
        {
          kind: 'uses',
          toType: 'AWS::IAM::OIDCProvider',
          toArn: `arn:aws:iam::204715938266:oidc-provider/${issuer.slice('https://'.length)}`,
        },
      ]),
    );
  });

  test('keeps to what it declares', () => expectSoundCollector(bench, clusterCollector));

  test('lists several pages, an empty region, a change and an end', async () => {
    for (let index = 0; index < 101; index += 1) await make(`many-${index}`);
    expect(new Set((await bench.list(clusterCollector)).map(({ name }) => name)).size).toBe(102);
    expect(await bench.list(clusterCollector, 'eu-north-1')).toEqual([]);
    const { eks } = bench.maker();
    await eks.send(
      new UpdateClusterConfigCommand({
        name: 'many-1',
        resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
      }),
    );
    await eks.send(new DeleteClusterCommand({ name: 'many-2' }));
    const ctx = bench.contextOf(clusterCollector);
    const { found, missing } = await clusterCollector.getMany(ctx, [{ name: 'many-1' }, { name: 'many-2' }]);
    expect(found.map(({ raw }) => clusterCollector.normalize(raw, ctx).attributes.resourcesVpcConfig)).toMatchObject([
      { endpointPublicAccess: false, endpointPrivateAccess: true },
    ]);
    expect(missing).toMatchObject([{ ref: { name: 'many-2' } }]);
  });

  test('a refused description fails the list: it is needed', async () => {
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'eks', action: 'DescribeCluster' } });
    await expect(bench.list(clusterCollector)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
