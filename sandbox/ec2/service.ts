import type { ModelService } from '../wire/model/service';
import { addressOperations } from './addresses';
import { dhcpOptionsOperations } from './dhcp-options';
import { ebsEncryptionOperations } from './ebs-encryption';
import { imageOperations } from './images';
import { instanceSettingOperations } from './instance-settings';
import { instanceOperations } from './instances';
import { internetGatewayOperations } from './internet-gateways';
import { keyPairOperations } from './key-pairs';
import { lookupOperations } from './lookups';
import { natGatewayOperations } from './nat-gateways';
import { networkInterfaceOperations } from './network-interfaces';
import { regionOperations } from './regions';
import { routeTableOperations } from './route-tables';
import { routeOperations } from './routes';
import { runInstanceOperations } from './run-instances';
import { securityGroupRuleOperations } from './security-group-rules';
import { securityGroupOperations } from './security-groups';
import { snapshotOperations } from './snapshots';
import { subnetOperations } from './subnets';
import { tagOperations } from './tags';
import { volumeOperations } from './volumes';
import { vpcEndpointOperations } from './vpc-endpoints';
import { vpcPeeringOperations } from './vpc-peering';
import { vpcOperations } from './vpcs';
import { zoneOperations } from './zones';

/** Amazon EC2: one file a noun, each with its operations. */
export const ec2Service: ModelService = {
  signingName: 'ec2',
  iamPrefix: 'ec2',
  eventSource: 'ec2.amazonaws.com',
  protocol: 'ec2',
  version: '2016-11-15',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  denied: { code: 'UnauthorizedOperation', status: 403 },
  throttled: { code: 'RequestLimitExceeded', status: 503 },
  operations: {
    ...regionOperations,
    ...zoneOperations,
    ...vpcOperations,
    ...subnetOperations,
    ...securityGroupOperations,
    ...securityGroupRuleOperations,
    ...routeTableOperations,
    ...routeOperations,
    ...internetGatewayOperations,
    ...natGatewayOperations,
    ...addressOperations,
    ...dhcpOptionsOperations,
    ...vpcEndpointOperations,
    ...vpcPeeringOperations,
    ...networkInterfaceOperations,
    ...runInstanceOperations,
    ...instanceOperations,
    ...instanceSettingOperations,
    ...volumeOperations,
    ...ebsEncryptionOperations,
    ...snapshotOperations,
    ...imageOperations,
    ...keyPairOperations,
    ...tagOperations,
    ...lookupOperations,
  },
};
