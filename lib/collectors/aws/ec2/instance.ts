import { DescribeInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, edgeByArn, groupEdges } from './values';

const TYPE = 'AWS::EC2::Instance';
/** How EC2's older calls name instances in what they ask and answer. */
const SET = 'instancesSet.items[].instanceId';

/** AWS tells the owner and the reservation around the instance, not in it. */
export type RawInstance = { instance: Instance; reservationId: string | undefined; ownerId: string | undefined };

const LISTS = [
  'SecurityGroups',
  'Groups',
  'BlockDeviceMappings',
  'NetworkInterfaces',
  'PrivateIpAddresses',
  'Ipv6Addresses',
  'ProductCodes',
] as const;

/** From here an instance can only end: AWS shows it for about an hour more (EC2 User Guide, "Instance lifecycle"). */
const ENDING: readonly (string | undefined)[] = ['shutting-down', 'terminated'];

/** LaunchTime moves with every start; the primary interface's attachment does not. */
function firstLaunch({ LaunchTime, NetworkInterfaces }: Instance): Date | undefined {
  const times = [LaunchTime, ...(NetworkInterfaces ?? []).map(({ Attachment }) => Attachment?.AttachTime)];
  return times.filter((time) => time !== undefined).sort((a, b) => a.getTime() - b.getTime())[0];
}

function addresses(instance: Instance): (string | undefined)[] {
  const interfaces = instance.NetworkInterfaces ?? [];
  return [
    instance.PrivateIpAddress,
    instance.PublicIpAddress,
    instance.Ipv6Address,
    instance.PrivateDnsName,
    instance.PublicDnsName,
    ...interfaces.flatMap((each) => each.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress),
    ...interfaces.flatMap((each) => each.PrivateIpAddresses ?? []).map(({ Association }) => Association?.PublicIp),
    ...interfaces.flatMap((each) => each.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
  ];
}

export const instanceCollector: Collector<RawInstance> = {
  service: 'ec2',
  type: TYPE,
  title: 'EC2 instance',
  scope: 'regional',
  actions: ['ec2:DescribeInstances'],
  enrichingActions: [],
  readActions: [],
  ...describing<RawInstance>({
    idOf: ({ instance }) => instance.InstanceId,
    idFilter: 'instance-id',
    isGone: ({ instance }) => ENDING.includes(instance.State?.Name),
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeInstancesCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) =>
          (page.Reservations ?? []).flatMap(({ ReservationId, OwnerId, Instances }) =>
            (Instances ?? []).map((instance) => ({ instance, reservationId: ReservationId, ownerId: OwnerId })),
          ),
      ),
  }),
  normalize: ({ instance: raw, reservationId, ownerId }, env) =>
    ec2Resource(env, TYPE, {
      id: raw.InstanceId,
      arn: ec2Arn(env, 'instance', raw.InstanceId ?? '', ownerId),
      tags: raw.Tags,
      attributes: {
        ...ec2Attributes(raw, {
          omit: ['StateReason', 'StateTransitionReason', 'UsageOperationUpdateTime', 'ClientToken'],
          sort: LISTS,
        }),
        ...(reservationId && { reservationId }),
        ...(ownerId && { ownerId }),
      },
      addresses: addresses(raw),
      volatile: {
        stateTransitionReason: raw.StateTransitionReason || null,
        stateReason: raw.StateReason?.Message ?? null,
      },
      relationships: [
        edge('belongsTo', 'AWS::EC2::Subnet', raw.SubnetId),
        ...(raw.NetworkInterfaces ?? []).map((each) => edge('belongsTo', 'AWS::EC2::Subnet', each.SubnetId)),
        ...groupEdges(raw.SecurityGroups),
        ...(raw.NetworkInterfaces ?? []).flatMap((each) => groupEdges(each.Groups)),
        edgeByArn('runsAs', 'AWS::IAM::InstanceProfile', raw.IamInstanceProfile?.Arn),
        edge('uses', 'AWS::EC2::Image', raw.ImageId),
        raw.KeyName ? { kind: 'uses', toType: 'AWS::EC2::KeyPair', toName: raw.KeyName } : null,
        ...(raw.BlockDeviceMappings ?? []).map(({ Ebs }) => edge('attached', 'AWS::EC2::Volume', Ebs?.VolumeId)),
      ],
      createdAt: firstLaunch(raw),
    }),
  events: [
    ...ec2Events(ids({ answers: [SET] }), { creates: ['RunInstances'] }),
    // Instant fleets, those of Auto Scaling among them.
    ...ec2Events(ids({ answers: ['fleetInstanceSet.items[].instanceIds.items[]'] }), { creates: ['CreateFleet'] }),
    ...ec2Events(ids({ asks: [SET], answers: [SET] }), {
      updates: ['StartInstances', 'StopInstances', 'MonitorInstances', 'UnmonitorInstances'],
      deletes: ['TerminateInstances'],
    }),
    ...ec2Events(ids({ asks: [SET] }), { updates: ['RebootInstances'] }),
    ...ec2Events(ids({ asks: ['instanceId'] }), {
      updates: [
        'ModifyInstanceAttribute',
        'ResetInstanceAttribute',
        'ModifyInstanceMetadataOptions',
        'ModifyInstanceCapacityReservationAttributes',
        'ModifyInstanceCpuOptions',
        'ModifyInstanceMaintenanceOptions',
        'ModifyInstanceNetworkPerformanceOptions',
        'ModifyInstancePlacement',
        'ModifyPrivateDnsNameOptions',
        'CreateReplaceRootVolumeTask',
        'AttachVolume',
        'AttachNetworkInterface',
        'AssociateAddress',
      ],
    }),
    ...ec2Events(ids({ asks: ['instanceId'], answers: ['instanceId'] }), { updates: ['DetachVolume'] }),
    ...ec2Events(ids({ answers: ['iamInstanceProfileAssociation.instanceId'] }), {
      updates: [
        'AssociateIamInstanceProfile',
        'DisassociateIamInstanceProfile',
        'ReplaceIamInstanceProfileAssociation',
      ],
    }),
    // What AWS takes back, and what a group lets go of, has events of other names.
    ...ec2Events(refFrom({ id: 'serviceEventDetails.instanceIdSet[]' }), { deletes: ['BidEvictedEvent'] }),
    ...trailEvents('autoscaling.amazonaws.com', refFrom({ id: 'requestParameters.instanceId' }), {
      deletes: ['TerminateInstanceInAutoScalingGroup'],
    }),
    ...taggingEvents('i-'),
  ],
};
