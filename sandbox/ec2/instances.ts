import {
  DescribeInstances$,
  type DescribeInstancesRequest,
  type DescribeInstancesResult,
  Instance$,
  MonitorInstances$,
  type MonitorInstancesRequest,
  type MonitorInstancesResult,
  RebootInstances$,
  type RebootInstancesRequest,
  StartInstances$,
  type StartInstancesRequest,
  type StartInstancesResult,
  StopInstances$,
  type StopInstancesRequest,
  type StopInstancesResult,
  TerminateInstances$,
  type TerminateInstancesRequest,
  type TerminateInstancesResult,
  UnmonitorInstances$,
  type UnmonitorInstancesRequest,
  type UnmonitorInstancesResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import type { InstanceRow } from './kit/rows';
import { type Filters, select } from './kit/select';
import { showInstance, stillShown } from './kit/show-instance';
import { unbindAddress } from './make/connect';
import { publicAddress, publicName, withPublicAddress } from './make/interfaces';
import { makerOf } from './make/maker';

type Named = { InstanceIds?: string[] | undefined };
const asked = (input: Named) => (input.InstanceIds ?? []).map((id) => `instance/${id}`);
const named = (call: Ec2Call, input: Named) =>
  (input.InstanceIds ?? []).map((id) => need(call.ec2.instances, 'instance', id));
const put = (call: Ec2Call, row: InstanceRow) => call.ec2.instances.put(row.InstanceId, row, call.now);

const STATES = {
  pending: { Code: 0, Name: 'pending' },
  running: { Code: 16, Name: 'running' },
  'shutting-down': { Code: 32, Name: 'shutting-down' },
  terminated: { Code: 48, Name: 'terminated' },
  stopping: { Code: 64, Name: 'stopping' },
  stopped: { Code: 80, Name: 'stopped' },
} as const;

/** AWS answers the state that lasts a moment (`stopping`); here the next one is reached at once. */
function change(row: InstanceRow, current: keyof typeof STATES) {
  return { InstanceId: row.InstanceId, PreviousState: row.State, CurrentState: STATES[current] };
}

function filters({ ec2 }: Ec2Call): Filters<InstanceRow> {
  const groups = (row: InstanceRow) => ec2.interfaces.get(row.interfaceIds[0] ?? '')?.Groups ?? [];
  return {
    'instance-state-name': (row) => row.State?.Name,
    'instance-state-code': (row) => row.State?.Code,
    'availability-zone': (row) => row.Placement?.AvailabilityZone,
    'instance.group-id': (row) => groups(row).map(({ GroupId }) => GroupId),
    'instance.group-name': (row) => groups(row).map(({ GroupName }) => GroupName),
    'network-interface.group-id': (row) => groups(row).map(({ GroupId }) => GroupId),
    'network-interface.network-interface-id': (row) => row.interfaceIds,
    'block-device-mapping.volume-id': (row) => row.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId) ?? [],
    'iam-instance-profile.arn': (row) => row.IamInstanceProfile?.Arn,
    'ip-address': (row) => row.PublicIpAddress,
    'dns-name': (row) => row.PublicDnsName,
    'reservation-id': (row) => row.reservationId,
    'metadata-options.http-tokens': (row) => row.MetadataOptions?.HttpTokens,
    tenancy: (row) => row.Placement?.Tenancy,
  };
}

function stop(call: Ec2Call, row: InstanceRow): void {
  const { PublicIpAddress: _address, ...rest } = row;
  const face = call.ec2.interfaces.get(row.interfaceIds[0] ?? '');
  const elastic = face?.Association?.AllocationId !== undefined;
  // An elastic address stays with a stopped instance, one of Amazon's pool goes back.
  if (face && !elastic) {
    call.ec2.interfaces.put(face.NetworkInterfaceId, withPublicAddress(face, undefined), call.now);
  }
  put(call, {
    ...(elastic ? row : { ...rest, PublicDnsName: '' }),
    State: STATES.stopped,
    StateTransitionReason: `User initiated (${new Date(call.now).toISOString().slice(0, 19).replace('T', ' ')} GMT)`,
    StateReason: {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    },
  });
}

function start(call: Ec2Call, row: InstanceRow): void {
  const { StateReason: _reason, ...rest } = row;
  const subnet = call.ec2.subnets.get(row.SubnetId ?? '');
  const face = call.ec2.interfaces.get(row.interfaceIds[0] ?? '');
  const running = { ...rest, State: STATES.running, StateTransitionReason: '', LaunchTime: call.now };
  if (!subnet?.MapPublicIpOnLaunch || !face || face.Association) {
    put(call, running);
    return;
  }
  const PublicIp = publicAddress(makerOf(call));
  const PublicDnsName = publicName(call.region, PublicIp);
  const association = { PublicIp, PublicDnsName, IpOwnerId: 'amazon' };
  call.ec2.interfaces.put(face.NetworkInterfaceId, withPublicAddress(face, association), call.now);
  put(call, { ...running, PublicIpAddress: PublicIp, PublicDnsName });
}

