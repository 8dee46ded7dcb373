import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STRATEGIES } from '@/lib/schemas/event-source';
import { attachedSource } from '@/lib/services/events/testing/pipeline';
import type { SandboxInstall } from '@/lib/services/verifications/testing/sandbox-install';
import type { ScannerRole } from '@/lib/services/verifications/testing/scanner-role';
import { churnSchema } from '@/sandbox/activity/churn';
import { openSoak, type Soak, until } from './testing/soak';
import { versionsOf } from './testing/soak-facts';

/**
 * The promise of event sourcing under the worst: every message twice, out of order, two workers of which one is killed
 * again and again. Minutes long, so it has a command of its own: `npm run soak`.
 */
const CHANGES = 10_000;
const CHANGES_A_SECOND = 250;
const KILLS = 20;
const HOUR = 3_600_000;

let soak: Soak;
let m: SandboxInstall;
let role: ScannerRole;
beforeAll(async () => {
  soak = await openSoak();
  m = soak.m;
  await soak.startWorker();
  role = await soak.connected();
}, 300_000);
afterAll(() => soak?.close());

/** Scans cannot list these types' tags and say so; an event's read of one can. */
const TAGS_BY_EVENTS_ONLY = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::InstanceProfile'];
/** What is live, but for the transports themselves: they are made before anything can be delivered to them. */
const live = (workspaceId: string) =>
  soak.rowsOf<{ key: string; content: string; name: string }>(
    `SELECT type || ' ' || region || ' ' || id AS key, name,
       jsonb_build_object('name', name, 'attributes', attributes, 'tags', CASE WHEN type = ANY($2) THEN NULL ELSE tags END)::text AS content
     FROM tenant.resource WHERE workspace_id = $1 AND deleted_at IS NULL AND name NOT LIKE 'events-%' ORDER BY 1`,
    [workspaceId, TAGS_BY_EVENTS_ONLY],
  );

describe.each(STRATEGIES)('%s', (strategy) => {
  test(
    'each event has one outcome, no version is too many, and the inventory is what a fresh scan finds',
    async () => {
      const { workspaceId, integration, named } = role;
      const { accountId } = named;
      // Another source that brings the same events would have their effect first.
      m.aws.sandbox.deliveries.clear();
      const pipeline = { role, workspaceId, accountId, integrationId: integration.id };
      const { source, deliveryId } = await attachedSource(m, pipeline, strategy, { duplicate: 1, reorder: 50 });
      const since = m.aws.world.changes.sequence;
      await soak.startWorker();
      const { done } = m.aws.sandbox.churn.start(
        churnSchema.parse({ changes: CHANGES, perSecond: CHANGES_A_SECOND, seed: STRATEGIES.indexOf(strategy) + 1 }),
      );
      let kills = 0;
      let churning = true;
      const killing = (async () => {
        while (churning || kills < KILLS) {
          await delay(400 + Math.random() * 2_400);
          const [victim] = soak.workers.splice(Math.floor(Math.random() * soak.workers.length), 1);
          await victim?.end('SIGKILL');
          kills += 1;
          await soak.startWorker();
        }
      })();
      const report = await done;
      churning = false;
      await killing;
      const began = Date.now();
      // A second account's way in is made last: its events are waited for as well.
      const fresh = await soak.connected();
      await m.aws.sandbox.deliveries.flush(deliveryId, false);
      const wanted = m.aws.world.changes
        .recordsSince(since)
        .filter((one) => !one.readOnly && one.errorCode === undefined && one.recipientAccountId === accountId)
        .map(({ eventID }) => eventID);
      const log = () =>
        soak.rowsOf<{ event_id: string; outcome: string }>(
          'SELECT event_id, outcome FROM tenant.event WHERE workspace_id = $1 AND source_id = $2',
          [workspaceId, source.id],
        );
      await until(async () => {
        const rows = await log();
        return rows.length >= wanted.length && rows.every(({ outcome }) => outcome !== 'pending');
      }, 'the last outcome');
      const drained = Date.now() - began;

      const rows = await log();
      const ids = new Set(rows.map(({ event_id }) => event_id));
      expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
      expect(rows.length).toBe(ids.size);
      const outcomes = Object.fromEntries(
        [...Map.groupBy(rows, ({ outcome }) => outcome)].map(([name, of]) => [name, of.length]),
      );

      const versions = await versionsOf(soak, workspaceId, began - HOUR);
      const touches = await soak.rowsOf<{ uid: string; versions: number; events: number }>(
        `SELECT r.uid::text, count(*)::int AS versions, (SELECT count(DISTINCT t.event_id)::int FROM tenant.event_touch t
         WHERE t.workspace_id = r.workspace_id AND t.resource_uid = r.uid) AS events
       FROM tenant.resource r JOIN tenant.resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid
       WHERE r.workspace_id = $1 AND NOT EXISTS (SELECT FROM tenant.version_cause c WHERE c.workspace_id = v.workspace_id
         AND c.resource_uid = v.resource_uid AND c.version = v.version AND c.kind = 'scan')
       GROUP BY r.workspace_id, r.uid`,
        [workspaceId],
      );
      const [ours, theirs] = [await live(workspaceId), await live(fresh.workspaceId)];
      const content = new Map(theirs.map(({ key, content: of }) => [key, of]));
      const different = ours
        .filter(({ key, content: of }) => content.get(key) !== of)
        .map(({ key, name }) => `${key} ${name}`);
      const known = new Set(ours.map(({ key }) => key));
      const missing = theirs.filter(({ key }) => !known.has(key)).map(({ key, name }) => `${key} ${name}`);
      console.info(
        JSON.stringify(
          {
            strategy,
            changes: report.changes,
            kills,
            events: rows.length,
            outcomes,
            versions: { made: versions.made, unexplained: versions.unexplained.length },
            resources: theirs.length,
            drainedMs: drained,
            different: different.slice(0, 20),
            missing: missing.slice(0, 20),
          },
          null,
          1,
        ),
      );
      for (const { resource, version, kind, told } of versions.unexplained.slice(0, 20))
        console.info(`No author: ${resource} v${version} ${kind}\n${told}`);
      expect(versions.unexplained).toEqual([]);
      expect(kills).toBeGreaterThanOrEqual(KILLS);
      expect(touches.filter(({ versions: made, events }) => made > events)).toEqual([]);
      expect({ different, missing }).toEqual({ different: [], missing: [] });
      m.aws.sandbox.deliveries.remove(deliveryId);
    },
    HOUR,
  );
});
