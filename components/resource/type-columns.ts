/** Columns of the inventory that need no choice: API names, `tag.<key>` and `attr.<path>`; the name always comes first. */
const USUAL = ['type', 'accountId', 'region', 'changedAt', 'tags'] as const;
const OF_ONE_TYPE = ['accountId', 'region', 'changedAt', 'tags'] as const;
const PLACE = ['accountId', 'region'] as const;
const GLOBAL = ['accountId', 'createdAt', 'changedAt', 'tags'] as const;

/** What one asks of a type first. Paths are those of the type's collector (the SDK's names in camelCase). */
const OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Instance': [
    ...['attr.state.name', 'attr.instanceType', 'attr.privateIpAddress', 'attr.publicIpAddress'],
    ...PLACE,
    'changedAt',
  ],
  'AWS::EC2::Volume': ['attr.size', 'attr.encrypted', 'attr.state', 'attr.volumeType', ...PLACE, 'createdAt'],
  'AWS::EC2::Snapshot': ['attr.volumeSize', 'attr.encrypted', 'attr.volumeId', ...PLACE, 'createdAt'],
  'AWS::EC2::SecurityGroup': ['id', 'attr.vpcId', 'attr.description', ...PLACE, 'changedAt'],
  'AWS::EC2::NetworkInterface': [
    ...['attr.privateIpAddress', 'attr.association.publicIp', 'attr.interfaceType', 'attr.attachment.instanceId'],
    ...PLACE,
    'changedAt',
  ],
  'AWS::EC2::VPC': ['id', 'attr.cidrBlock', 'attr.isDefault', ...PLACE, 'changedAt'],
  'AWS::EC2::Subnet': ['id', 'attr.cidrBlock', 'attr.availabilityZone', 'attr.vpcId', ...PLACE],
  'AWS::EC2::EIP': ['attr.publicIp', 'attr.privateIpAddress', 'attr.instanceId', ...PLACE],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['attr.type', 'attr.scheme', 'attr.addresses', ...PLACE, 'changedAt'],
  'AWS::Lambda::Function': ['attr.runtime', 'attr.memorySize', 'attr.role', ...PLACE, 'changedAt'],
  'AWS::S3::Bucket': [...PLACE, 'attr.policyStatus.isPublic', 'createdAt', 'changedAt', 'tags'],
  'AWS::IAM::User': GLOBAL,
  'AWS::IAM::Role': GLOBAL,
  'AWS::IAM::AccessKey': ['attr.userName', 'attr.status', 'accountId', 'createdAt', 'changedAt'],
  'AWS::IAM::OIDCProvider': ['attr.url', 'attr.clientIdList', 'accountId', 'changedAt'],
};

/** The columns of a list of these types (none: of any). The type is left out where there is only one. */
export function usualColumns(types: readonly string[]): readonly string[] {
  const [only, ...more] = types;
  if (only === undefined || more.length > 0) return USUAL;
  return Object.hasOwn(OF_TYPE, only) ? (OF_TYPE[only] ?? OF_ONE_TYPE) : OF_ONE_TYPE;
}
