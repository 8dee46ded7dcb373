import { type MotoService, names, printed } from './service';

const ALIVE = "State.Name!='terminated' && State.Name!='shutting-down'";
const GONE = "Status.Code!='deleted' && Status.Code!='failed'";

/** What ended is left out of the lists, as our collectors do. */
export const ec2: MotoService = {
  async fill(place, many) {
    const { region } = place;
    const aws = <T>(command: string, ...words: string[]) => place.aws<T>('ec2', command, ...words);
    const make = (id: string, command: string, ...words: string[]) => aws<string>(command, ...words, '--query', id);
    const vpc = await make('Vpc.VpcId', 'create-vpc', '--cidr-block', '10.7.0.0/16');
    const other = await make('Vpc.VpcId', 'create-vpc', '--cidr-block', '10.8.0.0/16');
    const cidr = ['--cidr-block', '10.7.0.0/20'];
    const subnet = await make('Subnet.SubnetId', 'create-subnet', '--vpc-id', vpc, ...cidr);
    const groups: string[] = [];
    for (const name of names(Math.min(many, 60), place)) {
      const named = ['--group-name', name, '--description', 'Of the comparison', '--vpc-id', vpc];
      groups.push(await make('GroupId', 'create-security-group', ...named));
    }
    const [group = ''] = groups;
    const rule = ['--protocol', 'tcp', '--port', '22', '--cidr', '0.0.0.0/0'];
    await aws('authorize-security-group-ingress', '--group-id', group, ...rule);
    await aws('create-key-pair', '--key-name', 'ops');
    const image = await aws<string>('describe-images', '--owners', 'amazon', '--query', 'Images[0].ImageId');
    const started = ['--image-id', image, '--count', '3', '--subnet-id', subnet, '--security-group-ids', group];
    const ids = ['--query', 'Instances[].InstanceId'];
    const [instance = '', ended = ''] = await aws<string[]>('run-instances', ...started, ...ids);
    await aws('terminate-instances', '--instance-ids', ended);
    const disk = ['--availability-zone', `${region}a`, '--size', '9'];
    const volume = await make('VolumeId', 'create-volume', ...disk);
    for (const _ of names(Math.min(many, 60), place)) await aws('create-snapshot', '--volume-id', volume);
    await aws('create-image', '--instance-id', instance, '--name', 'golden');
    await aws('create-network-interface', '--subnet-id', subnet, '--groups', group);
    const gateway = await make('InternetGateway.InternetGatewayId', 'create-internet-gateway');
    await aws('attach-internet-gateway', '--internet-gateway-id', gateway, '--vpc-id', vpc);
    const table = await make('RouteTable.RouteTableId', 'create-route-table', '--vpc-id', vpc);
    const route = ['--destination-cidr-block', '0.0.0.0/0', '--gateway-id', gateway];
    await aws('create-route', '--route-table-id', table, ...route);
    const address = await make('AllocationId', 'allocate-address', '--domain', 'vpc');
    await aws('create-nat-gateway', '--subnet-id', subnet, '--allocation-id', address);
    await aws('create-dhcp-options', '--dhcp-configurations', 'Key=domain-name-servers,Values=10.7.0.2');
    const service = ['--service-name', `com.amazonaws.${region}.s3`, '--route-table-ids', table];
    await aws('create-vpc-endpoint', '--vpc-id', vpc, ...service);
    await aws('create-vpc-peering-connection', '--vpc-id', vpc, '--peer-vpc-id', other);
  },
  unreadable: { 'AWS::EC2::VPCEndpoint': 'moto has no filter vpc-endpoint-id: only listed' },
  lists: {
    'AWS::EC2::Region': printed('ec2', 'describe-regions', 'Regions[].RegionName', '--all-regions'),
    'AWS::EC2::AvailabilityZone': printed(
      'ec2',
      'describe-availability-zones',
      'AvailabilityZones[].ZoneId',
      '--all-availability-zones',
    ),
    'AWS::EC2::VPC': printed('ec2', 'describe-vpcs', 'Vpcs[].VpcId'),
    'AWS::EC2::Subnet': printed('ec2', 'describe-subnets', 'Subnets[].SubnetId'),
    'AWS::EC2::SecurityGroup': printed('ec2', 'describe-security-groups', 'SecurityGroups[].GroupId'),
    'AWS::EC2::Instance': printed('ec2', 'describe-instances', `Reservations[].Instances[?${ALIVE}][].InstanceId`),
    'AWS::EC2::Volume': printed('ec2', 'describe-volumes', 'Volumes[].VolumeId'),
    'AWS::EC2::Snapshot': printed('ec2', 'describe-snapshots', 'Snapshots[].SnapshotId', '--owner-ids', 'self'),
    'AWS::EC2::Image': printed('ec2', 'describe-images', 'Images[].ImageId', '--owners', 'self'),
    'AWS::EC2::NetworkInterface': printed(
      'ec2',
      'describe-network-interfaces',
      'NetworkInterfaces[].NetworkInterfaceId',
    ),
    'AWS::EC2::RouteTable': printed('ec2', 'describe-route-tables', 'RouteTables[].RouteTableId'),
    'AWS::EC2::InternetGateway': printed('ec2', 'describe-internet-gateways', 'InternetGateways[].InternetGatewayId'),
    'AWS::EC2::NatGateway': printed('ec2', 'describe-nat-gateways', "NatGateways[?State!='deleted'].NatGatewayId"),
    'AWS::EC2::EIP': printed('ec2', 'describe-addresses', 'Addresses[].AllocationId'),
    'AWS::EC2::KeyPair': printed('ec2', 'describe-key-pairs', 'KeyPairs[].KeyPairId'),
    'AWS::EC2::DHCPOptions': printed('ec2', 'describe-dhcp-options', 'DhcpOptions[].DhcpOptionsId'),
    'AWS::EC2::VPCEndpoint': printed('ec2', 'describe-vpc-endpoints', "VpcEndpoints[?State!='deleted'].VpcEndpointId"),
    'AWS::EC2::VPCPeeringConnection': printed(
      'ec2',
      'describe-vpc-peering-connections',
      `VpcPeeringConnections[?${GONE}].VpcPeeringConnectionId`,
    ),
  },
};