/** Volumes and interfaces marked so go with the instance, others are freed; elastic addresses are let go. */
function terminate(call: Ec2Call, row: InstanceRow): void {
  const { ec2, now } = call;
  for (const address of ec2.addresses.list()) {
    if (address.InstanceId === row.InstanceId) unbindAddress(makerOf(call), address);
  }
  for (const id of row.interfaceIds) {
    const face = ec2.interfaces.get(id);
    if (!face) continue;
    const { Attachment, ...rest } = face;
    if (Attachment?.DeleteOnTermination) ec2.interfaces.delete(id, now);
    else ec2.interfaces.put(id, { ...rest, Status: 'available' }, now);
  }
  for (const { Ebs } of row.BlockDeviceMappings ?? []) {
    const volume = ec2.volumes.get(Ebs?.VolumeId ?? '');
    if (!volume) continue;
    if (Ebs?.DeleteOnTermination) ec2.volumes.delete(volume.VolumeId, now);
    else ec2.volumes.put(volume.VolumeId, { ...volume, State: 'available', Attachments: [] }, now);
  }
  const { PrivateIpAddress: _p, PublicIpAddress: _q, SubnetId: _s, VpcId: _v, ...rest } = row;
  put(call, {
    ...rest,
    interfaceIds: [],
    BlockDeviceMappings: [],
    PrivateDnsName: '',
    PublicDnsName: '',
    State: STATES.terminated,
    StateTransitionReason: `User initiated (${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} GMT)`,
    endedAt: now,
  });
}

const monitoring = (call: Ec2Call, input: Named, state: 'enabled' | 'disabled') => ({
  InstanceMonitorings: named(call, input).map((row) => {
    put(call, { ...row, Monitoring: { State: state } });
    return { InstanceId: row.InstanceId, Monitoring: { State: state === 'enabled' ? ('pending' as const) : state } };
  }),
});

export const instanceOperations = {
  DescribeInstances: ec2Read<DescribeInstancesRequest, DescribeInstancesResult>(DescribeInstances$, (call, input) => {
    const shown = call.ec2.instances.list().filter(stillShown(call.now));
    const { rows, NextToken } = select(shown, input, {
      kind: 'instance',
      idOf: (row) => row.InstanceId,
      ids: input.InstanceIds,
      schema: Instance$,
      filters: filters(call),
    });
    const gathered = new Map<string, InstanceRow[]>();
    for (const row of rows) gathered.set(row.reservationId, [...(gathered.get(row.reservationId) ?? []), row]);
    const Reservations = [...gathered].map(([ReservationId, members]) => ({
      ReservationId,
      OwnerId: call.account.id,
      Groups: [],
      Instances: members.map((row) => showInstance(call.ec2, row)),
    }));
    return { Reservations, NextToken };
  }),
  StartInstances: ec2Write<StartInstancesRequest, StartInstancesResult>(StartInstances$, asked, (call, input) => {
    const rows = named(call, input);
    const ended = rows.find(({ State }) => State?.Name === 'terminated');
    if (ended) {
      throw new AwsError(
        'IncorrectInstanceState',
        `The instance '${ended.InstanceId}' is not in a state from which it can be started.`,
      );
    }
    const StartingInstances = rows.map((row) => change(row, row.State?.Name === 'running' ? 'running' : 'pending'));
    for (const row of rows) if (row.State?.Name === 'stopped') start(call, row);
    return { StartingInstances };
  }),
  StopInstances: ec2Write<StopInstancesRequest, StopInstancesResult>(StopInstances$, asked, (call, input) => {
    const rows = named(call, input);
    for (const { InstanceId, State, protect } of rows) {
      if (State?.Name === 'terminated') {
        throw new AwsError(
          'IncorrectInstanceState',
          `This instance '${InstanceId}' is not in a state from which it can be stopped.`,
        );
      }
      if (protect.stop) {
        throw new AwsError(
          'OperationNotPermitted',
          `The instance '${InstanceId}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
        );
      }
    }
    const StoppingInstances = rows.map((row) => change(row, row.State?.Name === 'stopped' ? 'stopped' : 'stopping'));
    for (const row of rows) if (row.State?.Name === 'running') stop(call, row);
    return { StoppingInstances };
  }),
  RebootInstances: ec2Write<RebootInstancesRequest, object>(RebootInstances$, asked, (call, input) => {
    named(call, input);
    return {};
  }),
  TerminateInstances: ec2Write<TerminateInstancesRequest, TerminateInstancesResult>(
    TerminateInstances$,
    asked,
    (call, input) => {
      const rows = named(call, input);
      const protectedOne = rows.find(({ protect }) => protect.termination);
      if (protectedOne) {
        throw new AwsError(
          'OperationNotPermitted',
          `The instance '${protectedOne.InstanceId}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
        );
      }
      const TerminatingInstances = rows.map((row) =>
        change(row, row.State?.Name === 'terminated' ? 'terminated' : 'shutting-down'),
      );
      for (const row of rows) if (row.State?.Name !== 'terminated') terminate(call, row);
      return { TerminatingInstances };
    },
  ),
  MonitorInstances: ec2Write<MonitorInstancesRequest, MonitorInstancesResult>(MonitorInstances$, asked, (call, input) =>
    monitoring(call, input, 'enabled'),
  ),
  UnmonitorInstances: ec2Write<UnmonitorInstancesRequest, UnmonitorInstancesResult>(
    UnmonitorInstances$,
    asked,
    (call, input) => monitoring(call, input, 'disabled'),
  ),
};
