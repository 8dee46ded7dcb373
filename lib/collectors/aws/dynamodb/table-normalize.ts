import type { ContinuousBackupsDescription, TableDescription, TimeToLiveDescription } from '@aws-sdk/client-dynamodb';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import type { NormalizedResource, NormalizeEnv, Relationship } from '@/lib/collectors/types';
import { isoDate } from '@/lib/collectors/values';

export type TableSettings = {
  tags: Record<string, string> | undefined;
  backups: ContinuousBackupsDescription | null | undefined;
  timeToLive: TimeToLiveDescription | null | undefined;
};

/** Sizes and counts that AWS updates every few hours, and states that pass by themselves. */
const MOVING = [
  'ItemCount',
  'TableSizeBytes',
  'IndexSizeBytes',
  'NumberOfDecreasesToday',
  'LastIncreaseDateTime',
  'LastDecreaseDateTime',
  'LastUpdateToPayPerRequestDateTime',
  'LastUpdateDateTime',
  'IndexStatus',
  'Backfilling',
  'WarmThroughput',
  'ReplicaStatusPercentProgress',
];

export function normalizeTable(
  { table, tags, backups, timeToLive }: { table: TableDescription } & TableSettings,
  env: NormalizeEnv,
): NormalizedResource {
  const { TableArn: arn = '', CreationDateTime, TableStatus, ...rest } = table;
  const recovery = backups?.PointInTimeRecoveryDescription;
  return {
    type: 'AWS::DynamoDB::Table',
    // A table made again under its name has another id.
    id: table.TableId ?? arn,
    arn,
    name: table.TableName ?? '',
    region: env.region,
    tags: tags ?? {},
    attributes: {
      ...attributesOf(rest, { omit: MOVING }),
      attributeDefinitions: sorted((table.AttributeDefinitions ?? []).map((one) => attributesOf(one))),
      ...lists(table),
      // AWS leaves the description out for the key that DynamoDB owns, and the mode out for provisioned tables.
      sseDescription: table.SSEDescription ? attributesOf(table.SSEDescription) : { sseType: 'AWS_OWNED' },
      billingMode: table.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
      ...(backups !== undefined && {
        pointInTimeRecovery: {
          status: recovery?.PointInTimeRecoveryStatus ?? 'DISABLED',
          recoveryPeriodInDays: recovery?.RecoveryPeriodInDays ?? null,
        },
      }),
      ...(timeToLive !== undefined && {
        timeToLive: {
          status: timeToLive?.TimeToLiveStatus ?? 'DISABLED',
          attributeName: timeToLive?.AttributeName ?? null,
        },
      }),
    },
    volatile: {
      tableStatus: TableStatus ?? null,
      itemCount: table.ItemCount ?? null,
      tableSizeBytes: table.TableSizeBytes ?? null,
    },
    relationships: relationships(table),
    createdAt: isoDate(CreationDateTime),
    unread: [
      ...(tags ? [] : ['tags']),
      ...(backups === undefined ? ['attributes.pointInTimeRecovery'] : []),
      ...(timeToLive === undefined ? ['attributes.timeToLive'] : []),
    ],
  };
}

/** Indexes and replicas, which AWS lists in no promised order. */
function lists(table: TableDescription) {
  const part = (name: 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes' | 'Replicas') =>
    table[name] ? sorted(table[name].map((one) => attributesOf(one, { omit: MOVING }))) : undefined;
  const [globalSecondaryIndexes, localSecondaryIndexes, replicas] = [
    part('GlobalSecondaryIndexes'),
    part('LocalSecondaryIndexes'),
    part('Replicas'),
  ];
  return {
    ...(globalSecondaryIndexes && { globalSecondaryIndexes }),
    ...(localSecondaryIndexes && { localSecondaryIndexes }),
    ...(replicas && { replicas }),
  };
}

function relationships(table: TableDescription): Relationship[] {
  const key = table.SSEDescription?.KMSMasterKeyArn;
  const source = table.RestoreSummary?.SourceTableArn;
  const own = table.TableArn?.split(':') ?? [];
  return [
    ...(key ? [{ kind: 'encryptsWith' as const, toType: 'AWS::KMS::Key', toArn: key }] : []),
    ...(source ? [{ kind: 'restoredFrom' as const, toType: 'AWS::DynamoDB::Table', toArn: source }] : []),
    ...(table.Replicas ?? []).flatMap(({ RegionName, ReplicaArn }) => {
      if (!RegionName || RegionName === own[3]) return [];
      const toArn = ReplicaArn ?? own.map((part, index) => (index === 3 ? RegionName : part)).join(':');
      return [{ kind: 'peersWith' as const, toType: 'AWS::DynamoDB::Table', toArn }];
    }),
  ];
}
