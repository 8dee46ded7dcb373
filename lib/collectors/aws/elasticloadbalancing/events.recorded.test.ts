import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectorsOf } from '@/lib/collectors/registry';
import type { TrailEvent } from '@/lib/collectors/types';

const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures');
const CLOUDTRAIL = join(FIXTURES, 'cloudtrail');
const COLLECTORS = (['elasticloadbalancing', 'route53', 'rds', 'dynamodb'] as const).flatMap(collectorsOf);
const SOURCES = new Set(COLLECTORS.flatMap(({ events }) => events.map(({ source }) => source)));

/** Every record of every readable file: `{ Records: […] }`, a list, EventBridge's `detail`, or one record. */
function records(value: unknown): (TrailEvent & { errorCode?: string })[] {
  if (Array.isArray(value)) return value.flatMap(records);
  if (value === null || typeof value !== 'object') return [];
  const { Records, detail, eventSource, eventName } = value as Record<string, unknown>;
  if (Records !== undefined) return records(Records);
  if (detail !== undefined) return records(detail);
  return typeof eventSource === 'string' && typeof eventName === 'string' ? [value as TrailEvent] : [];
}

function recorded() {
  return readdirSync(CLOUDTRAIL, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      try {
        return records(JSON.parse(readFileSync(join(CLOUDTRAIL, file), 'utf8')));
      } catch {
        return [];
      }
    });
}

describe.skipIf(!existsSync(FIXTURES))('recorded CloudTrail events of load balancers, DNS and databases', () => {
  test('every successful change of a collected type names its resource', () => {
    const changes = recorded().filter((event) => SOURCES.has(event.eventSource) && !event.errorCode);
    const mappings = (event: TrailEvent) =>
      COLLECTORS.flatMap(({ events }) => events).filter(
        ({ source, name }) => source === event.eventSource && name === event.eventName,
      );
    const known = changes.filter((event) => mappings(event).length > 0);
    expect(known.length).toBeGreaterThan(0);
    const silent = known.filter((event) => mappings(event).every((mapping) => mapping.refs(event).length === 0));
    expect(silent.map(({ eventName }) => eventName)).toEqual([]);
  });

  test("the vendors' table of events is covered for the types we collect", () => {
    const rows = readFileSync(join(FIXTURES, 'event-to-resource.csv'), 'utf8').split('\n').slice(1);
    const ours = rows
      .map((row) => row.split(','))
      .flatMap(([source = '', name = '', , type = '']) => {
        const collector = COLLECTORS.find((one) => one.type === type);
        return collector && SOURCES.has(source) ? [{ source, name, collector }] : [];
      });
    expect(ours.length).toBeGreaterThan(30);
    const missing = ours.filter(({ name, collector }) => !collector.events.some((event) => event.name === name));
    expect(missing.map(({ name, collector }) => `${name} ${collector.type}`)).toEqual([]);
  });
});
