import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cloudTrailCollectors } from '@/lib/collectors/aws/cloudtrail/collectors';
import { organizationsCollectors } from '@/lib/collectors/aws/organizations/collectors';
import { lambdaCollectors } from './collectors';

const TABLE = join(import.meta.dirname, '../../../../../shared/fixtures/event-to-resource.csv');
/** Names no function by itself: versions are not collected, and an account's creation result stands in no request. */
const LEFT_OUT = ['PublishVersion20150331', 'PutFunctionConcurrency20171031', 'CreateAccountResult'];

describe.skipIf(!existsSync(TABLE))("the vendors' table of events", () => {
  test('is covered for functions, trails and organizations', () => {
    const collectors = [...lambdaCollectors, ...cloudTrailCollectors, ...organizationsCollectors];
    const rows = readFileSync(TABLE, 'utf8').split('\n').slice(1);
    const missing = rows.flatMap((row) => {
      const [source, name = '', , type = ''] = row.split(',');
      const collector = collectors.find((one) => one.type === type);
      if (!collector || LEFT_OUT.includes(name)) return [];
      return collector.events.some((event) => event.name === name && event.source === source)
        ? []
        : [`${name} ${type}`];
    });
    expect(missing).toEqual([]);
  });
});
