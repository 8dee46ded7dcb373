import type { Table } from '../../store/table';
import { AwsError } from '../../wire/errors';

/** AWS's code and text for an unknown id, by kind (Amazon EC2 API Reference, "Error codes"). */
export const NOT_FOUND = {
  vpc: ['InvalidVpcID.NotFound', (id: string) => `The vpc ID '${id}' does not exist`],
  subnet: ['InvalidSubnetID.NotFound', (id: string) => `The subnet ID '${id}' does not exist`],
  group: ['InvalidGroup.NotFound', (id: string) => `The security group '${id}' does not exist`],
  rule: ['InvalidSecurityGroupRuleId.NotFound', (id: string) => `The security group rule ID '${id}' does not exist`],
  instance: ['InvalidInstanceID.NotFound', (id: string) => `The instance ID '${id}' does not exist`],
  volume: ['InvalidVolume.NotFound', (id: string) => `The volume '${id}' does not exist.`],
  snapshot: ['InvalidSnapshot.NotFound', (id: string) => `The snapshot '${id}' does not exist.`],
  image: ['InvalidAMIID.NotFound', (id: string) => `The image id '[${id}]' does not exist`],
  interface: ['InvalidNetworkInterfaceID.NotFound', (id: string) => `The networkInterface ID '${id}' does not exist`],
  routeTable: ['InvalidRouteTableID.NotFound', (id: string) => `The routeTable ID '${id}' does not exist`],
  internetGateway: [
    'InvalidInternetGatewayID.NotFound',
    (id: string) => `The internetGateway ID '${id}' does not exist`,
  ],
  natGateway: ['NatGatewayNotFound', (id: string) => `The Nat Gateway ${id} was not found`],
  address: ['InvalidAllocationID.NotFound', (id: string) => `The allocation ID '${id}' does not exist`],
  keyPair: ['InvalidKeyPair.NotFound', (id: string) => `The key pair '${id}' does not exist`],
  dhcp: ['InvalidDhcpOptionID.NotFound', (id: string) => `The dhcpOption ID '${id}' does not exist`],
  endpoint: ['InvalidVpcEndpointId.NotFound', (id: string) => `The Vpc Endpoint Id '${id}' does not exist`],
  peering: [
    'InvalidVpcPeeringConnectionID.NotFound',
    (id: string) => `The vpcPeeringConnection ID '${id}' does not exist`,
  ],
  association: ['InvalidAssociationID.NotFound', (id: string) => `The association ID '${id}' does not exist`],
} as const satisfies Record<string, readonly [string, (id: string) => string]>;

export type Kind = keyof typeof NOT_FOUND;

export function notFound(kind: Kind, id: string): AwsError {
  const [code, text] = NOT_FOUND[kind];
  return new AwsError(code, text(id));
}

/** The row, or AWS's not-found. */
export function need<Row extends object>(table: Table<Row>, kind: Kind, id: string | undefined): Row {
  if (!id) throw missing(kind);
  const row = table.get(id);
  if (row === undefined) throw notFound(kind, id);
  return row;
}

export const missing = (name: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message);
export const dependency = (message: string) => new AwsError('DependencyViolation', message);
