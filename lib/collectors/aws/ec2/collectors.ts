import type { AnyCollector } from '@/lib/collectors/types';
import { availabilityZoneCollector } from './availability-zone';
import { dhcpOptionsCollector } from './dhcp-options';
import { elasticIpCollector } from './elastic-ip';
import { imageCollector } from './image';
import { instanceCollector } from './instance';
import { internetGatewayCollector } from './internet-gateway';
import { keyPairCollector } from './key-pair';
import { natGatewayCollector } from './nat-gateway';
import { networkInterfaceCollector } from './network-interface';
import { regionCollector } from './region';
import { routeTableCollector } from './route-table';
import { securityGroupCollector } from './security-group';
import { snapshotCollector } from './snapshot';
import { subnetCollector } from './subnet';
import { volumeCollector } from './volume';
import { vpcCollector } from './vpc';
import { vpcEndpointCollector } from './vpc-endpoint';
import { vpcPeeringConnectionCollector } from './vpc-peering-connection';

export const ec2Collectors: readonly AnyCollector[] = [
  regionCollector,
  availabilityZoneCollector,
  vpcCollector,
  subnetCollector,
  securityGroupCollector,
  instanceCollector,
  volumeCollector,
  snapshotCollector,
  imageCollector,
  networkInterfaceCollector,
  routeTableCollector,
  internetGatewayCollector,
  natGatewayCollector,
  elasticIpCollector,
  keyPairCollector,
  dhcpOptionsCollector,
  vpcEndpointCollector,
  vpcPeeringConnectionCollector,
] as readonly AnyCollector[];
