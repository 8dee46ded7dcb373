import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, isListening } from '../lib/ports';
import { withLock } from '../lib/process-lock';
import { type PostgresBinary, preparePostgresBinaries } from './binaries';
import { initialize, readMeta, writeMeta } from './cluster';
import { ensureDatabase, isOurs } from './database';
import { chooseOwner, makeOwned, reachableHome } from './owner';

const run = promisify(execFile);

export type EmbeddedPostgres = {
  /** The role that owns the database `mooring`; not a superuser, as in production. */
  migrateUrl: string;
  superuserUrl: string;
  port: number;
  /** Whether this call started it; false: it ran already. */
  started: boolean;
  /** Where the cluster and its log are. */
  directory: string;
  /** Shuts it down for every user of it. Safe to call twice. */
  stop(): Promise<void>;
};

export type PostgresOptions = {
  /** Directory of the cluster; made when missing. */
  home: string;
  /** Server settings, as in postgresql.conf. */
  settings?: Record<string, string>;
};

/**
 * Starts the embedded PostgreSQL of `home`, or finds it running. It listens on a port of 127.0.0.1 that it keeps,
 * with random passwords in files of mode 0600. Any number of callers may start at once; after a crash it recovers.
 * Throws an Error with the end of the server's log when it does not start.
 */
export async function ensurePostgres({ home: wanted, settings = {} }: PostgresOptions): Promise<EmbeddedPostgres> {
  const owner = chooseOwner();
  const home = reachableHome(resolve(wanted), owner);
  return withLock(join(home, 'start.lock'), 120_000, async () => {
    makeOwned(join(home, 'log'), owner);
    const binary = preparePostgresBinaries(home, owner);
    const env = { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: home };
    const command = async (name: PostgresBinary, args: string[]) => {
      await run(binary(name), args, { ...owner, cwd: home, env });
    };
    const data = join(home, 'data');
    let meta = readMeta(home) ?? (await initialize(home, owner, command));
    const superuserUrl = () => `postgresql://postgres:${meta.superuserPassword}@127.0.0.1:${meta.port}/postgres`;

    let started = false;
    const running = existsSync(join(data, 'postmaster.pid')) && (await isOurs(superuserUrl(), data));
    if (!running) {
      if (await isListening(meta.port)) {
        meta = { ...meta, port: await freePort() };
        writeMeta(home, meta);
      }
      await start(command, home, { ...settings, port: String(meta.port) });
      started = true;
    }
    return {
      migrateUrl: await ensureDatabase(superuserUrl(), meta.migratorPassword),
      superuserUrl: superuserUrl(),
      port: meta.port,
      started,
      directory: home,
      stop: () => stop(command, data),
    };
  });
}

type Command = (name: PostgresBinary, args: string[]) => Promise<void>;

async function start(command: Command, home: string, settings: Record<string, string>): Promise<void> {
  // TCP only: the path of a Unix socket is limited to 107 bytes, and a data directory may be deep.
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', shared_buffers: '128MB', ...settings };
  const options = Object.entries(all)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  const log = join(home, 'log', 'postgres.log');
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await command('pg_ctl', ['start', '-D', join(home, 'data'), '-w', '-t', '60', '-l', log, '-o', options]);
    } catch (cause) {
      // The pid of a postmaster that was killed can linger as a zombie for seconds, and its pid file with it.
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start. Its log is ${log}.`, { cause });
      await delay(500);
    }
  }
}

async function stop(command: Command, data: string): Promise<void> {
  if (!existsSync(join(data, 'postmaster.pid'))) return;
  try {
    await command('pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30']);
  } catch {
    if (!existsSync(join(data, 'postmaster.pid'))) return;
    await command('pg_ctl', ['stop', '-D', data, '-m', 'immediate', '-w', '-t', '30']);
  }
}

/** Stops the cluster of `home` and removes it, with wherever it really lives. */
export async function destroyPostgres(home: string): Promise<void> {
  const owner = chooseOwner();
  const directory = reachableHome(resolve(home), owner);
  if (existsSync(join(directory, 'data', 'postmaster.pid'))) {
    const binary = preparePostgresBinaries(directory, owner);
    await stop(
      async (name, args) => void (await run(binary(name), args, { ...owner, cwd: directory })),
      join(directory, 'data'),
    );
  }
  for (const each of new Set([directory, resolve(home)])) rmSync(each, { recursive: true, force: true });
}
