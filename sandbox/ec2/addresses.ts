import {
  type Address,
  Address$,
  AllocateAddress$,
  type AllocateAddressRequest,
  type AllocateAddressResult,
  AssociateAddress$,
  type AssociateAddressRequest,
  type AssociateAddressResult,
  DescribeAddresses$,
  type DescribeAddressesRequest,
  type DescribeAddressesResult,
  DisassociateAddress$,
  type DisassociateAddressRequest,
  ReleaseAddress$,
  type ReleaseAddressRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { missing, need, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { type AddressRow, toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { bindAddress, makeAddress, unbindAddress } from './make/connect';
import { makerOf } from './make/maker';

type Named = { AllocationId?: string | undefined; PublicIp?: string | undefined; AssociationId?: string | undefined };

function addressOf({ ec2 }: Ec2Call, input: Named): AddressRow {
  if (input.AllocationId) return need(ec2.addresses, 'address', input.AllocationId);
  const { AssociationId, PublicIp } = input;
  const rows = ec2.addresses.list();
  if (AssociationId) {
    const bound = rows.find((row) => row.AssociationId === AssociationId);
    if (!bound) throw notFound('association', AssociationId);
    return bound;
  }
  const found = rows.find((row) => row.PublicIp === PublicIp);
  if (!found) throw new AwsError('InvalidAddress.NotFound', `Address '${PublicIp}' not found.`);
  return found;
}

const asked = (input: Named, call: Ec2Call) => [`elastic-ip/${addressOf(call, input).AllocationId}`];

export const addressOperations = {
  DescribeAddresses: ec2Read<DescribeAddressesRequest, DescribeAddressesResult>(DescribeAddresses$, (call, input) => {
    const byAddress = (input.PublicIps ?? []).map((PublicIp) => addressOf(call, { PublicIp }).AllocationId);
    const { rows } = select(
      call.ec2.addresses.list(),
      { Filters: input.Filters },
      {
        kind: 'address',
        idOf: (row) => row.AllocationId,
        ids: [...(input.AllocationIds ?? []), ...byAddress],
        schema: Address$,
        // All of them at once: this call has no pages.
        limits: { min: 1, max: Number.MAX_SAFE_INTEGER },
      },
    );
    return { Addresses: rows.map((row) => toAnswer<Address>(row)) };
  }),
  AllocateAddress: ec2Write<AllocateAddressRequest, AllocateAddressResult>(
    AllocateAddress$,
    () => ['elastic-ip/*'],
    (call, input) => {
      const made = makeAddress(makerOf(call), tagsFor(input.TagSpecifications, 'elastic-ip'), input.Address);
      const { AllocationId, PublicIp, Domain, PublicIpv4Pool, NetworkBorderGroup } = made;
      return { AllocationId, PublicIp, Domain, PublicIpv4Pool, NetworkBorderGroup };
    },
  ),
  ReleaseAddress: ec2Write<ReleaseAddressRequest, object>(ReleaseAddress$, asked, (call, input) => {
    const address = addressOf(call, input);
    if (address.AssociationId) {
      throw new AwsError('InvalidIPAddress.InUse', `Address '${address.PublicIp}' is in use.`);
    }
    call.ec2.addresses.delete(address.AllocationId, call.now);
    return {};
  }),
  AssociateAddress: ec2Write<AssociateAddressRequest, AssociateAddressResult>(
    AssociateAddress$,
    asked,
    (call, input) => {
      const address = addressOf(call, input);
      const instance = input.InstanceId ? need(call.ec2.instances, 'instance', input.InstanceId) : undefined;
      const faceId = input.NetworkInterfaceId ?? instance?.interfaceIds[0];
      if (!faceId) throw missing('instanceId or networkInterfaceId');
      need(call.ec2.interfaces, 'interface', faceId);
      if (address.AssociationId && input.AllowReassociation === false) {
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `resource ${address.AllocationId} is already associated with associate-id ${address.AssociationId}`,
        );
      }
      const maker = makerOf(call);
      const free = address.AssociationId ? unbindAddress(maker, address) : address;
      return { AssociationId: bindAddress(maker, free, faceId).AssociationId };
    },
  ),
  DisassociateAddress: ec2Write<DisassociateAddressRequest, object>(DisassociateAddress$, asked, (call, input) => {
    unbindAddress(makerOf(call), addressOf(call, input));
    return {};
  }),
};
