import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { withClient } from '../pg/database';
import { migrate } from './migrate';
import { readMigrations } from './migrations';

const shipped = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
const { superuserUrl, migrateUrl, runtimeUrl } = inject('postgres');
const made: string[] = [];
const superuser = (sql: string) => withClient(superuserUrl, (client) => client.query(sql));

let urls: { migrateUrl: string; runtimeUrl: string };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mooring-migrations-'));
  cpSync(shipped, join(folder, 'shipped'), { recursive: true });
});

beforeEach(async () => {
  const name = `migrate_${randomUUID().replaceAll('-', '')}`;
  made.push(name);
  await superuser(`CREATE DATABASE ${name} OWNER mooring_migrator`);
  urls = { migrateUrl: on(migrateUrl, name), runtimeUrl: on(runtimeUrl, name) };
});

afterAll(async () => {
  for (const name of made) await superuser(`DROP DATABASE ${name} WITH (FORCE)`);
  rmSync(folder, { recursive: true, force: true });
});

function on(url: string, database: string, username?: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (username) changed.username = username;
  return changed.toString();
}

function variant(name: string, migration: string, sql: string): string {
  const directory = join(folder, name);
  cpSync(shipped, directory, { recursive: true });
  mkdirSync(join(directory, migration), { recursive: true });
  writeFileSync(join(directory, migration, 'migration.sql'), sql);
  return directory;
}

describe('migrate', () => {
  it('lets three at once take turns: one applies, two find nothing to do', async () => {
    const names = readMigrations(shipped).map(({ name }) => name);
    const runs = await Promise.all([1, 2, 3].map(() => migrate({ ...urls, directory: shipped })));
    expect(runs.map((applied) => applied.length).sort()).toEqual([0, 0, names.length]);
    expect(runs.flat()).toEqual(names);
  });

  it('gives the runtime role nothing until it acts as one of its two roles', async () => {
    await migrate({ ...urls, directory: shipped });
    await withClient(urls.runtimeUrl, async (client) => {
      await expect(client.query('SELECT FROM tenant.resource')).rejects.toThrow('permission denied');
      await expect(client.query('CREATE TABLE public.mine ()')).rejects.toThrow('permission denied');
      await client.query('SET ROLE mooring_tenant');
      expect((await client.query('SELECT FROM tenant.resource')).rowCount).toBe(0);
      await expect(client.query('SELECT FROM directory."user"')).rejects.toThrow('permission denied');
      await expect(client.query('DELETE FROM pgboss.job')).rejects.toThrow('permission denied');
    });
  });

  it('keeps nothing of a migration that fails, and says where it failed', async () => {
    const directory = variant('broken', '29990101000000_broken', 'CREATE TABLE public.half ();\nSELEC 1;');
    await expect(migrate({ ...urls, directory })).rejects.toThrow(/29990101000000_broken failed at line 2/);
    await withClient(urls.migrateUrl, async (client) => {
      const { rows } = await client.query(`SELECT to_regclass('public.half') AS half`);
      expect(rows).toEqual([{ half: null }]);
    });
    expect(await migrate({ ...urls, directory: shipped })).toEqual([]);
  });

  it('refuses a database that is newer than the build', async () => {
    const directory = variant('newer', '29990101000000_newer', 'SELECT 1');
    await migrate({ ...urls, directory });
    await expect(migrate({ ...urls, directory: shipped })).rejects.toThrow('29990101000000_newer');
  });

  it('refuses a migration that was changed after it was applied', async () => {
    const before = variant('before', '29990101000000_edited', 'SELECT 1');
    await migrate({ ...urls, directory: before });
    const after = variant('after', '29990101000000_edited', 'SELECT 2');
    await expect(migrate({ ...urls, directory: after })).rejects.toThrow('changed after it was applied');
  });
});

describe('roles', () => {
  it('refuses one role for both URLs, because owners escape row-level security', async () => {
    await expect(migrate({ ...urls, runtimeUrl: urls.migrateUrl, directory: shipped })).rejects.toThrow('same role');
  });

  it('refuses a runtime role that bypasses row-level security', async () => {
    const database = new URL(urls.runtimeUrl).pathname.slice(1);
    await superuser(`CREATE ROLE powerful LOGIN BYPASSRLS PASSWORD 'powerful'`);
    await superuser('GRANT mooring_tenant, mooring_directory TO powerful');
    const url = new URL(on(runtimeUrl, database, 'powerful'));
    url.password = 'powerful';
    await expect(migrate({ ...urls, runtimeUrl: url.toString(), directory: shipped })).rejects.toThrow('BYPASSRLS');
    await superuser(`DROP OWNED BY powerful`);
  });

  it('tells a migrator without CREATEROLE what a superuser must run, without the password', async () => {
    const database = new URL(urls.runtimeUrl).pathname.slice(1);
    await superuser(`CREATE ROLE modest LOGIN PASSWORD 'modest-password'`);
    await superuser(`ALTER DATABASE ${database} OWNER TO modest`);
    const owner = new URL(on(migrateUrl, database, 'modest'));
    owner.password = 'modest-password';
    const attempt = migrate({
      migrateUrl: owner.toString(),
      runtimeUrl: on(runtimeUrl, database, 'somebody_new'),
      directory: shipped,
    });
    await expect(attempt).rejects.toThrow('CREATE ROLE "somebody_new" LOGIN');
    await expect(attempt).rejects.not.toThrow(new URL(runtimeUrl).password);
  });

  it('follows a changed password of the runtime role', async () => {
    const database = new URL(urls.runtimeUrl).pathname.slice(1);
    const url = new URL(on(runtimeUrl, database, 'rotating'));
    for (const password of ['first-password', 'second-password']) {
      url.password = password;
      await migrate({ ...urls, runtimeUrl: url.toString(), directory: shipped });
    }
    const { rows } = await withClient(url.toString(), (client) => client.query('SELECT current_user AS name'));
    expect(rows).toEqual([{ name: 'rotating' }]);
  });
});
