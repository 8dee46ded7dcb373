import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCli, awsCliMissing, startAwsCli } from '@/scripts/test/aws-cli';
import { adminEnvironment, aSandbox, type TestSandbox } from '../testing/sandbox';

if (awsCliMissing) console.warn(`SKIPPED, EC2 of the sandbox with the AWS CLI: ${awsCliMissing}`);

describe.skipIf(awsCliMissing)('EC2 by the AWS CLI', { timeout: 240_000 }, () => {
  let sandbox: TestSandbox;
  let cli: AwsCli;
  beforeAll(async () => {
    sandbox = await aSandbox();
    cli = await startAwsCli(sandbox.url, { env: adminEnvironment(sandbox, 'staging') });
  });
  afterAll(async () => {
    cli?.close();
    await sandbox?.close();
  });

  const aws = (...words: string[]) => cli.aws('ec2', ...words);
  async function read(...args: string[]) {
    const outcome = await aws(...args);
    expect(outcome).toMatchObject({ code: 0 });
    return outcome.stdout.trim() === '' ? {} : JSON.parse(outcome.stdout);
  }

  it('opens a group, starts an instance in it, tags and ends it', async () => {
    const { GroupId } = await read('create-security-group', '--group-name', 'web', '--description', 'Web');
    await read(
      'authorize-security-group-ingress',
      '--group-id',
      GroupId,
      '--protocol',
      'tcp',
      '--port',
      '22',
      '--cidr',
      '0.0.0.0/0',
    );
    const again = await aws(
      'authorize-security-group-ingress',
      '--group-id',
      GroupId,
      '--protocol',
      'tcp',
      '--port',
      '22',
      '--cidr',
      '0.0.0.0/0',
    );
    expect(again.stderr).toContain('(InvalidPermission.Duplicate)');
    const image = await read('describe-images', '--owners', 'amazon', '--query', 'Images[0].ImageId');
    const started = await read(
      'run-instances',
      '--image-id',
      image,
      '--instance-type',
      't3.micro',
      '--security-group-ids',
      GroupId,
    );
    const id = started.Instances[0].InstanceId;
    expect(started.Instances[0]).toMatchObject({ State: { Name: 'pending' }, SecurityGroups: [{ GroupId }] });
    expect(await aws('wait', 'instance-running', '--instance-ids', id)).toMatchObject({ code: 0 });
    await read('create-tags', '--resources', id, '--tags', 'Key=team,Value=cli');
    const found = await read('describe-instances', '--filters', 'Name=tag:team,Values=c*');
    expect(found.Reservations[0].Instances[0].InstanceId).toBe(id);
    expect((await aws('delete-security-group', '--group-id', GroupId)).stderr).toContain('(DependencyViolation)');
    await read('terminate-instances', '--instance-ids', id);
    expect(await aws('wait', 'instance-terminated', '--instance-ids', id)).toMatchObject({ code: 0 });
    await read('delete-security-group', '--group-id', GroupId);
    const dry = await aws('create-vpc', '--cidr-block', '10.1.0.0/16', '--dry-run');
    expect(dry.stderr).toContain('(DryRunOperation)');
  });

  it('builds a network and takes it down in the order that AWS demands', async () => {
    const { Vpc } = await read('create-vpc', '--cidr-block', '10.77.0.0/16');
    const { Subnet } = await read('create-subnet', '--vpc-id', Vpc.VpcId, '--cidr-block', '10.77.1.0/24');
    expect(Subnet).toMatchObject({ AvailableIpAddressCount: 251 });
    const { AllocationId } = await read('allocate-address', '--domain', 'vpc');
    const { NatGateway } = await read(
      'create-nat-gateway',
      '--subnet-id',
      Subnet.SubnetId,
      '--allocation-id',
      AllocationId,
    );
    const { RouteTable } = await read('create-route-table', '--vpc-id', Vpc.VpcId);
    const table = RouteTable.RouteTableId;
    await read(
      'create-route',
      '--route-table-id',
      table,
      '--destination-cidr-block',
      '0.0.0.0/0',
      '--nat-gateway-id',
      NatGateway.NatGatewayId,
    );
    const { AssociationId } = await read(
      'associate-route-table',
      '--route-table-id',
      table,
      '--subnet-id',
      Subnet.SubnetId,
    );
    expect((await aws('delete-vpc', '--vpc-id', Vpc.VpcId)).stderr).toContain('(DependencyViolation)');
    await read('delete-nat-gateway', '--nat-gateway-id', NatGateway.NatGatewayId);
    const routes = await read(
      'describe-route-tables',
      '--route-table-ids',
      table,
      '--query',
      'RouteTables[0].Routes[].State',
    );
    expect(routes).toEqual(['active', 'blackhole']);
    await read('release-address', '--allocation-id', AllocationId);
    await read('disassociate-route-table', '--association-id', AssociationId);
    await read('delete-route-table', '--route-table-id', table);
    await read('delete-subnet', '--subnet-id', Subnet.SubnetId);
    await read('delete-vpc', '--vpc-id', Vpc.VpcId);
    expect((await aws('describe-vpcs', '--vpc-ids', Vpc.VpcId)).stderr).toContain(
      `An error occurred (InvalidVpcID.NotFound) when calling the DescribeVpcs operation: The vpc ID '${Vpc.VpcId}' does not exist`,
    );
  });

  it('records each change as CloudTrail does', async () => {
    const { VolumeId } = await read('create-volume', '--availability-zone', 'eu-west-1a', '--size', '1');
    await read('create-tags', '--resources', VolumeId, '--tags', 'Key=a,Value=b');
    await read('modify-volume', '--volume-id', VolumeId, '--size', '2');
    await read('delete-volume', '--volume-id', VolumeId);
    const events = sandbox.world.changes.since(0).slice(-4);
    expect(events.map(({ eventName }) => eventName)).toEqual([
      'CreateVolume',
      'CreateTags',
      'ModifyVolume',
      'DeleteVolume',
    ]);
    expect(events[0]?.responseElements).toMatchObject({ volumeId: VolumeId });
    expect(events[1]?.requestParameters).toEqual({
      resourcesSet: { items: [{ resourceId: VolumeId }] },
      tagSet: { items: [{ key: 'a', value: 'b' }] },
    });
    expect(events[2]?.requestParameters).toMatchObject({ ModifyVolumeRequest: { VolumeId, Size: 2 } });
    expect(events[3]?.responseElements).toMatchObject({ _return: true });
  });
});
