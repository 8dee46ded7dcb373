import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import type { TrailEvent } from '@/lib/collectors/types';

const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures');
const CLOUDTRAIL = join(FIXTURES, 'cloudtrail');

/** Every record of every readable file: `{ Records: […] }`, a list, EventBridge's `detail`, or one record. */
function records(value: unknown): (TrailEvent & { errorCode?: string })[] {
  if (Array.isArray(value)) return value.flatMap(records);
  if (value === null || typeof value !== 'object') return [];
  const { Records, detail, eventSource, eventName } = value as Record<string, unknown>;
  if (Records !== undefined) return records(Records);
  if (detail !== undefined) return records(detail);
  return typeof eventSource === 'string' && typeof eventName === 'string' ? [value as TrailEvent] : [];
}

function recorded(): (TrailEvent & { errorCode?: string })[] {
  const files = readdirSync(CLOUDTRAIL, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      try {
        return records(JSON.parse(readFileSync(join(CLOUDTRAIL, file), 'utf8')));
      } catch {
        return [];
      }
    });
}

describe.skipIf(!existsSync(FIXTURES))('recorded CloudTrail events', () => {
  const mapped = new Map(COLLECTORS.flatMap(({ events }) => events.map((event) => [event.name, event] as const)));

  test('every successful IAM change of a collected type names its resource', () => {
    const changes = recorded().filter((event) => event.eventSource === 'iam.amazonaws.com' && !event.errorCode);
    const known = changes.filter((event) => mapped.has(event.eventName));
    expect(known.length).toBeGreaterThan(40);
    const silent = known.filter((event) => {
      const collectors = COLLECTORS.filter((one) => one.events.some(({ name }) => name === event.eventName));
      return !collectors.some((one) =>
        one.events.some((mapping) => mapping.name === event.eventName && mapping.refs(event).length > 0),
      );
    });
    expect(silent.map((event) => event.eventName)).toEqual([]);
  });

  test("the vendors' table of events is covered for the types we collect", () => {
    const types = new Set(COLLECTORS.map(({ type }) => type));
    const rows = readFileSync(join(FIXTURES, 'event-to-resource.csv'), 'utf8').split('\n').slice(1);
    const missing = rows
      .map((row) => row.split(','))
      .filter(([source, , , type]) => source === 'iam.amazonaws.com' && types.has(type ?? ''))
      .filter(([, name, , type]) => {
        const collector = COLLECTORS.find((one) => one.type === type);
        return !collector?.events.some((event) => event.name === name);
      });
    expect(missing.map(([, name, , type]) => `${name} ${type}`)).toEqual([]);
  });
});
