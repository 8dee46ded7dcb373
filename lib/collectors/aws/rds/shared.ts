import type { Relationship, ResourceRef } from '@/lib/collectors/types';
import { AppError } from '@/lib/errors/app-error';

/** What passes by itself or moves all the time, and what is told elsewhere. Passwords never come; if they did, not on. */
export const OMITTED = [
  'TagList',
  'DBInstanceStatus',
  'Status',
  'StatusInfos',
  'PercentProgress',
  'LatestRestorableTime',
  'EarliestRestorableTime',
  'EarliestBacktrackTime',
  'BacktrackConsumedChangeRecords',
  'AutomaticRestartTime',
  'StorageVolumeStatus',
  'StorageOperationStatus',
  'StorageOperationPercentProgress',
  'SubnetStatus',
  'SubnetGroupStatus',
  'ParameterApplyStatus',
  'DBClusterParameterGroupStatus',
  'SecretStatus',
  'Capacity',
  'MasterUserPassword',
  'TdeCredentialPassword',
];

/** The identifier, from the reference's name or ARN; RDS reads by nothing else without a list. */
export function identifierOf(ref: ResourceRef): string {
  const identifier = ref.name ?? ref.arn?.split(':').at(-1);
  if (!identifier) throw new AppError('invalid_request', 'A database can only be read by its identifier or ARN.');
  return identifier;
}

type Secured = {
  VpcSecurityGroups?: { VpcSecurityGroupId?: string | undefined }[] | undefined;
  KmsKeyId?: string | undefined;
  PerformanceInsightsKMSKeyId?: string | undefined;
  MonitoringRoleArn?: string | undefined;
  AssociatedRoles?: { RoleArn?: string | undefined }[] | undefined;
  MasterUserSecret?: { SecretArn?: string | undefined } | undefined;
};

/** What instances and clusters have in common. */
export function securedBy(one: Secured): Relationship[] {
  const keys = [one.KmsKeyId, one.PerformanceInsightsKMSKeyId].flatMap((key) => key ?? []);
  const roles = [one.MonitoringRoleArn, ...(one.AssociatedRoles ?? []).map(({ RoleArn }) => RoleArn)];
  const secret = one.MasterUserSecret?.SecretArn;
  return [
    ...(one.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId: toId }) =>
      toId ? [{ kind: 'protectedBy' as const, toType: 'AWS::EC2::SecurityGroup', toId }] : [],
    ),
    ...[...new Set(keys)].map((key) => ({ kind: 'encryptsWith' as const, ...keyTarget(key) })),
    ...[...new Set(roles)].flatMap((toArn) =>
      toArn ? [{ kind: 'runsAs' as const, toType: 'AWS::IAM::Role', toArn }] : [],
    ),
    ...(secret ? [{ kind: 'uses' as const, toType: 'AWS::SecretsManager::Secret', toArn: secret }] : []),
  ];
}

/** RDS answers the key's ARN; older answers its id alone. */
const keyTarget = (key: string) =>
  key.startsWith('arn:') ? { toType: 'AWS::KMS::Key', toArn: key } : { toType: 'AWS::KMS::Key', toId: key };
