import { firstOf, inArn, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';

const SOURCE = 'dynamodb.amazonaws.com';

/** The ARN of a table, of one of its indexes or of its stream -> the table's. */
const TABLE = /^(arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+)/;

/** Callers give the name or the ARN, and the record keeps what they said. */
const table = (path: string) => refsAt(path, (text) => (text.startsWith('arn:') ? tableArn(text) : { name: text }));
const tableArn = (text: string) => {
  const arn = TABLE.exec(text)?.[1];
  return arn === undefined ? null : { arn };
};

const answered = refFrom({ arn: 'responseElements.tableDescription.tableArn' });

export const tableEvents: EventMapping[] = [
  ...trailEvents(SOURCE, firstOf(answered, table('requestParameters.tableName')), {
    creates: ['CreateTable'],
    updates: ['UpdateTable'],
    deletes: ['DeleteTable'],
  }),
  ...trailEvents(SOURCE, firstOf(answered, table('requestParameters.targetTableName')), {
    creates: ['RestoreTableFromBackup', 'RestoreTableToPointInTime'],
  }),
  ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.tableCreationParameters.tableName' }), {
    creates: ['ImportTable'],
  }),
  ...trailEvents(SOURCE, table('requestParameters.tableName'), {
    updates: [
      'UpdateContinuousBackups',
      'UpdateTimeToLive',
      'UpdateTableReplicaAutoScaling',
      'EnableKinesisStreamingDestination',
      'DisableKinesisStreamingDestination',
      'UpdateKinesisStreamingDestination',
    ],
  }),
  ...trailEvents(
    SOURCE,
    inArn('requestParameters.resourceArn', TABLE, (arn) => ({ arn })),
    { updates: ['TagResource', 'UntagResource', 'PutResourcePolicy', 'DeleteResourcePolicy'] },
  ),
];
