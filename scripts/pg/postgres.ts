import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, isListening } from '../lib/ports';
import { withLock } from '../lib/process-lock';
import { type PostgresBinary, preparePostgresBinaries } from './binaries';
import { type ClusterMeta, initialize, readMeta, writeMeta } from './cluster';
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
    let meta = readMeta(home) ?? (await initialize(home, owner, command));

    let started = false;
    if (!(await isRunning(home))) {
      if (await isListening(meta.port)) {
        meta = { ...meta, port: await freePort() };
        writeMeta(home, meta);
      }
      await start(command, home, { ...settings, port: String(meta.port) });
      started = true;
    }
    return {
      migrateUrl: await ensureDatabase(superuserUrl(meta), meta.migratorPassword),
      superuserUrl: superuserUrl(meta),
      port: meta.port,
      started,
      directory: home,
      stop: () => stop(command, home),
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

async function stop(command: Command, home: string): Promise<void> {
  if (!(await isRunning(home))) return;
  const data = join(home, 'data');
  try {
    await command('pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30']);
  } catch (error) {
    if (!(await isRunning(home))) return;
    await command('pg_ctl', ['stop', '-D', data, '-m', 'immediate', '-w', '-t', '30']).catch(async () => {
      if (await isRunning(home)) throw error;
    });
  }
}

/**
 * Whether the cluster of `home` answers. Its pid file alone proves nothing: after a kill or a reboot it stays,
 * and its pid may be another program's by now, which a stop must not signal.
 */
async function isRunning(home: string): Promise<boolean> {
  const data = join(home, 'data');
  const meta = readMeta(home);
  return meta !== undefined && existsSync(join(data, 'postmaster.pid')) && isOurs(superuserUrl(meta), data);
}

function superuserUrl({ port, superuserPassword }: ClusterMeta): string {
  return `postgresql://postgres:${superuserPassword}@127.0.0.1:${port}/postgres`;
}

/** Stops the cluster of `home` and removes it, with wherever it really lives. */
export async function destroyPostgres(home: string): Promise<void> {
  const owner = chooseOwner();
  const directory = reachableHome(resolve(home), owner);
  if (await isRunning(directory)) {
    const binary = preparePostgresBinaries(directory, owner);
    await stop(async (name, args) => void (await run(binary(name), args, { ...owner, cwd: directory })), directory);
  }
  for (const each of new Set([directory, resolve(home)])) rmSync(each, { recursive: true, force: true });
}
