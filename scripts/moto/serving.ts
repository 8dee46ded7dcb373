import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { CreateLoadBalancerCommand as CreateClassicCommand } from '@aws-sdk/client-elastic-load-balancing';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateDBClusterCommand, CreateDBInstanceCommand } from '@aws-sdk/client-rds';
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import type { AwsClients } from '@/lib/aws/clients';

/** Runs the AWS CLI with these words and answers what it printed as JSON. */
export type AwsCli = (...words: string[]) => Promise<unknown>;

/** By type, the ids that Mooring gives what the AWS CLI lists in one region. */
export async function servingIds(
  aws: AwsCli,
  place: { region: string; account: string },
): Promise<Record<string, string[]>> {
  const texts = async (...words: string[]) => ((await aws(...words)) ?? []) as string[];
  const balancers = await texts('elbv2', 'describe-load-balancers', '--query', 'LoadBalancers[].LoadBalancerArn');
  const listeners: string[] = [];
  for (const arn of balancers) {
    const words = ['--load-balancer-arn', arn, '--query', 'Listeners[].ListenerArn'];
    listeners.push(...(await texts('elbv2', 'describe-listeners', ...words)));
  }
  const classic = await texts(
    'elb',
    'describe-load-balancers',
    '--query',
    'LoadBalancerDescriptions[].LoadBalancerName',
  );
  // moto gives a table no id, as AWS does; Mooring then goes by the ARN.
  const tables: string[] = [];
  for (const name of await texts('dynamodb', 'list-tables', '--query', 'TableNames')) {
    tables.push(
      ...(await texts(
        'dynamodb',
        'describe-table',
        '--table-name',
        name,
        '--query',
        '[Table.TableId || Table.TableArn]',
      )),
    );
  }
  const zones = (await texts('route53', 'list-hosted-zones', '--query', 'HostedZones[].Id')).map((id) => id.slice(12));
  const records: string[] = [];
  for (const zone of zones) {
    const words = ['--hosted-zone-id', zone, '--query', 'ResourceRecordSets[].[Name,Type,SetIdentifier]'];
    const listed = (await aws('route53', 'list-resource-record-sets', ...words)) as (string | null)[][];
    records.push(...listed.map((parts) => [zone, ...parts.filter((part) => part !== null)].join(' ')));
  }
  const prefix = `arn:aws:elasticloadbalancing:${place.region}:${place.account}:loadbalancer/`;
  return {
    'AWS::ElasticLoadBalancing::LoadBalancer': classic.map((name) => prefix + name),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': balancers,
    'AWS::ElasticLoadBalancingV2::Listener': listeners,
    'AWS::ElasticLoadBalancingV2::TargetGroup': await texts(
      'elbv2',
      'describe-target-groups',
      '--query',
      'TargetGroups[].TargetGroupArn',
    ),
    'AWS::Route53::HostedZone': zones,
    'AWS::Route53::RecordSet': records,
    'AWS::RDS::DBInstance': await texts('rds', 'describe-db-instances', '--query', 'DBInstances[].DbiResourceId'),
    'AWS::RDS::DBCluster': await texts('rds', 'describe-db-clusters', '--query', 'DBClusters[].DbClusterResourceId'),
    'AWS::DynamoDB::Table': tables,
  };
}

/** Makes `count` of each in the clients' region, in its default VPC; names begin with `prefix`. */
export async function fillServing(clients: AwsClients, count: number, prefix: string): Promise<void> {
  const { ec2, elb, elbv2, route53, rds, dynamodb } = clients;
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const subnets = Subnets.slice(0, 2).flatMap(({ SubnetId }) => SubnetId ?? []);
  const VpcId = Subnets[0]?.VpcId;
  for (let index = 0; index < count; index += 1) {
    const name = `${prefix}-${index}`;
    const balancer = await elbv2.send(new CreateLoadBalancerCommand({ Name: name, Subnets: subnets }));
    const group = await elbv2.send(new CreateTargetGroupCommand({ Name: name, Protocol: 'HTTP', Port: 80, VpcId }));
    const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn;
    await elbv2.send(
      new CreateListenerCommand({
        LoadBalancerArn: balancer.LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }),
    );
    await elb.send(
      new CreateClassicCommand({
        LoadBalancerName: name,
        Listeners: [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 80 }],
        Subnets: subnets,
      }),
    );
    const zone = await route53.send(new CreateHostedZoneCommand({ Name: `${name}.example`, CallerReference: name }));
    const set = (SetIdentifier: string) => ({
      Action: 'CREATE' as const,
      ResourceRecordSet: {
        Name: `api.${name}.example`,
        Type: 'A' as const,
        SetIdentifier,
        Weight: 1,
        TTL: 60,
        ResourceRecords: [{ Value: '192.0.2.1' }],
      },
    });
    const ChangeBatch = { Changes: [set('blue'), set('green')] };
    await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zone.HostedZone?.Id, ChangeBatch }));
    const master = { MasterUsername: 'root', MasterUserPassword: 'of-no-importance' };
    await rds.send(
      new CreateDBClusterCommand({ DBClusterIdentifier: `c-${name}`, Engine: 'aurora-postgresql', ...master }),
    );
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: `i-${name}`,
        DBInstanceClass: 'db.t3.micro',
        Engine: 'postgres',
        AllocatedStorage: 20,
        ...master,
      }),
    );
    await dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
}
