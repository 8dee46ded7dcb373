/**
 * A million resources exported over a socket by the web process's API: time, bytes, and the process's memory before and at
 * its peak; then a reader that stops reading and hangs up. `npx tsx bench/export.ts [rows] [--home=folder]` (1000000)
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { inventoryData, sizesAsked, TOKEN, WORKSPACE } from './inventory-data';

const [rows = 0] = sizesAsked([1_000_000]);
const FORMATS = ['format=csv', 'format=jsonl', 'format=csv&columns=name,type,accountId,region,tag.team,attr.encrypted'];
const headers = { authorization: `Bearer ${TOKEN}` };

async function main(): Promise<void> {
  const { appUrl } = await inventoryData(rows);
  const child = fork(new URL('./inventory-server.ts', import.meta.url), [appUrl], { execArgv: process.execArgv });
  const peak = async (ask: 'reset' | 'tell') => {
    child.send(ask);
    const [{ peakMb }] = (await once(child, 'message')) as [{ peakMb: number }];
    return peakMb;
  };
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const url = `http://127.0.0.1:${port}/api/v1/workspaces/${WORKSPACE}/resources/export`;
    await (await request(`${url}?q=no-such-thing`, { headers })).body.text();
    for (const format of FORMATS) {
      const before = await peak('reset');
      const began = performance.now();
      const { body } = await request(`${url}?${format}`, { headers });
      let [bytes, lines] = [0, 0];
      for await (const part of body as AsyncIterable<Buffer>) {
        bytes += part.length;
        for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) lines += 1;
      }
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `${format}: ${lines} lines, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s (${(lines / seconds).toFixed(0)}/s); memory ${before.toFixed(0)} MB before, ${(await peak('tell')).toFixed(0)} MB at its peak`,
      );
    }
    const before = await peak('reset');
    const abort = new AbortController();
    const { body } = await request(`${url}?format=jsonl`, { headers, signal: abort.signal });
    body.on('error', () => {});
    await once(body, 'readable');
    await delay(5_000);
    console.log(
      `a reader that stops for 5 s: ${before.toFixed(0)} MB before, ${(await peak('tell')).toFixed(0)} MB at its peak`,
    );
    abort.abort();
  } finally {
    child.kill();
  }
  process.exit(0);
}

await main();
