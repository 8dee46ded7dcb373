import {
  CreateLoadBalancerCommand as CreateClassic,
  RegisterInstancesWithLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  ModifyLoadBalancerAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector, REGION } from '@/lib/collectors/testing/collect';
import { makeLoadBalancer } from '@/sandbox/elasticloadbalancing/v2/make-load-balancer';
import { loadBalancers } from '@/sandbox/elasticloadbalancing/v2/rows';
import { elasticLoadBalancingCollectors } from './collectors';
import { listenerCollector } from './listener';
import { loadBalancerCollector } from './load-balancer';
import { targetGroupCollector } from './target-group';

const CERTIFICATE = `arn:aws:acm:${REGION}:204715938266:certificate/5b1c0d2e-6f3a-4b7c-8d9e-0a1b2c3d4e5f`;
let bench: CollectorBench;
let balancerArn = '';
let apiArn = '';
let lambdaArn = '';

beforeAll(async () => {
  bench = await collectorBench();
  const { elb, elbv2 } = bench.maker();
  const balancer = await elbv2.send(
    new CreateLoadBalancerCommand({
      Name: 'shop',
      Subnets: ['subnet-0a', 'subnet-0b'],
      SecurityGroups: ['sg-0b', 'sg-0a'],
      Tags: [{ Key: 'team', Value: 'shop' }],
    }),
  );
  balancerArn = balancer.LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  const group = async (Name: string, more: object) => {
    const made = await elbv2.send(new CreateTargetGroupCommand({ Name, ...more }));
    return made.TargetGroups?.[0]?.TargetGroupArn ?? '';
  };
  apiArn = await group('api', { Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-0a' });
  lambdaArn = await group('hooks', { TargetType: 'lambda' });
  const listener = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: CERTIFICATE }],
      DefaultActions: [{ Type: 'forward', TargetGroupArn: apiArn }],
    }),
  );
  await elbv2.send(
    new CreateRuleCommand({
      ListenerArn: listener.Listeners?.[0]?.ListenerArn,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', Values: ['/hooks/*'] }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: lambdaArn, Weight: 1 }] } }],
    }),
  );
  await elbv2.send(
    new RegisterTargetsCommand({ TargetGroupArn: apiArn, Targets: [{ Id: 'i-0b' }, { Id: 'i-0a', Port: 9090 }] }),
  );
  await elbv2.send(
    new RegisterTargetsCommand({
      TargetGroupArn: lambdaArn,
      Targets: [{ Id: `arn:aws:lambda:${REGION}:204715938266:function:hooks:live` }],
    }),
  );
  await elbv2.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: balancerArn,
      Attributes: [
        { Key: 'access_logs.s3.enabled', Value: 'true' },
        { Key: 'access_logs.s3.bucket', Value: 'shop-logs' },
      ],
    }),
  );
  await elb.send(
    new CreateClassic({
      LoadBalancerName: 'legacy',
      Listeners: [{ Protocol: 'HTTPS', LoadBalancerPort: 443, InstancePort: 80, SSLCertificateId: CERTIFICATE }],
      Subnets: ['subnet-0a'],
      SecurityGroups: ['sg-0a'],
      Tags: [{ Key: 'team', Value: 'legacy' }],
    }),
  );
  await elb.send(
    new RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName: 'legacy', Instances: [{ InstanceId: 'i-0c' }] }),
  );
});
afterAll(() => bench.close());

test.each(elasticLoadBalancingCollectors)('$type is collected soundly', (collector) =>
  expectSoundCollector(bench, collector),
);

test('a load balancer tells its groups, subnets, log bucket and what lies behind it', async () => {
  const [found] = await bench.list(loadBalancerCollector);
  expect(found).toMatchObject({
    id: balancerArn,
    name: 'shop',
    region: REGION,
    tags: { team: 'shop' },
    attributes: {
      scheme: 'internet-facing',
      securityGroups: ['sg-0a', 'sg-0b'],
      settings: { 'routing.http2.enabled': 'true' },
    },
    unread: [],
  });
  expect(found?.attributes.addresses).toEqual([expect.stringMatching(/^shop-\d+\.eu-west-1\.elb\.amazonaws\.com$/)]);
  const edges = (found?.relationships ?? []).map(
    ({ kind, toId, toArn, toName }) => `${kind} ${toId ?? toArn ?? toName}`,
  );
  expect(edges).toEqual(
    expect.arrayContaining([
      'belongsTo subnet-0a',
      'protectedBy sg-0b',
      `routesTo ${apiArn}`,
      `routesTo ${lambdaArn}`,
      'logsTo shop-logs',
    ]),
  );
});

test('a listener routes by its default and by its rules, and uses its certificate', async () => {
  const [found] = await bench.list(listenerCollector);
  expect(found?.name).toBe('shop:443');
  expect(found?.relationships.map(({ kind, toArn }) => `${kind} ${toArn}`)).toEqual([
    `belongsTo ${balancerArn}`,
    `routesTo ${apiArn}`,
    `routesTo ${lambdaArn}`,
    `uses ${CERTIFICATE}`,
  ]);
});

test('a target group routes to instances and functions; their health makes no version', async () => {
  const listed = await bench.list(targetGroupCollector);
  const api = listed.find(({ name }) => name === 'api');
  expect(api?.relationships.flatMap(({ toId }) => toId ?? [])).toEqual(['vpc-0a', 'i-0b', 'i-0a']);
  expect(api?.volatile).toEqual({ health: { healthy: 2 } });
  expect(JSON.stringify(api?.attributes)).not.toContain('healthy"');
  const hooks = listed.find(({ name }) => name === 'hooks');
  expect(hooks?.relationships).toEqual([
    {
      kind: 'routesTo',
      toType: 'AWS::Lambda::Function',
      toArn: `arn:aws:lambda:${REGION}:204715938266:function:hooks`,
    },
  ]);
});

test('what only enriches may be denied: one gap, and what it tells stays unread', async () => {
  for (const action of ['DescribeTags', 'DescribeTargetHealth']) {
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { action } });
  }
  const ctx = bench.contextOf(targetGroupCollector);
  const gaps: string[] = [];
  const unread: string[][] = [];
  for await (const page of targetGroupCollector.list(ctx)) {
    gaps.push(...(page.gaps ?? []).map(({ aspect, code }) => `${aspect} ${code}`));
    unread.push(...page.items.map((raw) => targetGroupCollector.normalize(raw, ctx).unread));
  }
  bench.aws.sandbox.faults.clear();
  expect(gaps).toEqual(['tags AccessDenied', 'targets AccessDenied']);
  expect(unread).toEqual(Array(2).fill(['tags', 'attributes.targets', 'volatile.health']));
});

test('an empty region, several pages, tags in batches, and a deletion', async () => {
  for (const collector of elasticLoadBalancingCollectors) expect(await bench.list(collector, 'eu-north-1')).toEqual([]);
  const account = bench.aws.world.accounts.get(bench.accountId);
  if (!account) throw new Error('The bench has no account.');
  for (let index = 0; index < 450; index += 1) {
    const row = makeLoadBalancer(bench.aws.world.random, account, 'us-east-2', { name: `many-${index}`, createdAt: 0 });
    loadBalancers(account, 'us-east-2').load(row.arn, { ...row, tags: { index: String(index) } });
  }
  const listed = await bench.list(loadBalancerCollector, 'us-east-2');
  expect(new Set(listed.map(({ id }) => id)).size).toBe(450);
  expect(listed.every(({ name, tags }) => name === `many-${tags.index}`)).toBe(true);
  const { elbv2 } = bench.maker();
  await elbv2.send(new AddTagsCommand({ ResourceArns: [balancerArn], Tags: [{ Key: 'end', Value: 'soon' }] }));
  await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: balancerArn }));
  const { missing } = await loadBalancerCollector.getMany(bench.contextOf(loadBalancerCollector), [
    { arn: balancerArn },
  ]);
  expect(missing).toHaveLength(1);
  expect(await bench.list(listenerCollector)).toEqual([]);
});
