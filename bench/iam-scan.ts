/**
 * P4: a scan of a large IAM account (5k roles, 2k users, 4k keys, 1.5k policies) beside its ceiling, the same AWS calls
 * through the SDK with the answers thrown away. Prints the number of calls against the plan, CPU and wall ratios, and
 * the longest block of the event loop. `npx tsx bench/iam-scan.ts [users roles policies]`
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { iamCollectors as IAM } from '@/lib/collectors/aws/iam/collectors';
import { runScanJob } from '@/lib/sensor/run-scan-job';
import { MemoryPort } from '@/lib/sensor/testing/memory-port';
import { ACCOUNT_ID, ADMIN, addEmptyAccount } from '@/lib/sensor/testing/sandbox-account';
import { startSandbox } from '@/sandbox/server';
import { generate } from '@/sandbox/world/generate';
import { rawCalls } from './iam-scan-raw';
import { measured, median } from './measure';

const [users = 2_000, roles = 5_000, policies = 1_500] = process.argv.slice(3).map(Number);
const UNLIMITED = 1_000_000;
const RATE = 250;
const ROUNDS = 3;

/** The stand-in runs in a process of its own, so that its work is not counted as ours. */
async function serve(): Promise<void> {
  const running = await startSandbox();
  addEmptyAccount(running);
  generate(running.world, { account: ACCOUNT_ID, users, roles, policies, groups: 50, keysPerUser: 2 });
  process.send?.({ url: running.url });
}

async function scan(url: string, rate: number) {
  const port = new MemoryPort({
    accountId: ACCOUNT_ID,
    types: IAM.map((collector) => collector.type),
    endpoints: { default: url },
    ratePerSecond: rate,
    heartbeatEveryMs: 5_000,
    deadlineMs: 600_000,
  });
  await runScanJob({ port, jobId: 'bench', sensorId: 'bench', collectors: IAM, exchange: async () => ADMIN });
  const bad = [...port.outcomes].filter(([, outcome]) => outcome.status !== 'complete');
  if (bad.length > 0) throw new Error(`Not complete: ${JSON.stringify(bad)}`);
  return port;
}

async function callsMade(url: string): Promise<{ total: number; counts: { action: string; calls: number }[] }> {
  const answer = await fetch(`${url}/_sandbox/calls`);
  await fetch(`${url}/_sandbox/calls`, { method: 'DELETE' });
  return answer.json() as Promise<{ total: number; counts: { action: string; calls: number }[] }>;
}

async function main(): Promise<void> {
  const child = fork(import.meta.filename, ['serve', String(users), String(roles), String(policies)], {
    execArgv: process.execArgv,
  });
  try {
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const names = (await scan(url, UNLIMITED)).ids('AWS::IAM::User');
    await callsMade(url);
    const ours: Awaited<ReturnType<typeof measured>>[] = [];
    const ceiling: Awaited<ReturnType<typeof measured>>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ceiling.push(await measured(() => rawCalls(url, UNLIMITED)));
      const raw = await callsMade(url);
      ours.push(await measured(() => scan(url, UNLIMITED)));
      const made = await callsMade(url);
      const ambiguous = made.counts.find(({ action }) => action === 'GetAccessKeyLastUsed')?.calls ?? 0;
      if (round === 0) console.table(made.counts.map(({ action, calls }) => ({ action, calls })));
      console.log(
        `round ${round + 1}: calls ${made.total}, of these ambiguous keys ${ambiguous}; raw calls ${raw.total}`,
      );
    }
    const idle = await measured(() => delay(3_000));
    const limited = await measured(() => rawCalls(url, RATE));
    const limitedOurs = await measured(() => scan(url, RATE));
    const ratio = (of: (m: (typeof ours)[number]) => number) =>
      (median(ours.map(of)) / median(ceiling.map(of))).toFixed(2);
    console.log(`${names.length} users`);
    console.log(`CPU   scan / raw calls            ${ratio((m) => m.cpuMs)}   (bar 1.5)`);
    console.log(`wall  scan / raw calls, unlimited ${ratio((m) => m.wallMs)}`);
    console.log(
      `wall  scan / raw calls at ${RATE}/s   ${(limitedOurs.wallMs / limited.wallMs).toFixed(2)}   (bar 1.1)`,
    );
    console.log(
      `longest event-loop block, scan    ${median(ours.map((m) => m.blockMs)).toFixed(0)} ms (bar 50); raw ${median(ceiling.map((m) => m.blockMs)).toFixed(0)} ms; idle on this machine ${idle.blockMs.toFixed(0)} ms`,
    );
  } finally {
    child.kill();
  }
}

await (process.argv[2] === 'serve' ? serve() : main());
