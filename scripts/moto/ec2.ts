import { run } from '../lib/run';

type Aws = <T>(...args: string[]) => Promise<T>;

/** The AWS CLI's `ec2` against an endpoint, its answer parsed. */
function cli(endpoint: string, region: string): Aws {
  return async <T>(...args: string[]) => {
    const { code, stdout, output } = await run(
      'aws',
      ['--endpoint-url', endpoint, '--output', 'json', 'ec2', ...args],
      {
        env: {
          ...process.env,
          AWS_ACCESS_KEY_ID: 'testing',
          AWS_SECRET_ACCESS_KEY: 'testing',
          AWS_REGION: region,
          AWS_DEFAULT_REGION: region,
          AWS_PAGER: '',
        },
        timeoutMs: 120_000,
      },
    );
    if (code !== 0) throw new Error(output);
    return JSON.parse(stdout || 'null') as T;
  };
}

/** Makes some of every EC2 type that moto_server keeps. */
export async function fillEc2(endpoint: string, region: string): Promise<void> {
  const aws = cli(endpoint, region);
  const vpc = await aws<string>('create-vpc', '--cidr-block', '10.7.0.0/16', '--query', 'Vpc.VpcId');
  const other = await aws<string>('create-vpc', '--cidr-block', '10.8.0.0/16', '--query', 'Vpc.VpcId');
  const subnet = await aws<string>(
    'create-subnet',
    '--vpc-id',
    vpc,
    '--cidr-block',
    '10.7.1.0/24',
    '--query',
    'Subnet.SubnetId',
  );
  const named = ['--group-name', 'web', '--description', 'Web', '--vpc-id', vpc];
  const group = await aws<string>('create-security-group', ...named, '--query', 'GroupId');
  await aws(
    'authorize-security-group-ingress',
    '--group-id',
    group,
    '--protocol',
    'tcp',
    '--port',
    '22',
    '--cidr',
    '0.0.0.0/0',
  );
  await aws('create-key-pair', '--key-name', 'ops');
  const image = await aws<string>('describe-images', '--owners', 'amazon', '--query', 'Images[0].ImageId');
  const started = ['--image-id', image, '--count', '3', '--subnet-id', subnet, '--security-group-ids', group];
  const [instance = '', ended = ''] = await aws<string[]>(
    'run-instances',
    ...started,
    '--query',
    'Instances[].InstanceId',
  );
  await aws('terminate-instances', '--instance-ids', ended);
  const volume = await aws<string>(
    'create-volume',
    '--availability-zone',
    `${region}a`,
    '--size',
    '9',
    '--query',
    'VolumeId',
  );
  await aws('create-snapshot', '--volume-id', volume);
  await aws('create-image', '--instance-id', instance, '--name', 'golden');
  await aws('create-network-interface', '--subnet-id', subnet, '--groups', group);
  const gateway = await aws<string>('create-internet-gateway', '--query', 'InternetGateway.InternetGatewayId');
  await aws('attach-internet-gateway', '--internet-gateway-id', gateway, '--vpc-id', vpc);
  const table = await aws<string>('create-route-table', '--vpc-id', vpc, '--query', 'RouteTable.RouteTableId');
  const route = ['--route-table-id', table, '--destination-cidr-block', '0.0.0.0/0', '--gateway-id', gateway];
  await aws('create-route', ...route);
  const address = await aws<string>('allocate-address', '--domain', 'vpc', '--query', 'AllocationId');
  await aws('create-nat-gateway', '--subnet-id', subnet, '--allocation-id', address);
  await aws('create-dhcp-options', '--dhcp-configurations', 'Key=domain-name-servers,Values=10.7.0.2');
  const service = ['--vpc-id', vpc, '--service-name', `com.amazonaws.${region}.s3`, '--route-table-ids', table];
  await aws('create-vpc-endpoint', ...service);
  await aws('create-vpc-peering-connection', '--vpc-id', vpc, '--peer-vpc-id', other);
}

const ALIVE = "State.Name!='terminated' && State.Name!='shutting-down'";

/** How the AWS CLI lists each type; what ended is left out as our collectors do. */
const LISTS: Readonly<Record<string, readonly [command: string, query: string, ...more: string[]]>> = {
  'AWS::EC2::Region': ['describe-regions', 'Regions[].RegionName', '--all-regions'],
  'AWS::EC2::AvailabilityZone': [
    'describe-availability-zones',
    'AvailabilityZones[].ZoneId',
    '--all-availability-zones',
  ],
  'AWS::EC2::VPC': ['describe-vpcs', 'Vpcs[].VpcId'],
  'AWS::EC2::Subnet': ['describe-subnets', 'Subnets[].SubnetId'],
  'AWS::EC2::SecurityGroup': ['describe-security-groups', 'SecurityGroups[].GroupId'],
  'AWS::EC2::Instance': ['describe-instances', `Reservations[].Instances[?${ALIVE}][].InstanceId`],
  'AWS::EC2::Volume': ['describe-volumes', 'Volumes[].VolumeId'],
  'AWS::EC2::Snapshot': ['describe-snapshots', 'Snapshots[].SnapshotId', '--owner-ids', 'self'],
  'AWS::EC2::Image': ['describe-images', 'Images[].ImageId', '--owners', 'self'],
  'AWS::EC2::NetworkInterface': ['describe-network-interfaces', 'NetworkInterfaces[].NetworkInterfaceId'],
  'AWS::EC2::RouteTable': ['describe-route-tables', 'RouteTables[].RouteTableId'],
  'AWS::EC2::InternetGateway': ['describe-internet-gateways', 'InternetGateways[].InternetGatewayId'],
  'AWS::EC2::NatGateway': ['describe-nat-gateways', "NatGateways[?State!='deleted'].NatGatewayId"],
  'AWS::EC2::EIP': ['describe-addresses', 'Addresses[].AllocationId'],
  'AWS::EC2::KeyPair': ['describe-key-pairs', 'KeyPairs[].KeyPairId'],
  'AWS::EC2::DHCPOptions': ['describe-dhcp-options', 'DhcpOptions[].DhcpOptionsId'],
  'AWS::EC2::VPCEndpoint': ['describe-vpc-endpoints', "VpcEndpoints[?State!='deleted'].VpcEndpointId"],
  'AWS::EC2::VPCPeeringConnection': [
    'describe-vpc-peering-connections',
    "VpcPeeringConnections[?Status.Code!='deleted' && Status.Code!='failed'].VpcPeeringConnectionId",
  ],
};

/** The ids that the AWS CLI lists in a region, by type. */
export async function ec2Ids(endpoint: string, region: string): Promise<Record<string, Set<string>>> {
  const aws = cli(endpoint, region);
  const ids: Record<string, Set<string>> = {};
  for (const [type, [command, query, ...more]] of Object.entries(LISTS)) {
    ids[type] = new Set(await aws<string[]>(command, ...more, '--query', query));
  }
  return ids;
}
