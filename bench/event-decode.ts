/**
 * P1, P2, P3: decoding CloudTrail's events beside what it is measured against, in the same run.
 * P1: log files on one core against gunzip + JSON.parse, and against gunzip alone. P2: the same by two threads, against the
 * same one-process parse, and the memory. P3: bodies of SQS and records of Kinesis against parsing all of each.
 * The events kept must be the same in each way.
 * `node --expose-gc --import tsx bench/event-decode.ts [events] [events a file]`
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { siftLogFile } from '@/lib/events/decode/log-file';
import { decodeMessage } from '@/lib/events/decode/message';
import { decodeLogObject } from '@/lib/events/decode/object';
import { DecodePool } from '@/lib/events/decode/pool';
import { decodeStreamRecord } from '@/lib/events/decode/stream-record';
import { dropReason } from '@/lib/events/drop';
import { parseRecord } from '@/lib/events/record';
import type { Delivery } from '@/lib/events/strategies/types';
import { bundle } from '@/scripts/build/bundles';
import { envelope, logFiles, logsPayload } from './event-decode-data';
import { measured, median } from './measure';

/** As it runs in production: without a loader of TypeScript in each thread. */
const PROGRAM = join(tmpdir(), `mooring-bench-${process.pid}`, 'decode-thread.mjs');
const threads = async () => {
  await bundle('lib/events/decode/thread.ts', PROGRAM);
  return new DecodePool(2, pathToFileURL(PROGRAM));
};
const MEMORY = process.argv[2] === 'memory';
const [events = 1_000_000, perFile = 2_500] = process.argv.slice(MEMORY ? 3 : 2).map(Number);
const ROUNDS = 5;
const ACCOUNT = '586209417733';

type Sifter = Pick<DecodePool, 'sift'>;
type Result = { cpuMs: number; wallMs: number; mainMs: number };
/** By name, a result for each round. */
type Results = ReadonlyMap<string, readonly Result[]>;
type Way = { name: string; run(kept: Kept): unknown; keeps: boolean };

/** The ids that were kept, in order; their digest, taken outside of the measurement, proves that two ways keep the same. */
class Kept {
  private readonly ids: string[] = [];
  add(records: readonly { eventID: string }[]): void {
    for (const { eventID } of records) this.ids.push(eventID);
  }
  digest = () => `${this.ids.length} ${createHash('sha256').update(this.ids.join()).digest('hex').slice(0, 16)}`;
}

/** Each way so many times, in turns, because the machine is shared: what ran next to each other is compared. */
async function compare(ways: readonly Way[], count: number): Promise<Results> {
  const runs = new Map<string, Result[]>(ways.map(({ name }) => [name, []]));
  const proofs = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, run, keeps } of ways) {
      const kept = new Kept();
      globalThis.gc?.();
      const main = process.threadCpuUsage();
      const result = await measured(async () => run(kept));
      const { user, system } = process.threadCpuUsage(main);
      runs.get(name)?.push({ ...result, mainMs: (user + system) / 1000 });
      if (keeps) proofs.add(kept.digest());
    }
  }
  if (proofs.size !== 1) throw new Error(`Different events were kept: ${[...proofs].join(', ')}`);
  console.log(`kept the same in every way: ${[...proofs][0]}`);
  for (const [name, all] of runs) {
    const of = (part: keyof Result) => median(all.map((result) => result[part]));
    const result = { cpuMs: of('cpuMs'), wallMs: of('wallMs'), mainMs: of('mainMs') };
    const rate = (ms: number) => `${Math.round(count / ms)}k/s`.padStart(8);
    const each = (ms: number) => `${((1000 * ms) / count).toFixed(2)} us`;
    console.log(
      `  ${name.padEnd(44)} wall ${rate(result.wallMs)}  cpu ${rate(result.cpuMs)} (${each(result.cpuMs)}, of it main thread ${each(result.mainMs)}); cores ${(result.cpuMs / result.wallMs).toFixed(2)}`,
    );
  }
  return runs;
}

/** The median of the rounds' ratios: a neighbour's work falls on both sides of one round. */
function ratio(results: Results, slow: string, fast: string, by: keyof Result): string {
  const [all = [], others = []] = [results.get(slow), results.get(fast)];
  return median(all.map((result, n) => result[by] / (others[n]?.[by] ?? Number.NaN))).toFixed(2);
}
const say = (id: string, what: string, value: string, bar = '') =>
  console.log(`${id}  ${what.padEnd(46)} ${value}  ${bar}`);

/** As one who parses everything would: most records are seen to be reads at once. */
function keptOf(values: readonly unknown[]): { eventID: string }[] {
  return values.flatMap((value) => {
    if ((value as { readOnly?: unknown }).readOnly === true) return [];
    const record = parseRecord(value);
    return record && dropReason(record) === null ? [record] : [];
  });
}

const recordsOf = (file: Buffer) => (JSON.parse(gunzipSync(file).toString()) as { Records: unknown[] }).Records;

const inProcess = (digest: boolean): Sifter => ({
  sift: async ({ compressed, deliveryId, limits, how }) =>
    siftLogFile(compressed, deliveryId, limits, { ...how, digest }),
});
const inThreads = (pool: DecodePool, digest: boolean): Sifter => ({
  sift: (task) => pool.sift({ ...task, how: { ...task.how, digest } }),
});

/** A few files on their way at once, taken in their order, as a batch is. */
async function decodeFiles(sifter: Sifter, files: readonly Buffer[], kept: Kept, atOnce: number): Promise<void> {
  const pending: Promise<Delivery>[] = [];
  for (const [n, bytes] of files.entries()) {
    pending.push(decodeLogObject(sifter, { bucket: 'b', key: String(n), bytes, accountId: ACCOUNT }));
    if (pending.length >= atOnce) kept.add((await pending.shift())?.records ?? []);
  }
  for (const delivery of pending) kept.add((await delivery).records);
}

