import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResourceRef, TrailEvent } from '@/lib/collectors/types';
import { ec2Collectors } from './collectors';

const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures');
const CLOUDTRAIL = join(FIXTURES, 'cloudtrail');

type Recorded = TrailEvent & { errorCode?: string };

function records(value: unknown): Recorded[] {
  if (Array.isArray(value)) return value.flatMap(records);
  if (value === null || typeof value !== 'object') return [];
  const { Records, detail, eventSource, eventName } = value as Record<string, unknown>;
  if (Records !== undefined) return records(Records);
  if (detail !== undefined) return records(detail);
  return typeof eventSource === 'string' && typeof eventName === 'string' ? [value as Recorded] : [];
}

function recorded(): Recorded[] {
  return readdirSync(CLOUDTRAIL, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      try {
        return records(JSON.parse(readFileSync(join(CLOUDTRAIL, file), 'utf8')));
      } catch {
        return [];
      }
    })
    .filter((event) => event.eventSource === 'ec2.amazonaws.com' && !event.errorCode);
}

const refsOf = (event: TrailEvent): ResourceRef[] =>
  ec2Collectors.flatMap((one) =>
    one.events
      .filter(({ source, name }) => source === event.eventSource && name === event.eventName)
      .flatMap((mapping) => mapping.refs(event)),
  );

/** Says only which association ends, not of which table: the next scan tells. */
const SILENT = ['DisassociateRouteTable', 'DisassociateAddress', 'DetachNetworkInterface'];

describe.skipIf(!existsSync(FIXTURES))('recorded CloudTrail events of EC2', () => {
  const names = new Set(ec2Collectors.flatMap((one) => one.events.map(({ name }) => name)));

  test('every successful change of a collected type names its resource', () => {
    const known = recorded().filter((event) => names.has(event.eventName));
    expect(new Set(known.map(({ eventName }) => eventName)).size).toBeGreaterThan(25);
    const mute = known.filter((event) => refsOf(event).length === 0).map(({ eventName }) => eventName);
    expect(mute.filter((name) => !SILENT.includes(name))).toEqual([]);
  });

  test('ids have the form of their type', () => {
    const ids = recorded()
      .flatMap(refsOf)
      .flatMap(({ id }) => (id ? [id] : []));
    expect(ids.length).toBeGreaterThan(40);
    expect(ids.filter((id) => !/^[a-z]+-[\w-]+$/i.test(id))).toEqual([]);
  });

  test("the vendors' table of events is covered for the types we collect", () => {
    const rows = readFileSync(join(FIXTURES, 'event-to-resource.csv'), 'utf8').split('\n').slice(1);
    const missing = rows
      .map((row) => row.split(','))
      .filter(([source]) => source === 'ec2.amazonaws.com')
      .flatMap(([, name, , type]) => {
        const collector = ec2Collectors.find((one) => one.type === type);
        return collector && !collector.events.some((event) => event.name === name) ? [`${name} ${type}`] : [];
      });
    // Both name an association only; the table's path for the second is an attachment's id.
    expect(missing.filter((row) => !row.startsWith('DetachNetworkInterface'))).toEqual([]);
  });
});

test('newer calls are recorded within their request, one id or several', () => {
  const remove = (VpcEndpointId: unknown) =>
    refsOf({
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DeleteVpcEndpoints',
      requestParameters: { DeleteVpcEndpointsRequest: { VpcEndpointId } } as never,
      responseElements: null,
    });
  expect(remove({ tag: 1, content: 'vpce-1' })).toEqual([{ id: 'vpce-1' }]);
  expect(
    remove([
      { tag: 1, content: 'vpce-1' },
      { tag: 2, content: 'vpce-2' },
    ]),
  ).toEqual([{ id: 'vpce-1' }, { id: 'vpce-2' }]);
});
