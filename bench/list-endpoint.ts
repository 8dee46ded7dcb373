/**
 * P10: the list endpoint over a socket beside its ceiling, the same route, sign-in and transaction answering SELECT 1.
 * Rounds alternate, so that both meet the same neighbours. `npx tsx bench/list-endpoint.ts [rows] [--home=folder]` (1000000)
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { inventoryData, sizesAsked, TOKEN, WORKSPACE } from './inventory-data';
import { median } from './measure';

const [rows = 0] = sizesAsked([1_000_000]);
const CLIENTS = 8;
const SECONDS = 4;
const ROUNDS = 5;

async function main(): Promise<void> {
  const { appUrl } = await inventoryData(rows);
  const child = fork(new URL('./inventory-server.ts', import.meta.url), [appUrl], { execArgv: process.execArgv });
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const base = `http://127.0.0.1:${port}/api/v1/workspaces/${WORKSPACE}`;
    const paths = { list: '/resources?pageSize=50', 'SELECT 1': '/select-one' };
    const rates: Record<keyof typeof paths, number[]> = { list: [], 'SELECT 1': [] };
    for (const path of Object.values(paths)) await load(base + path, 1);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of ['list', 'SELECT 1'] as const) rates[name].push(await load(base + paths[name], SECONDS));
    }
    const [ours, ceiling] = [median(rates.list), median(rates['SELECT 1'])];
    console.log(
      `${rows} resources, ${CLIENTS} clients: list of 50 ${ours.toFixed(0)}/s, SELECT 1 ${ceiling.toFixed(0)}/s`,
    );
    console.log(`ratio ${(ours / ceiling).toFixed(2)}   (bar 0.8)`);
  } finally {
    child.kill();
  }
  process.exit(0);
}

/** Requests a second of CLIENTS that ask one after another. */
async function load(url: string, seconds: number): Promise<number> {
  const dispatcher = new Agent({ connections: CLIENTS });
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const client = async () => {
    while (performance.now() < until) {
      const { statusCode, body } = await request(url, { dispatcher, headers: { authorization: `Bearer ${TOKEN}` } });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`${statusCode}: ${text.slice(0, 300)}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await dispatcher.close();
  return done / seconds;
}

await main();
