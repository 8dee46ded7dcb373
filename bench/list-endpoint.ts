/**
 * P10: the list endpoint over a socket beside its ceiling, the same route, sign-in and transaction answering SELECT 1;
 * and beside the same answer kept as one text, the least that a body of its size can cost. Rounds alternate, so that both meet the same neighbours; processor time is told as well, which they change less.
 * `npx tsx bench/list-endpoint.ts [rows] [--home=folder]` (1000000)
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { withClient } from '@/scripts/pg/database';
import { inventoryData, sizesAsked, TOKEN, WORKSPACE } from './inventory-data';
import { median } from './measure';

const [rows = 0] = sizesAsked([1_000_000]);
const CLIENTS = 8;
const HEADERS = { authorization: `Bearer ${TOKEN}` };
const SECONDS = 4;
const ROUNDS = 5;
const PATHS = { list: '/resources?pageSize=50', 'SELECT 1': '/select-one', 'kept page': '/kept-page' } as const;
const NAMES = ['list', 'SELECT 1', 'kept page'] as const satisfies readonly (keyof typeof PATHS)[];

type Spent = { node: number; postgres: number; client: number };
type Round = { requests: number; spent: Spent };

async function main(): Promise<void> {
  const { appUrl, ownerUrl } = await inventoryData(rows);
  const child = fork(new URL('./inventory-server.ts', import.meta.url), [appUrl], { execArgv: process.execArgv });
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const base = `http://127.0.0.1:${port}/api/v1/workspaces/${WORKSPACE}`;
    const rounds: Record<keyof typeof PATHS, Round[]> = { list: [], 'SELECT 1': [], 'kept page': [] };
    await keepPage(ownerUrl, await (await fetch(base + PATHS.list, { headers: HEADERS })).text());
    const round = async (name: keyof typeof PATHS, seconds: number): Promise<Round> => {
      const before = await spent(child, appUrl);
      const requests = await load(base + PATHS[name], seconds);
      const after = await spent(child, appUrl);
      const since = (part: keyof Spent) => after[part] - before[part];
      return { requests, spent: { node: since('node'), postgres: since('postgres'), client: since('client') } };
    };
    // Until both paths are compiled.
    for (const name of NAMES) await round(name, SECONDS);
    for (let n = 0; n < ROUNDS; n += 1) for (const name of NAMES) rounds[name].push(await round(name, SECONDS));
    console.log(`${rows} resources, ${CLIENTS} clients; processor time a request, in ms:`);
    for (const name of NAMES)
      console.log(`  ${name.padEnd(9)} ${rate(rounds[name]).toFixed(0)}/s   ${costs(rounds[name])}`);
    const ratio = (name: keyof typeof PATHS) => (rate(rounds[name]) / rate(rounds['SELECT 1'])).toFixed(2);
    console.log(`ratio ${ratio('list')} (bar 0.8); the kept page ${ratio('kept page')}`);
  } finally {
    child.kill();
  }
  process.exit(0);
}

/** Uncompressed, as a page is made. */
function keepPage(ownerUrl: string, body: string): Promise<void> {
  return withClient(ownerUrl, async (client) => {
    await client.query(`DROP TABLE IF EXISTS public.bench_kept_page`);
    await client.query(`CREATE TABLE public.bench_kept_page (body text STORAGE EXTERNAL)`);
    await client.query(`GRANT SELECT ON public.bench_kept_page TO PUBLIC`);
    await client.query(`INSERT INTO public.bench_kept_page VALUES ($1)`, [body]);
  });
}

const rate = (rounds: readonly Round[]) => median(rounds.map(({ requests }) => requests / SECONDS));

function costs(rounds: readonly Round[]): string {
  const of = (part: keyof Spent) => median(rounds.map(({ requests, spent }) => spent[part] / requests)).toFixed(2);
  return `Node ${of('node')}, PostgreSQL ${of('postgres')}, the load ${of('client')}`;
}

/** Processor time so far in ms: of the server, of its database's backends (/proc has it in ns), and of this process. */
async function spent(child: ChildProcess, appUrl: string): Promise<Spent> {
  const answer = once(child, 'message') as Promise<[{ cpuMs: number }]>;
  child.send('tell');
  const database = `bench_app ${new URL(appUrl).pathname.slice(1)} `;
  let ns = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(database)) continue;
      ns += Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const { user, system } = process.cpuUsage();
  return { node: (await answer)[0].cpuMs, postgres: ns / 1e6, client: (user + system) / 1000 };
}

/** How many requests CLIENTS made that ask one after another. */
async function load(url: string, seconds: number): Promise<number> {
  const dispatcher = new Agent({ connections: CLIENTS });
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const client = async () => {
    while (performance.now() < until) {
      const { statusCode, body } = await request(url, { dispatcher, headers: HEADERS });
      // Bytes: to make a string of them would be work of the load, on the cores of what is measured.
      const bytes = await body.arrayBuffer();
      if (statusCode !== 200) throw new Error(`${statusCode}: ${Buffer.from(bytes).toString().slice(0, 300)}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await dispatcher.close();
  return done;
}

await main();
