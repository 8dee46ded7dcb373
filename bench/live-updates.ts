/**
 * P11: how long after its commit an event is on the consoles that follow the log: with one open, and with a thousand in
 * the same run. `npx tsx bench/live-updates.ts [consoles]` (1000)
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { inWorkspace } from '@/lib/db/transaction';
import { parseRecord } from '@/lib/events/record';
import type { EventBatch, ShardFence } from '@/lib/sensor/event-port';
import { submitEvents } from '@/lib/services/events/submit';
import { type BenchDatabase, benchDatabase } from './database';

const CONSOLES = Number(process.argv[2] ?? 1_000);
const ROUNDS = 60;
const EVENTS = 5;
const ACCOUNT = '339712905844';
const TOKEN = 'mooring_benchmark000000000000000000';

async function main(): Promise<void> {
  const database = await benchDatabase();
  const { workspaceId, fence } = await source(database);
  const child = fork(new URL('./inventory-server.ts', import.meta.url), [database.runtimeUrl], {
    execArgv: process.execArgv,
  });
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const url = `http://127.0.0.1:${port}/api/v1/workspaces/${workspaceId}/events/stream`;
    const one = await measure(database, fence, url, 1);
    const many = await measure(database, fence, url, CONSOLES);
    console.log(
      `commit to console, ms: one console p50 ${one.p50} p95 ${one.p95}; ${CONSOLES} consoles p50 ${many.p50} p95 ${many.p95}`,
    );
    console.log(`ratio of p95 ${(many.p95 / one.p95).toFixed(2)}   (bar: at most 5)   missed ${many.missed}`);
  } finally {
    child.kill();
    await database.close();
  }
  process.exit(0);
}

/** A workspace with a source whose shard this process holds. */
async function source({ db }: BenchDatabase): Promise<{ workspaceId: string; fence: ShardFence }> {
  const [workspaceId, sourceId, sensorId] = [uuidv7(), uuidv7(), uuidv7()];
  await db.directory.workspace.create({ data: { id: workspaceId, name: 'Bench' } });
  const tokenHash = createHash('sha256').update(TOKEN).digest();
  await db.directory.apiToken.create({
    data: { id: uuidv7(), workspaceId, name: 'bench', tokenHash, hint: '0000', role: 'viewer', createdBy: 'bench' },
  });
  await inWorkspace(db, workspaceId, async (tx) => {
    const by = { createdBy: 'bench', updatedBy: 'bench' };
    await tx.eventSource.create({
      data: { workspaceId, id: sourceId, name: 'bench', strategy: 'eventbridge', config: {}, ...by },
    });
    await tx.eventShard.update({
      where: { workspaceId_sourceId_shard: { workspaceId, sourceId, shard: '*' } },
      data: { attempt: 1, sensorId },
    });
  });
  return { workspaceId, fence: { workspaceId, sourceId, shard: '*', attempt: 1 } };
}

type Measured = { p50: number; p95: number; missed: number };

async function measure({ db }: BenchDatabase, fence: ShardFence, url: string, consoles: number): Promise<Measured> {
  const arrived = new Map<string, number[]>();
  const agent = new Agent({ maxSockets: consoles });
  const open = await Promise.all(Array.from({ length: consoles }, () => follow(url, agent, arrived)));
  const took: number[] = [];
  let missed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const batch = batchOf();
    const marks = batch.events.map(({ record }) => record.eventID);
    for (const mark of marks) arrived.set(mark, []);
    await submitEvents({ db }, fence, batch);
    const committed = performance.now();
    const [mark = ''] = marks;
    const until = committed + 5_000;
    while ((arrived.get(mark)?.length ?? 0) < consoles && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const times = arrived.get(mark) ?? [];
    missed += consoles - times.length;
    took.push(...times.map((at) => at - committed));
    arrived.clear();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  for (const response of open) response.destroy();
  agent.destroy();
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => Math.max(0, Math.round(sorted[Math.floor(sorted.length * share)] ?? Number.NaN));
  return { p50: at(0.5), p95: at(0.95), missed };
}

/** One console: notes when each event's id came. Resolves when the stream says that it follows. */
function follow(url: string, agent: Agent, arrived: Map<string, number[]>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${TOKEN}` } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`));
      response.setEncoding('utf8');
      response.once('data', () => resolve(response));
      response.on('data', (chunk: string) => {
        const at = performance.now();
        for (const [mark, times] of arrived) if (chunk.includes(mark)) times.push(at);
      });
      response.on('error', () => {});
    }).on('error', reject);
  });
}

function batchOf(): EventBatch {
  const events = Array.from({ length: EVENTS }, () => {
    const record = parseRecord({
      eventID: uuidv7(),
      eventTime: `${new Date().toISOString().slice(0, 19)}Z`,
      eventSource: 'codebuild.amazonaws.com',
      eventName: 'StartBuild',
      awsRegion: 'us-east-1',
      recipientAccountId: ACCOUNT,
      readOnly: false,
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ada`, userName: 'ada', accountId: ACCOUNT },
    });
    if (!record) throw new Error('The record is none.');
    return { record, receivedAt: Date.now() };
  });
  return {
    events,
    reads: [],
    unmapped: events.map((_, event) => ({ event, outcome: 'noCollector' })),
    untold: [],
    counts: { received: EVENTS, readOnly: 0, failed: 0, other: 0, duplicate: 0, tooOld: 0 },
    foreign: {},
    poison: [],
    files: [],
    checkpoint: null,
    finished: false,
    lagMs: null,
  };
}

await main();
