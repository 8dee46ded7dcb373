import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isListening } from '../lib/ports';
import { withClient } from './database';
import { destroyPostgres, ensurePostgres } from './postgres';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mooring-postgres-'));
  chmodSync(home, 0o711);
});
afterEach(() => destroyPostgres(home));

it('starts once however many ask, keeps its passwords private, and comes back with its data after kill -9', async () => {
  const servers = await Promise.all([1, 2, 3].map(() => ensurePostgres({ home })));
  expect(servers.map(({ started }) => started).sort()).toEqual([false, false, true]);
  const [{ migrateUrl, port }] = servers as [(typeof servers)[0]];
  expect(statSync(join(home, 'meta.json')).mode & 0o777).toBe(0o600);
  const log = readFileSync(join(home, 'log', 'postgres.log'), 'utf8');
  expect(log).not.toContain(new URL(migrateUrl).password);
  await withClient(migrateUrl, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));

  const pid = Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  const again = await ensurePostgres({ home });
  expect(again.port).toBe(port);
  const { rows } = await withClient(again.migrateUrl, (client) => client.query('SELECT answer FROM kept'));
  expect(rows).toEqual([{ answer: 42 }]);
});

it('is stopped by stop, twice without harm, and takes another port when its own was taken meanwhile', async () => {
  const first = await ensurePostgres({ home });
  await first.stop();
  await first.stop();
  const thief = createServer().listen(first.port, '127.0.0.1');
  try {
    const second = await ensurePostgres({ home });
    expect(second.started).toBe(true);
    expect(second.port).not.toBe(first.port);
  } finally {
    thief.close();
  }
});

it('removes a cluster whose server was killed and signals nobody who has its pid by now', async () => {
  const server = await ensurePostgres({ home });
  const file = join(home, 'data', 'postmaster.pid');
  const lines = readFileSync(file, 'utf8').split('\n');
  process.kill(Number(lines[0]), 'SIGKILL');
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await expect.poll(() => isListening(server.port)).toBe(false);
    writeFileSync(file, [String(stranger.pid), ...lines.slice(1)].join('\n'));
    await server.stop();
    await destroyPostgres(home);
    expect(existsSync(home)).toBe(false);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  } finally {
    stranger.kill();
  }
});
