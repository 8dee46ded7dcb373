import {
  AttachNetworkInterface$,
  type AttachNetworkInterfaceRequest,
  type AttachNetworkInterfaceResult,
  CreateNetworkInterface$,
  type CreateNetworkInterfaceRequest,
  type CreateNetworkInterfaceResult,
  DeleteNetworkInterface$,
  type DeleteNetworkInterfaceRequest,
  DescribeNetworkInterfaces$,
  type DescribeNetworkInterfacesRequest,
  type DescribeNetworkInterfacesResult,
  DetachNetworkInterface$,
  type DetachNetworkInterfaceRequest,
  ModifyNetworkInterfaceAttribute$,
  type ModifyNetworkInterfaceAttributeRequest,
  type NetworkInterface,
  NetworkInterface$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { type InterfaceRow, toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makeInterface, usedAddresses } from './make/interfaces';
import { ec2Id, makerOf } from './make/maker';

const faceOf = ({ ec2 }: Ec2Call, id: string | undefined) => need(ec2.interfaces, 'interface', id);
const asked = (input: { NetworkInterfaceId?: string | undefined }) => [`network-interface/${input.NetworkInterfaceId}`];

function groupsOf(call: Ec2Call, ids: readonly string[] | undefined, vpcId: string) {
  if (ids?.length) return ids.map((id) => need(call.ec2.groups, 'group', id));
  return call.ec2.groups.list().filter(({ VpcId, GroupName }) => VpcId === vpcId && GroupName === 'default');
}

function create(call: Ec2Call, input: CreateNetworkInterfaceRequest): CreateNetworkInterfaceResult {
  const subnet = need(call.ec2.subnets, 'subnet', input.SubnetId);
  const address = input.PrivateIpAddress;
  if (address && usedAddresses(call.ec2, subnet.SubnetId).includes(address)) {
    throw new AwsError('InvalidIPAddress.InUse', `The specified address is already in use.`);
  }
  const made = makeInterface(makerOf(call), subnet, {
    address,
    groups: groupsOf(call, input.Groups, subnet.VpcId),
    description: input.Description,
    tags: tagsFor(input.TagSpecifications, 'network-interface'),
  });
  return { NetworkInterface: toAnswer<NetworkInterface>(made) };
}

function attach(call: Ec2Call, input: AttachNetworkInterfaceRequest): AttachNetworkInterfaceResult {
  const face = faceOf(call, input.NetworkInterfaceId);
  const instance = need(call.ec2.instances, 'instance', input.InstanceId);
  if (face.Attachment) {
    throw new AwsError('InvalidNetworkInterface.InUse', `The interface ${face.NetworkInterfaceId} is in use`);
  }
  const AttachmentId = ec2Id(makerOf(call), 'eni-attach');
  const Attachment = {
    AttachmentId,
    AttachTime: call.now,
    DeleteOnTermination: false,
    DeviceIndex: input.DeviceIndex ?? 1,
    NetworkCardIndex: 0,
    InstanceId: instance.InstanceId,
    InstanceOwnerId: call.account.id,
    Status: 'attached' as const,
  };
  call.ec2.interfaces.put(face.NetworkInterfaceId, { ...face, Attachment, Status: 'in-use' }, call.now);
  const interfaceIds = [...instance.interfaceIds, face.NetworkInterfaceId];
  call.ec2.instances.put(instance.InstanceId, { ...instance, interfaceIds }, call.now);
  return { AttachmentId, NetworkCardIndex: 0 };
}

function heldBy(call: Ec2Call, attachmentId: string | undefined): InterfaceRow {
  const face = call.ec2.interfaces.list().find(({ Attachment }) => Attachment?.AttachmentId === attachmentId);
  if (!face) {
    throw new AwsError('InvalidAttachmentID.NotFound', `The attachment ID '${attachmentId}' does not exist`);
  }
  return face;
}

function detach(call: Ec2Call, input: DetachNetworkInterfaceRequest): object {
  const { Attachment, ...face } = heldBy(call, input.AttachmentId);
  if (Attachment?.DeviceIndex === 0) {
    throw new AwsError('OperationNotPermitted', 'The network interface at device index 0 cannot be detached.');
  }
  call.ec2.interfaces.put(face.NetworkInterfaceId, { ...face, Status: 'available' }, call.now);
  const instance = call.ec2.instances.get(Attachment?.InstanceId ?? '');
  if (instance) {
    const interfaceIds = instance.interfaceIds.filter((id) => id !== face.NetworkInterfaceId);
    call.ec2.instances.put(instance.InstanceId, { ...instance, interfaceIds }, call.now);
  }
  return {};
}

function modify(call: Ec2Call, input: ModifyNetworkInterfaceAttributeRequest): object {
  const face = faceOf(call, input.NetworkInterfaceId);
  const groups = input.Groups && groupsOf(call, input.Groups, face.VpcId);
  const changed: InterfaceRow = {
    ...face,
    ...(groups && { Groups: groups.map(({ GroupId, GroupName }) => ({ GroupId, GroupName })) }),
    Description: input.Description?.Value ?? face.Description,
    SourceDestCheck: input.SourceDestCheck?.Value ?? face.SourceDestCheck,
  };
  const { DeleteOnTermination } = input.Attachment ?? {};
  const Attachment = face.Attachment &&
    DeleteOnTermination !== undefined && { ...face.Attachment, DeleteOnTermination };
  call.ec2.interfaces.put(face.NetworkInterfaceId, { ...changed, ...(Attachment && { Attachment }) }, call.now);
  return {};
}

export const networkInterfaceOperations = {
  DescribeNetworkInterfaces: ec2Read<DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult>(
    DescribeNetworkInterfaces$,
    ({ ec2 }, input) => {
      const { rows, NextToken } = select(ec2.interfaces.list(), input, {
        kind: 'interface',
        idOf: (row) => row.NetworkInterfaceId,
        ids: input.NetworkInterfaceIds,
        schema: NetworkInterface$,
        tags: (row) => row.TagSet,
        filters: {
          'group-id': (row) => row.Groups?.map(({ GroupId }) => GroupId) ?? [],
          'group-name': (row) => row.Groups?.map(({ GroupName }) => GroupName) ?? [],
          'attachment.instance-id': (row) => row.Attachment?.InstanceId,
          'attachment.attachment-id': (row) => row.Attachment?.AttachmentId,
          'attachment.device-index': (row) => row.Attachment?.DeviceIndex,
          'association.public-ip': (row) => row.Association?.PublicIp,
          'association.allocation-id': (row) => row.Association?.AllocationId,
          'addresses.private-ip-address': (row) => row.PrivateIpAddresses?.map((each) => each.PrivateIpAddress) ?? [],
        },
      });
      return { NetworkInterfaces: rows.map((row) => toAnswer<NetworkInterface>(row)), NextToken };
    },
  ),
  CreateNetworkInterface: ec2Write<CreateNetworkInterfaceRequest, CreateNetworkInterfaceResult>(
    CreateNetworkInterface$,
    (input) => [
      'network-interface/*',
      `subnet/${input.SubnetId}`,
      ...(input.Groups ?? []).map((id) => `security-group/${id}`),
    ],
    create,
  ),
  DeleteNetworkInterface: ec2Write<DeleteNetworkInterfaceRequest, object>(
    DeleteNetworkInterface$,
    asked,
    (call, input) => {
      const face = faceOf(call, input.NetworkInterfaceId);
      if (face.Attachment) {
        throw new AwsError(
          'InvalidParameterValue',
          `Network interface '${face.NetworkInterfaceId}' is currently in use.`,
        );
      }
      call.ec2.interfaces.delete(face.NetworkInterfaceId, call.now);
      return {};
    },
  ),
  AttachNetworkInterface: ec2Write<AttachNetworkInterfaceRequest, AttachNetworkInterfaceResult>(
    AttachNetworkInterface$,
    (input) => [`network-interface/${input.NetworkInterfaceId}`, `instance/${input.InstanceId}`],
    attach,
  ),
  DetachNetworkInterface: ec2Write<DetachNetworkInterfaceRequest, object>(
    DetachNetworkInterface$,
    (input, call) => [`network-interface/${heldBy(call, input.AttachmentId).NetworkInterfaceId}`],
    detach,
  ),
  ModifyNetworkInterfaceAttribute: ec2Write<ModifyNetworkInterfaceAttributeRequest, object>(
    ModifyNetworkInterfaceAttribute$,
    asked,
    modify,
  ),
};
