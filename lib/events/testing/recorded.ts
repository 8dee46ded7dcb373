import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FIXTURES = join(import.meta.dirname, '../../../../shared/fixtures');
export const haveFixtures = existsSync(FIXTURES);

/** Files that cannot be read as JSON, and everything in the others that has the name of an event. */
export type Recorded = { events: unknown[]; unreadable: string[]; files: number };

/** All of `fixtures/cloudtrail`: delivery files, lists, EventBridge envelopes, answers of LookupEvents, single records. */
export function recordedEvents(): Recorded {
  const folder = join(FIXTURES, 'cloudtrail');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|txt)$/.test(name));
  const events: unknown[] = [];
  const unreadable: string[] = [];
  for (const name of names) {
    try {
      events.push(...eventsIn(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
    } catch {
      unreadable.push(name);
    }
  }
  return { events, unreadable, files: names.length };
}

function eventsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn);
  if (value === null || typeof value !== 'object') return [];
  const { Records, Events, CloudTrailEvent, detail, events, eventName, insightDetails } = value as Record<
    string,
    unknown
  >;
  for (const inner of [Records, Events, events]) if (Array.isArray(inner)) return inner.flatMap(eventsIn);
  if (typeof CloudTrailEvent === 'string') return eventsIn(JSON.parse(CloudTrailEvent));
  if (detail !== undefined) return eventsIn(detail);
  return eventName === undefined && insightDetails === undefined ? [] : [value];
}

export type TableRow = {
  eventSource: string;
  eventName: string;
  change: string;
  resourceType: string;
  idPath: string;
  confidence: string;
  exampleId: string;
};

/** `event-to-resource.csv`; only its last field is quoted. */
export function eventTable(): TableRow[] {
  const [, ...lines] = readFileSync(join(FIXTURES, 'event-to-resource.csv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [eventSource, eventName, change, resourceType, idPath, , confidence, , , exampleId] = line.split(',');
    const row = { eventSource, eventName, change, resourceType, idPath, confidence, exampleId };
    return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value ?? ''])) as TableRow;
  });
}
