import type { Instance, InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import type { Ec2Tables, InstanceRow } from './rows';
import { toAnswer } from './rows';

/** An instance with its interfaces and groups, as DescribeInstances answers it. A terminated one has neither. */
export function showInstance(ec2: Ec2Tables, row: InstanceRow): Instance {
  const { reservationId: _r, interfaceIds, profileAssociationId: _p, protect: _t, endedAt: _e, ...own } = row;
  const faces = interfaceIds.flatMap((id) => {
    const face = ec2.interfaces.get(id);
    return face ? [toAnswer(face)] : [];
  });
  const NetworkInterfaces = faces.map(
    ({ TagSet: _tags, RequesterId: _id, RequesterManaged: _managed, ...face }) => face as InstanceNetworkInterface,
  );
  return { ...toAnswer<Instance>(own), NetworkInterfaces, SecurityGroups: faces[0]?.Groups ?? [] };
}

const HOUR = 3_600_000;

/** What ended less than an hour ago is still shown; what ended before is forgotten. */
export const stillShown =
  (now: number) =>
  ({ endedAt }: { endedAt?: number }): boolean =>
    endedAt === undefined || endedAt > now - HOUR;