const NAIVE = 'gunzip + JSON.parse';
const NAIVE_KEPT = 'gunzip + JSON.parse, changes made records';

async function files(): Promise<void> {
  const made = logFiles(events, perFile);
  console.log(
    `${events} events in ${made.files.length} files, ${Math.round(made.bytes / events)} B each, gzip ratio ${made.ratio.toFixed(1)}`,
  );
  const pool = await threads();
  const each = (act: (file: Buffer) => void) => () => made.files.forEach(act);
  const results = await compare(
    [
      { name: 'gunzip', keeps: false, run: each((file) => void gunzipSync(file)) },
      { name: NAIVE, keeps: false, run: each((file) => void recordsOf(file)) },
      {
        name: NAIVE_KEPT,
        keeps: true,
        run: (kept) => made.files.forEach((file) => void kept.add(keptOf(recordsOf(file)))),
      },
      { name: 'ours', keeps: true, run: (kept) => decodeFiles(inProcess(false), made.files, kept, 1) },
      { name: 'ours, sha256', keeps: true, run: (kept) => decodeFiles(inProcess(true), made.files, kept, 1) },
      { name: 'two threads', keeps: true, run: (kept) => decodeFiles(inThreads(pool, false), made.files, kept, 8) },
      {
        name: 'two threads, sha256',
        keeps: true,
        run: (kept) => decodeFiles(inThreads(pool, true), made.files, kept, 8),
      },
    ],
    events,
  );
  await pool.close();
  say('P1', 'speed to gunzip + JSON.parse', ratio(results, NAIVE, 'ours', 'cpuMs'), '(bar 2.3)');
  say('P1', 'speed to the same with changes made records', ratio(results, NAIVE_KEPT, 'ours', 'cpuMs'));
  say('P1', 'time to gunzip alone', ratio(results, 'ours', 'gunzip', 'cpuMs'), '(bar 1.5)');
  say(
    'P1',
    'sha256 for digests: speed, time to gunzip',
    `${ratio(results, NAIVE, 'ours, sha256', 'cpuMs')} ${ratio(results, 'ours, sha256', 'gunzip', 'cpuMs')}`,
  );
  say('P2', 'speed to one-process parse', ratio(results, NAIVE, 'two threads', 'wallMs'), '(bar 4.3)');
  say('P2', 'the same with sha256', ratio(results, NAIVE, 'two threads, sha256', 'wallMs'));
  // A busy machine gives neither way its cores; the CPU that they take is what two free ones would need half as long for.
  const onTwo = (name: string) => (2 * Number(ratio(results, NAIVE, name, 'cpuMs'))).toFixed(2);
  say('P2', 'by CPU, as two free cores would show', onTwo('two threads'));
  say('P2', 'the same with sha256', onTwo('two threads, sha256'));
}

/** In a process of its own, which has done nothing else: what the threads add to what the input takes. */
async function memory(): Promise<void> {
  const made = logFiles(Math.min(events, 200_000), perFile);
  const pool = await threads();
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 2);
  await decodeFiles(inThreads(pool, true), made.files, new Kept(), 8);
  clearInterval(timer);
  await pool.close();
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  say(
    'P2',
    'memory of the threads and their work',
    megabytes(peak - before),
    `(bar 150); the whole process ${megabytes(peak)}`,
  );
}

async function bodies(): Promise<void> {
  const count = Math.min(events, 100_000);
  // As the answer of ReceiveMessage gives them: each in one piece.
  const texts = Array.from({ length: count }, (_, n) => JSON.parse(JSON.stringify(envelope(n))) as string);
  const detailOf = (text: string) => (JSON.parse(text) as { detail: unknown }).detail;
  const inline = await compare(
    [
      {
        name: 'SQS, parsed',
        keeps: true,
        run: (kept) => texts.forEach((text) => void kept.add(keptOf([detailOf(text)]))),
      },
      {
        name: 'SQS, ours',
        keeps: true,
        run: (kept) => texts.forEach((text, n) => void kept.add(decodeMessage(text, String(n)).delivery.records)),
      },
    ],
    count,
  );
  const payloads = Array.from({ length: Math.ceil(count / 50) }, (_, n) => logsPayload(n * 50, 50));
  const messagesOf = (payload: Buffer) =>
    (JSON.parse(gunzipSync(payload).toString()) as { logEvents: { message: string }[] }).logEvents;
  const stream = await compare(
    [
      {
        name: 'Kinesis, parsed',
        keeps: true,
        run: (kept) =>
          payloads.forEach((one) => void kept.add(keptOf(messagesOf(one).map(({ message }) => JSON.parse(message))))),
      },
      {
        name: 'Kinesis, ours',
        keeps: true,
        run: (kept) => payloads.forEach((one, n) => void kept.add(decodeStreamRecord(one, String(n)).records)),
      },
    ],
    count,
  );
  say('P3', 'SQS, speed to full parse', ratio(inline, 'SQS, parsed', 'SQS, ours', 'cpuMs'), '(bar 1.4)');
  say('P3', 'Kinesis, speed to full parse', ratio(stream, 'Kinesis, parsed', 'Kinesis, ours', 'cpuMs'), '(bar 1.4)');
}

if (MEMORY) await memory();
else {
  await files();
  const child = fork(import.meta.filename, ['memory', String(events), String(perFile)], { execArgv: process.execArgv });
  await once(child, 'exit');
  await bodies();
}
await rm(dirname(PROGRAM), { recursive: true, force: true });
