import { firstOf, inArn, only, type PickRefs, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping, TrailEvent } from '@/lib/collectors/types';

const SOURCE = 'rds.amazonaws.com';

/** What a cluster or an instance is named by in the ARN of a tag, an activity stream or a pending action. */
const arnOf = (path: string, kind: 'db' | 'cluster'): PickRefs =>
  inArn(path, new RegExp(`^(arn:[^:]+:rds:[^:]*:[^:]*:${kind}:.+)$`), (arn) => ({ arn }));

/** A source is named by its identifier, or by its ARN where it is in another region. */
const source = (path: string): PickRefs =>
  refsAt(path, (text) => (text.startsWith('arn:') ? { arn: text } : { name: text }));

/** A new name counts at once only when it is asked for at once; in the maintenance window there is no event. */
const atOnce = ({ requestParameters }: TrailEvent): boolean => requestParameters?.applyImmediately === true;

const instance = refFrom({ name: 'requestParameters.dBInstanceIdentifier' });
const restored = refFrom({ name: 'requestParameters.targetDBInstanceIdentifier' });
const cluster = refFrom({ name: 'requestParameters.dBClusterIdentifier' });

export const dbInstanceEvents: EventMapping[] = [
  ...trailEvents(SOURCE, firstOf(instance, refFrom({ arn: 'responseElements.dBInstanceArn' })), {
    creates: [
      'CreateDBInstance',
      'CreateDBInstanceReadReplica',
      'RestoreDBInstanceFromDBSnapshot',
      'RestoreDBInstanceFromS3',
    ],
  }),
  ...trailEvents(SOURCE, instance, {
    updates: [
      'AddRoleToDBInstance',
      'PromoteReadReplica',
      'RebootDBInstance',
      'RemoveRoleFromDBInstance',
      'StartDBInstance',
      'StopDBInstance',
      'SwitchoverReadReplica',
    ],
    deletes: ['DeleteDBInstance'],
  }),
  ...trailEvents(SOURCE, firstOf(restored, refFrom({ name: 'responseElements.dBInstanceIdentifier' })), {
    creates: ['RestoreDBInstanceToPointInTime'],
  }),
  ...trailEvents(
    SOURCE,
    firstOf(only(atOnce, refFrom({ name: 'requestParameters.newDBInstanceIdentifier' })), instance),
    { updates: ['ModifyDBInstance'] },
  ),
  ...trailEvents(SOURCE, source('requestParameters.sourceDBInstanceIdentifier'), {
    updates: ['CreateDBInstanceReadReplica'],
  }),
  ...trailEvents(SOURCE, arnOf('requestParameters.resourceArn', 'db'), {
    updates: ['ModifyActivityStream', 'StartActivityStream', 'StopActivityStream'],
  }),
  ...trailEvents(SOURCE, arnOf('requestParameters.resourceIdentifier', 'db'), {
    updates: ['ApplyPendingMaintenanceAction'],
  }),
  ...trailEvents(SOURCE, arnOf('requestParameters.resourceName', 'db'), {
    updates: ['AddTagsToResource', 'RemoveTagsFromResource'],
  }),
];

const clusterTold = firstOf(cluster, refFrom({ name: 'responseElements.dBClusterIdentifier' }));

export const dbClusterEvents: EventMapping[] = [
  ...trailEvents(SOURCE, clusterTold, {
    creates: [
      'CreateDBCluster',
      'RestoreDBClusterFromS3',
      'RestoreDBClusterFromSnapshot',
      'RestoreDBClusterToPointInTime',
    ],
  }),
  ...trailEvents(SOURCE, cluster, {
    updates: [
      'AddRoleToDBCluster',
      'BacktrackDBCluster',
      'CreateDBClusterEndpoint',
      'FailoverDBCluster',
      'ModifyCurrentDBClusterCapacity',
      'PromoteReadReplicaDBCluster',
      'RebootDBCluster',
      'RemoveRoleFromDBCluster',
      'StartDBCluster',
      'StopDBCluster',
    ],
    deletes: ['DeleteDBCluster'],
  }),
  // A member belongs to its cluster's content.
  ...trailEvents(SOURCE, clusterTold, { updates: ['CreateDBInstance'] }),
  ...trailEvents(SOURCE, refFrom({ name: 'responseElements.dBClusterIdentifier' }), {
    updates: ['DeleteDBInstance', 'ModifyDBClusterEndpoint', 'DeleteDBClusterEndpoint'],
  }),
  ...trailEvents(
    SOURCE,
    firstOf(only(atOnce, refFrom({ name: 'requestParameters.newDBClusterIdentifier' })), cluster),
    { updates: ['ModifyDBCluster'] },
  ),
  ...trailEvents(SOURCE, source('requestParameters.sourceDBClusterIdentifier'), { updates: ['CreateGlobalCluster'] }),
  ...trailEvents(SOURCE, source('requestParameters.dbClusterIdentifier'), { updates: ['RemoveFromGlobalCluster'] }),
  ...trailEvents(SOURCE, arnOf('requestParameters.resourceArn', 'cluster'), {
    updates: ['StartActivityStream', 'StopActivityStream', 'EnableHttpEndpoint', 'DisableHttpEndpoint'],
  }),
  ...trailEvents(SOURCE, arnOf('requestParameters.resourceIdentifier', 'cluster'), {
    updates: ['ApplyPendingMaintenanceAction'],
  }),
  ...trailEvents(SOURCE, arnOf('requestParameters.resourceName', 'cluster'), {
    updates: ['AddTagsToResource', 'RemoveTagsFromResource'],
  }),
];
