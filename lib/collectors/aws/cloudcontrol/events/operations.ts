import { firstOf, picking, textsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping, TrailEvent } from '@/lib/collectors/types';
import { arnMade, at, named, taken } from './refs';

const BACKUP = 'backup.amazonaws.com';

export const backupVaultEvents: EventMapping[] = [
  ...trailEvents(BACKUP, at('requestParameters.backupVaultName'), {
    creates: ['CreateBackupVault'],
    updates: [
      'PutBackupVaultAccessPolicy',
      'DeleteBackupVaultAccessPolicy',
      'PutBackupVaultNotifications',
      'DeleteBackupVaultNotifications',
      'PutBackupVaultLockConfiguration',
      'DeleteBackupVaultLockConfiguration',
    ],
    deletes: ['DeleteBackupVault'],
  }),
  // Plans and recovery points are tagged by the same call.
  ...trailEvents(BACKUP, taken('requestParameters.resourceArn', /:backup-vault:(.+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const CLOUDWATCH = 'monitoring.amazonaws.com';

export const alarmEvents: EventMapping[] = [
  // One call makes an alarm and replaces it.
  ...trailEvents(CLOUDWATCH, at('requestParameters.alarmName'), {
    creates: ['PutMetricAlarm'],
    updates: ['PutMetricAlarm'],
  }),
  ...trailEvents(CLOUDWATCH, at('requestParameters.alarmNames[]'), {
    updates: ['EnableAlarmActions', 'DisableAlarmActions'],
    deletes: ['DeleteAlarms'],
  }),
  ...trailEvents(CLOUDWATCH, taken('requestParameters.resourceARN', /:alarm:(.+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const EVENTS = 'events.amazonaws.com';
const BUS = /:event-bus\/(.+)$/;
const DEFAULT_BUS = 'default';

/** Who names no bus means the default one. */
const busAsked = picking(['requestParameters.eventBusName'], (event) => {
  const id = busOf(event);
  return id === null ? [] : [{ id }];
});

function busOf(event: TrailEvent): string | null {
  const [given] = textsAt(event, 'requestParameters.eventBusName');
  if (given === undefined) return DEFAULT_BUS;
  return given.startsWith('arn:') ? (BUS.exec(given)?.[1] ?? null) : given;
}

export const eventBusEvents: EventMapping[] = [
  ...trailEvents(EVENTS, at('requestParameters.name'), {
    creates: ['CreateEventBus'],
    updates: ['UpdateEventBus'],
    deletes: ['DeleteEventBus'],
  }),
  ...trailEvents(EVENTS, busAsked, { updates: ['PutPermission', 'RemovePermission'] }),
  ...trailEvents(EVENTS, taken('requestParameters.resourceARN', BUS), { updates: ['TagResource', 'UntagResource'] }),
];

/** A rule's ARN names its bus, unless that is the default one. */
const rule = (path: string) =>
  arnMade('events', path, (name, event) => {
    const bus = busOf(event);
    if (bus === null) return null;
    return bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`;
  });

export const eventRuleEvents: EventMapping[] = [
  ...trailEvents(EVENTS, firstOf(at('responseElements.ruleArn'), rule('requestParameters.name')), {
    creates: ['PutRule'],
    updates: ['PutRule'],
  }),
  ...trailEvents(EVENTS, rule('requestParameters.name'), {
    updates: ['EnableRule', 'DisableRule'],
    deletes: ['DeleteRule'],
  }),
  ...trailEvents(EVENTS, rule('requestParameters.rule'), { updates: ['PutTargets', 'RemoveTargets'] }),
  ...trailEvents(EVENTS, taken('requestParameters.resourceARN', /^(arn:.+:rule\/.+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const GUARDDUTY = 'guardduty.amazonaws.com';

export const detectorEvents: EventMapping[] = [
  ...trailEvents(GUARDDUTY, at('responseElements.detectorId'), { creates: ['CreateDetector'] }),
  ...trailEvents(GUARDDUTY, at('requestParameters.detectorId'), {
    updates: ['UpdateDetector'],
    deletes: ['DeleteDetector'],
  }),
  // Filters and lists of addresses have ARNs that begin with their detector's.
  ...trailEvents(GUARDDUTY, taken('requestParameters.resourceArn', /:detector\/([^/]+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const LOGS = 'logs.amazonaws.com';
const GROUP = /:log-group:([^:]+)/;

export const logGroupEvents: EventMapping[] = [
  ...trailEvents(LOGS, at('requestParameters.logGroupName'), {
    creates: ['CreateLogGroup'],
    updates: ['PutRetentionPolicy', 'DeleteRetentionPolicy', 'TagLogGroup', 'UntagLogGroup'],
    deletes: ['DeleteLogGroup'],
  }),
  // A key may be given to query results, too, which are named by an ARN.
  ...trailEvents(
    LOGS,
    firstOf(at('requestParameters.logGroupName'), taken('requestParameters.resourceIdentifier', GROUP)),
    { updates: ['AssociateKmsKey', 'DisassociateKmsKey'] },
  ),
  ...trailEvents(LOGS, named('requestParameters.logGroupIdentifier', GROUP), {
    updates: ['PutDataProtectionPolicy', 'DeleteDataProtectionPolicy', 'PutIndexPolicy', 'DeleteIndexPolicy'],
  }),
  ...trailEvents(LOGS, taken('requestParameters.resourceArn', GROUP), { updates: ['TagResource', 'UntagResource'] }),
];
