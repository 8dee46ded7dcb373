/**
 * How long after an AWS CLI call the open page shows the change, and who made it, by each strategy: a whole Mooring as
 * `npm run up` starts it, a real browser, the real AWS CLI against the sandbox. What the sandbox's delivery takes by
 * default (files every 10 s, a stream's record after 200 ms) is shown apart, by its own clock.
 *
 *   npx tsx bench/event-latency.ts [--strategies eventbridge,sqs,s3,kinesis] [--changes 100]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import pLimit from 'p-limit';
import { paths } from '@/lib/paths';
import { STRATEGIES, type StrategyName } from '@/lib/schemas/event-source';
import { environment, signInAsAdministrator } from '../e2e/harness/administrator';
import { connectedAccount, owner, scanAgain } from '../e2e/harness/connected-account';
import globalSetup from '../e2e/harness/global-setup';
import { awsCliMissing } from '../scripts/test/aws-cli';
import { findChromium } from '../scripts/test/chromium';
import { openPage, shownAt } from './event-latency-page';
import { type Change, report } from './event-latency-report';
import { type Sandbox, sandboxAt, TAG, watchDeliveries } from './event-latency-sandbox';

const { values } = parseArgs({
  options: {
    strategies: { type: 'string', default: STRATEGIES.join(',') },
    changes: { type: 'string', default: '100' },
  },
});
/** Buckets that are changed side by side: where files are waited for, a hundred one after another take half an hour. */
const PAGES = { eventbridge: 1, sqs: 5, s3: 10, kinesis: 1 } as const satisfies Record<StrategyName, number>;
const NOTES = {
  eventbridge: 'the sandbox delivers at once',
  sqs: 'the sandbox writes a file every 10 s (AWS: 5 min)',
  s3: 'the sandbox writes a file every 10 s (AWS: 5 min); Mooring looks every 20 s, which is in "delivered -> received"',
  kinesis: 'the sandbox gathers events for 200 ms; Mooring reads a shard twice a second',
} as const satisfies Record<StrategyName, string>;

type Watched = { uid: string; bucket: string; page: Page };
type Bench = { workspaceId: string; integrationId: string; sandbox: Sandbox; watched: Watched[]; list: Page };
type Timed = Pick<Change, 'started' | 'ended' | 'answered' | 'shown' | 'told' | 'listed'>;

async function main(): Promise<void> {
  if (awsCliMissing) return console.log(`skipped: ${awsCliMissing}`);
  const strategies = STRATEGIES.filter((name) => values.strategies.split(',').includes(name));
  const stop = await globalSetup();
  const browser = await chromium.launch({ executablePath: findChromium() });
  try {
    const bench = await prepare(browser, Math.max(...strategies.map((name) => PAGES[name])));
    for (const strategy of strategies) {
      report(strategy, NOTES[strategy], await measure(bench, strategy, Number(values.changes)));
    }
  } finally {
    await browser.close();
    await stop();
  }
}

/** A connected account with buckets of our own that a scan has seen, each on an open page, all on an open list. */
async function prepare(browser: Browser, buckets: number): Promise<Bench> {
  const { workspaceId, integrationId, account } = await connectedAccount('data-lake');
  const sandbox = sandboxAt(environment('SANDBOX_URL'), account);
  const made = Array.from({ length: buckets }, (_, n) => `latency-${n}-${Date.now().toString(36)}`);
  for (const bucket of made) await sandbox.makeBucket(bucket);
  await scanAgain(workspaceId, integrationId);
  const query = { q: 'type:bucket name:latency-*', pageSize: 50 };
  const { resources } = await owner().call('resources.list', { params: { workspaceId }, query });
  const url = environment('URL');
  /** Each as a browser of its own: six connections to a server are all that one has, and each page here is seen. */
  const open = async (path: string, text: string) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await signInAsAdministrator(context);
    return openPage(context, `${url}${path}`, text);
  };
  const watched: Watched[] = [];
  for (const bucket of made) {
    const uid = resources.find(({ name }) => name === bucket)?.uid;
    if (!uid) throw new Error(`The scan did not see ${bucket}.`);
    watched.push({ uid, bucket, page: await open(paths.resource(workspaceId, uid), bucket) });
  }
  const list = `${paths.inventory(workspaceId, { q: query.q })}&columns=tag.${TAG}`;
  return { workspaceId, integrationId, sandbox, watched, list: await open(list, made[0] ?? '') };
}

