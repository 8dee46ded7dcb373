import type { eventOperations } from '@/lib/contract/event';
import type { eventSourceOperations } from '@/lib/contract/event-source';
import type { sensorOperations } from '@/lib/contract/sensor';
import { eventRef } from '@/lib/services/event-log/rows';
import type { Samples, Seeds } from './types';

const ACCOUNT = '339712905844';
const CONFIG = {
  bucketName: 'trail-339712905844',
  prefix: 'AWSLogs/',
  region: 'eu-west-1',
  accountID: ACCOUNT,
};
const today = () => new Date().toISOString().slice(0, 10);

type Group = typeof eventSourceOperations & typeof sensorOperations & typeof eventOperations;

/** In this order: what removes a thing comes after what reads it. */
export const eventSamples: Samples<Group> = {
  'eventStrategies.list': () => ({}),
  'eventSources.list': () => ({ query: '?strategy=s3' }),
  'eventSources.create': ({ seeded: { ids } }) => ({
    body: { name: 'Bucket of the trail', strategy: 's3', config: CONFIG, integrationId: ids.integrationId },
  }),
  // Nobody answers for AWS here; the checks say so.
  'eventSources.test': ({ seeded: { ids } }) => ({
    body: { strategy: 's3', config: CONFIG, integrationId: ids.integrationId },
  }),
  'eventSources.prepareInSandbox': ({ seeded: { ids } }) => ({
    body: { strategy: 's3', integrationId: ids.integrationId },
    status: 412,
    refusal: 'precondition_failed',
  }),
  'eventSources.terraform': ({ seeded: { ids } }) => ({ query: `?strategy=s3&integrationId=${ids.integrationId}` }),
  'eventSources.terraformZip': ({ seeded: { ids } }) => ({ query: `?strategy=sqs&integrationId=${ids.integrationId}` }),
  'eventSources.get': () => ({}),
  'eventSources.update': () => ({ body: { name: 'Renamed', enabled: true, version: 1 } }),
  'eventSources.pause': () => ({}),
  'eventSources.resume': () => ({}),
  'eventSources.resetCheckpoint': () => ({ body: { to: 'latest', version: 4 } }),
  'eventSources.quarantine': () => ({}),
  'eventSources.replayQuarantine': () => ({ body: {} }),
  'eventSources.discardQuarantine': () => ({ body: {} }),
  'eventSources.completeness': () => ({}),
  'sensors.list': () => ({}),
  'sensorProfiles.list': () => ({}),
  'sensorProfiles.create': () => ({ body: { title: 'Another profile' } }),
  'sensorProfiles.get': () => ({}),
  'sensorProfiles.addSource': ({ seeded: { ids } }) => ({ body: { eventSourceId: ids.eventSourceId } }),
  'sensorProfiles.update': ({ seeded: { ids } }) => ({
    body: { title: 'Renamed', eventSources: [ids.eventSourceId], etag: `${ids.sensorProfileId?.slice(-8)}-1` },
  }),
  'sensorProfiles.removeSource': () => ({}),
  'sensorProfiles.remove': () => ({}),
  'events.list': () => ({ query: '?outcome=applied,pending&principal=deploy' }),
  'events.stream': () => ({}),
  'events.stats': () => ({ query: '?minutes=15' }),
  'events.retention': () => ({}),
  'events.setRetention': () => ({ body: { days: 14 } }),
  'events.get': () => ({}),
  'eventSources.remove': () => ({}),
};

export const eventSeeds: Seeds = {
  ids: ['eventSourceId', 'sensorProfileId', 'eventRef'],
  async seed(tx, workspaceId, ids) {
    const by = { createdBy: 'test', updatedBy: 'test' };
    const [sourceId = '', profileId = '', eventId = ''] = [ids.eventSourceId, ids.sensorProfileId, ids.eventRef];
    await tx.eventSource.create({
      data: {
        workspaceId,
        id: sourceId,
        name: 'trail',
        strategy: 's3',
        config: CONFIG,
        integrationId: ids.integrationId ?? '',
        ...by,
      },
    });
    await tx.sensorProfile.create({ data: { workspaceId, id: profileId, title: 'default', ...by } });
    await tx.sensorProfileSource.create({ data: { workspaceId, profileId, sourceId } });
    await tx.$executeRaw`
      INSERT INTO tenant.event (workspace_id, day, account_id, event_id, time, received_at, settled_at, source_id, region, service,
        name, principal, principal_text, outcome, raw)
      VALUES (${workspaceId}::uuid, ${today()}::date, ${ACCOUNT}, ${eventId}, now(), now(), now(), ${sourceId}::uuid, 'us-east-1',
        'iam', 'UpdateRole', ${JSON.stringify(PRINCIPAL)}::jsonb, 'deploy', 'applied', '{"eventVersion": "1.11"}')`;
    // What names an event in a URL is not its id alone.
    ids.eventRef = eventRef({ day: today(), accountId: ACCOUNT, eventId });
  },
  bodies: (ids) => ({
    'eventSources.update': { name: 'Theirs', version: 1 },
    'eventSources.resetCheckpoint': { to: 'latest', version: 1 },
    'eventSources.replayQuarantine': {},
    'eventSources.discardQuarantine': {},
    'sensorProfiles.update': { title: 'Theirs', etag: 'x' },
    'sensorProfiles.addSource': { eventSourceId: ids.eventSourceId },
  }),
};

const PRINCIPAL = {
  type: 'AssumedRole',
  label: 'ci-42 via role deploy',
  arn: null,
  accountId: ACCOUNT,
  accessKeyId: null,
  sessionIssuerArn: null,
  sessionName: 'ci-42',
};
