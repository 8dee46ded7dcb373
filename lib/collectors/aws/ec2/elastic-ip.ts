import { type Address, DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { firstOf, nothing } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, names, taggingEvents } from './events';
import { describing } from './reads/describe';
import { wholeOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge } from './values';

const TYPE = 'AWS::EC2::EIP';

export const elasticIpCollector: Collector<Address> = {
  service: 'ec2',
  type: TYPE,
  title: 'Elastic IP address',
  scope: 'regional',
  actions: ['ec2:DescribeAddresses'],
  enrichingActions: [],
  readActions: [],
  ...describing<Address>({
    idOf: (address) => address.AllocationId,
    idFilter: 'allocation-id',
    nameOf: (address) => address.PublicIp,
    nameFilter: 'public-ip',
    read: (ctx, Filters) =>
      wholeOf(
        ctx,
        async (ec2, options) => (await ec2.send(new DescribeAddressesCommand({ Filters }), options)).Addresses,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.AllocationId,
      arn: ec2Arn(env, 'elastic-ip', raw.AllocationId ?? ''),
      name: raw.Tags?.find(({ Key }) => Key === 'Name')?.Value || raw.PublicIp,
      tags: raw.Tags,
      attributes: ec2Attributes(raw),
      addresses: [raw.PublicIp, raw.PrivateIpAddress, raw.CarrierIp, raw.CustomerOwnedIp],
      relationships: [
        edge('attached', 'AWS::EC2::NetworkInterface', raw.NetworkInterfaceId),
        edge('attached', 'AWS::EC2::Instance', raw.InstanceId),
      ],
    }),
  events: [
    ...ec2Events(ids({ answers: ['allocationId'] }), { creates: ['AllocateAddress', 'MoveAddressToVpc'] }),
    ...ec2Events(ids({ answers: ['addressTransfer.allocationId'] }), { creates: ['AcceptAddressTransfer'] }),
    ...ec2Events(firstOf(ids({ asks: ['allocationId'] }), names('publicIp')), {
      updates: ['AssociateAddress'],
      deletes: ['ReleaseAddress'],
    }),
    // Tells the association only, unless it names the address (EC2-Classic's form).
    ...ec2Events(names('publicIp'), { updates: ['DisassociateAddress'] }),
    ...ec2Events(ids({ asks: ['allocationId'] }), {
      updates: ['ModifyAddressAttribute', 'ResetAddressAttribute', 'EnableAddressTransfer', 'DisableAddressTransfer'],
    }),
    ...ec2Events(ids({ asks: ['allocationId', 'secondaryAllocationId'] }), { updates: ['CreateNatGateway'] }),
    ...ec2Events(ids({ asks: ['allocationId'] }), { updates: ['AssociateNatGatewayAddress'] }),
    // What these let go of is not told.
    ...ec2Events(nothing, { updates: ['TerminateInstances', 'DeleteNatGateway', 'DisassociateNatGatewayAddress'] }),
    ...taggingEvents('eipalloc-'),
  ],
};
