import { makeTable, tables } from '../dynamodb/rows';
import { makeClassic } from '../elasticloadbalancing/classic/load-balancers';
import { classics } from '../elasticloadbalancing/classic/rows';
import { httpListener } from '../elasticloadbalancing/fill';
import { makeLoadBalancer } from '../elasticloadbalancing/v2/make-load-balancer';
import { listeners, loadBalancers, targetGroups } from '../elasticloadbalancing/v2/rows';
import { makeTargetGroup } from '../elasticloadbalancing/v2/target-groups';
import { clusters, instances, makeCluster, makeInstance } from '../rds/rows';
import { makeZone, zones } from '../route53/rows';
import { networkOf } from '../store/network';
import type { Builder } from './builders';

const REGION = 'eu-west-1';

/** What payments-prod serves with: a load balancer before its instances, its DNS, its databases; two of them careless. */
export function buildPaymentsServices(build: Builder): void {
  const { account, world } = build;
  const { random } = world;
  const network = networkOf(account, REGION);
  const tags = { team: 'payments' };
  const group = makeTargetGroup(random, account, REGION, {
    name: 'payments-api',
    port: 8080,
    vpcId: network.vpcId,
    targets: network.instances.slice(0, 2).map((id) => ({ id })),
    tags,
  });
  targetGroups(account, REGION).load(group.arn, group);
  const balancer = makeLoadBalancer(random, account, REGION, {
    name: 'payments-public',
    createdAt: build.ago(910),
    vpcId: network.vpcId,
    zones: network.subnets.slice(0, 2).map(({ id, zone }) => ({ subnetId: id, zone })),
    securityGroups: network.securityGroups.slice(0, 1),
    attributes: { 'deletion_protection.enabled': 'true' },
    tags,
  });
  loadBalancers(account, REGION).load(balancer.arn, balancer);
  const listener = httpListener(random, balancer.arn, group.arn);
  listeners(account, REGION).load(listener.arn, listener);
  const old = makeClassic(random, account, REGION, {
    name: 'settlement-legacy',
    createdAt: build.ago(1388),
    listeners: [{ Protocol: 'TCP', LoadBalancerPort: 8443, InstanceProtocol: 'TCP', InstancePort: 8443 }],
    instances: network.instances.slice(0, 1),
  });
  classics(account, REGION).load(old.name, old);
  const cluster = makeCluster(random, account, REGION, {
    id: 'ledger',
    engine: 'aurora-postgresql',
    createdAt: build.ago(860),
    encrypted: true,
    backupDays: 14,
    deletionProtection: true,
    tags: { team: 'ledger' },
  });
  clusters(account, REGION).load(cluster.id, cluster);
  for (const id of ['ledger-1', 'ledger-2']) {
    const member = { id, engine: cluster.engine, clusterId: cluster.id, createdAt: cluster.createdAt, encrypted: true };
    instances(account, REGION).load(id, makeInstance(random, account, REGION, member));
  }
  const careless = makeInstance(random, account, REGION, {
    id: 'reporting-old',
    engine: 'mysql',
    engineVersion: '5.7.44',
    createdAt: build.ago(1301),
    public: true,
    backupDays: 0,
  });
  instances(account, REGION).load(careless.id, careless);
  const zone = makeZone(random, {
    name: 'payments.northquay.example',
    callerReference: 'payments-2023',
    records: [
      {
        Name: 'api.payments.northquay.example.',
        Type: 'A',
        AliasTarget: {
          HostedZoneId: 'Z32O12XQLNTSW2',
          DNSName: `dualstack.${balancer.dnsName}.`,
          EvaluateTargetHealth: true,
        },
      },
      {
        Name: 'ledger-db.payments.northquay.example.',
        Type: 'CNAME',
        TTL: 60,
        ResourceRecords: [{ Value: cluster.dnsName }],
      },
    ],
    tags,
  });
  zones(account).load(zone.id, zone);
  for (const [name, ttlAttribute] of [
    ['payment-intents', undefined],
    ['idempotency-keys', 'expiresAt'],
  ] as const) {
    const createdAt = build.ago(700);
    const row = makeTable(random, account, REGION, { name, createdAt, pointInTimeRecovery: true, ttlAttribute, tags });
    tables(account, REGION).load(name, row);
  }
}
