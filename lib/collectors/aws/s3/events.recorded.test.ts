import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectorsOf } from '@/lib/collectors/registry';
import type { TrailEvent } from '@/lib/collectors/types';

const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures');
const CLOUDTRAIL = join(FIXTURES, 'cloudtrail');
type Recorded = TrailEvent & { errorCode?: string };

const COLLECTORS = (['s3', 'kms', 'sqs', 'sns', 'secretsmanager'] as const).flatMap((service) => collectorsOf(service));
const SOURCES = new Set(COLLECTORS.flatMap(({ events }) => events.map(({ source }) => source)));

/** Every record of every readable file: `{ Records: […] }`, a list, EventBridge's `detail`, or one record. */
function records(value: unknown): Recorded[] {
  if (Array.isArray(value)) return value.flatMap(records);
  if (value === null || typeof value !== 'object') return [];
  const { Records, detail, eventSource, eventName } = value as Record<string, unknown>;
  if (Records !== undefined) return records(Records);
  if (detail !== undefined) return records(detail);
  return typeof eventSource === 'string' && typeof eventName === 'string' ? [value as Recorded] : [];
}

function recorded(): Recorded[] {
  const files = readdirSync(CLOUDTRAIL, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => {
    try {
      return records(JSON.parse(readFileSync(join(CLOUDTRAIL, file), 'utf8')));
    } catch {
      return [];
    }
  });
}

/** Records that cannot say it: KMS's own rotation and an alias that is gone. */
const SILENT = new Set(['RotateKey', 'DeleteAlias', 'DeleteKey']);

describe.skipIf(!existsSync(FIXTURES))('recorded events of S3, KMS, SQS, SNS and Secrets Manager', () => {
  test('every successful change of a collected type names its resource', () => {
    const changes = recorded().filter((event) => SOURCES.has(event.eventSource) && !event.errorCode);
    const mapped = changes.flatMap((event) => {
      const mappings = COLLECTORS.flatMap(({ events }) => events).filter(
        ({ source, name }) => source === event.eventSource && name === event.eventName,
      );
      return mappings.length === 0 ? [] : [{ event, refs: mappings.flatMap((mapping) => mapping.refs(event)) }];
    });
    expect(mapped.length).toBeGreaterThan(30);
    const silent = mapped.filter(
      ({ event, refs }) => refs.length === 0 && !SILENT.has(event.eventName) && event.requestParameters !== null,
    );
    expect(silent.map(({ event }) => `${event.eventName} ${JSON.stringify(event.requestParameters)}`)).toEqual([]);
  });

  test("the vendors' table of events is covered", () => {
    const types = new Map(COLLECTORS.map((collector) => [collector.type, collector]));
    const rows = readFileSync(join(FIXTURES, 'event-to-resource.csv'), 'utf8').split('\n').slice(1);
    const wanted = rows.map((row) => row.split(',')).filter(([, , , type]) => types.has(type ?? ''));
    expect(wanted.length).toBeGreaterThan(60);
    const missing = wanted.filter(
      ([source, name, , type]) =>
        !types.get(type ?? '')?.events.some((event) => event.source === source && event.name === name),
    );
    expect(missing.map(([, name, , type]) => `${name} ${type}`)).toEqual([]);
  });
});