async function measure(bench: Bench, strategy: StrategyName, count: number): Promise<Change[]> {
  const { workspaceId, sandbox } = bench;
  const source = await attach(bench, strategy);
  const deliveries = watchDeliveries(sandbox, strategy);
  const watched = bench.watched.slice(0, PAGES[strategy]);
  const each = Math.ceil(count / watched.length);
  // Two at once would measure each other's start.
  const oneAtATime = pLimit(1);
  try {
    const changes = await Promise.all(
      watched.map(async (one) => {
        const timed: Timed[] = [];
        for (let n = 0; n <= each; n += 1) {
          // Not in step with what looks twice a second or every ten.
          await delay(Math.random() * 1_000);
          timed.push(await change(bench, one, `${strategy}-${one.bucket}-${n}-`, oneAtATime));
        }
        const rows = await logged(workspaceId, one.uid, source.id);
        if (rows.length !== timed.length) throw new Error(`${timed.length} changes, and ${rows.length} in the log.`);
        // The first one waits for the source to be found and taken.
        return timed.flatMap((times, n) => {
          const row = rows[n];
          return n === 0 || !row
            ? []
            : [{ ...times, ...row, delivered: deliveries.between(times.answered, row.received) }];
        });
      }),
    );
    return changes.flat();
  } finally {
    deliveries.stop();
    await source.remove();
  }
}

/** One change by the CLI, and when each page had it. */
async function change(
  { sandbox, list }: Bench,
  { bucket, page }: Watched,
  value: string,
  oneAtATime: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Timed> {
  const shown = Promise.all([
    shownAt(page, 'main', [value]),
    shownAt(page, 'main li', [value, 'sandbox-admin']),
    shownAt(list, 'main', [value]),
  ]);
  shown.catch(() => {});
  const times = await oneAtATime(() => sandbox.tag(bucket, value));
  const [first, told, listed] = await shown;
  return { ...times, shown: first, told, listed };
}

/** A source of the strategy, made in the sandbox and consumed; `remove` takes all of it away. */
async function attach({ workspaceId, integrationId, sandbox }: Bench, strategy: StrategyName) {
  const api = owner();
  const params = { workspaceId };
  const prepared = await api.call('eventSources.prepareInSandbox', { params, body: { strategy, integrationId } });
  const { id } = await api.call('eventSources.create', {
    params,
    body: { name: `latency ${strategy}`, strategy, config: prepared.config, integrationId },
  });
  const profile = await api.call('sensorProfiles.create', { params, body: { title: strategy, eventSources: [id] } });
  const delivery = await sandbox.delivery(strategy);
  return {
    id,
    async remove() {
      await sandbox.stopDelivery(delivery.id);
      await api.call('sensorProfiles.remove', { params: { ...params, sensorProfileId: profile.id } });
      await api.call('eventSources.remove', { params: { ...params, eventSourceId: id } });
    },
  };
}

/** What the event log and the versions know of a bucket's changes by this source, oldest first. */
async function logged(workspaceId: string, uid: string, source: string) {
  const api = owner();
  const query = { resource: uid, source, name: 'PutBucketTagging', pageSize: 200 };
  const { events } = await api.call('events.list', { params: { workspaceId }, query });
  const { versions } = await api.call('resources.versions', { params: { workspaceId, uid }, query: { pageSize: 200 } });
  return events
    .map(({ receivedAt, settledAt, touches }) => {
      const version = touches.find(({ resourceUid }) => resourceUid === uid)?.version;
      return {
        received: Date.parse(receivedAt),
        committed: Date.parse(settledAt ?? ''),
        read: Date.parse(versions.find((one) => one.version === version)?.seenAt ?? ''),
      };
    })
    .sort((a, b) => a.received - b.received);
}

await main();
process.exit(0);
