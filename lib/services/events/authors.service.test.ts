import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reread } from '@/lib/sensor/event-port';
import { type InventoryFixture, observed, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { batch, heldSource, portOf, record, sensor } from './testing/source';

const T0 = Math.floor(Date.now() / 1000) * 1000 - 600_000;

let f: InventoryFixture;
let sensorId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  sensorId = await sensor(f);
});
afterAll(() => f.close());

/**
 * What happens to one role: `gap` ms after the change before it changes; CloudTrail's event of that arrives `delay` ms later and
 * makes a read, whose answer is as of up to `took` ms after its beginning.
 */
const changeArbitrary = fc.record({
  gap: fc.integer({ min: 20, max: 3_000 }),
  delay: fc.integer({ min: 300, max: 9_000 }),
  took: fc.integer({ min: 0, max: 2_500 }),
});

test('whatever the order in which events come, each version has an author, and each event made one version at most', async () => {
  const port = portOf(f);
  await fc.assert(
    fc.asyncProperty(fc.array(changeArbitrary, { minLength: 2, maxLength: 24 }), async (changes) => {
      // A sensor takes so many shards and no more: those of earlier runs are wanted no longer.
      await f.asOwner('UPDATE tenant.event_source SET enabled = false');
      const { workspaceId, fence, upkeep } = await heldSource(f, sensorId);
      let at = T0;
      const told = changes.map(({ gap, ...one }, n) => {
        at += gap;
        return { ...one, at, n, event: record(at, n === 0 ? 'CreateRole' : 'UpdateRole') };
      });
      const stateAt = (ms: number) => told.filter((one) => one.at <= ms).length;
      const readAt = (ms: number, took: number) => {
        const path = `/revision-${stateAt(ms + took)}/`;
        return {
          kind: 'found',
          observation: observed(resource('AROA1', { name: 'deploy', attributes: { path } }), ms),
          answeredAt: ms + took,
        } as const;
      };
      for (const one of told.toSorted((a, b) => a.at + a.delay - (b.at + b.delay))) {
        const result = readAt(one.at + one.delay, one.took);
        await port.submit(fence, batch([{ record: one.event, name: 'deploy', result }]));
      }
      const makeDue = 'UPDATE tenant.event_reread SET due_at = clock_timestamp() WHERE workspace_id = $1';
      for (let due: Reread[] = [], round = 0; round < 6; round += 1) {
        await f.asOwner(makeDue, [workspaceId]);
        due = await port.dueRereads(upkeep, 10);
        if (due.length === 0) break;
        await port.settleRereads(
          upkeep,
          due.map((one) => ({ ...one, result: readAt(at + 60_000 + round, 0) })),
        );
      }
      const versions = await f.asOwner<{
        version: number;
        path: string;
        events: string[] | null;
        after: string;
        seen: string;
      }>(
        `SELECT v.version, v.document->'attributes'->>'path' AS path, to_char(v.seen_after, 'SS.MS') AS after, to_char(v.seen_at, 'SS.MS') AS seen,
           (SELECT array_agg(c.detail->>'eventId') FROM tenant.version_cause c WHERE c.workspace_id = v.workspace_id
             AND c.resource_uid = v.resource_uid AND c.version = v.version) AS events
         FROM tenant.resource_version v WHERE v.workspace_id = $1 ORDER BY v.version`,
        [workspaceId],
      );
      // A read that was answered late shows no change twice, and none undone.
      const revisions = versions.map(({ path }) => Number(path.replace(/\D/g, '')));
      expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
      const named = versions.flatMap(({ events }) => events ?? []);
      expect(new Set(named).size).toBe(named.length);
      const nameOf = new Map(
        told.map(({ event, n, at: ms }) => [event.eventID, `${n + 1} at ${new Date(ms).toISOString().slice(17, 23)}`]),
      );
      const shown = versions.map(({ events, ...one }) => ({ ...one, by: events?.map((id) => nameOf.get(id)) ?? null }));
      expect(
        shown.filter(({ by }) => by === null),
        JSON.stringify({ shown, told: [...nameOf.values()] }, null, 1),
      ).toEqual([]);
    }),
    { numRuns: 20, endOnFailure: true },
  );
}, 240_000);
