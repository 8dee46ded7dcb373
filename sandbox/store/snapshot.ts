import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account';
import { Random } from './random';
import type { Table } from './table';
import type { World } from './world';

const FILE = 'sandbox-world.json';
const FORMAT = 2;
const QUIET_MS = 1_000;

/** The tables of an account by the name they have in the file, and the member that is a row's key. */
const KEYS = {
  users: 'name',
  groups: 'name',
  roles: 'name',
  policies: 'name',
  instanceProfiles: 'name',
  oidcProviders: 'arn',
  samlProviders: 'arn',
  virtualMfaDevices: 'serialNumber',
} as const satisfies Partial<Record<keyof Account, string>>;

const TABLES = Object.keys(KEYS) as (keyof typeof KEYS)[];

/**
 * Keeps the world in `<dataDir>/sandbox-world.json`: loads it now, writes it a second after a change and on `close`.
 * The file is replaced in one step, and is readable by its owner only: it holds secret keys.
 */
export async function openSnapshot(world: World, dataDir: string): Promise<{ close: () => Promise<void> }> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  await load(world, path);
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    timer = undefined;
    writing = writing
      .then(() => save(world, path))
      .catch((error: unknown) => console.error(`The sandbox could not write ${path}:`, error));
    return writing;
  };
  const stop = world.onTouched(() => {
    timer ??= setTimeout(write, QUIET_MS);
  });
  return {
    close: async () => {
      stop();
      clearTimeout(timer);
      await write();
    },
  };
}

async function save(world: World, path: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, JSON.stringify(toPlain(world)), { mode: 0o600 });
  await rename(temporary, path);
}

function toPlain(world: World) {
  return {
    format: FORMAT,
    seed: world.seed,
    random: world.random.position,
    sequence: world.changes.sequence,
    organization: world.organization,
    sessions: [...world.sessions.values()],
    accounts: [...world.accounts.values()].map((account) => ({
      id: account.id,
      name: account.name,
      email: account.email,
      alias: account.alias,
      passwordPolicy: account.passwordPolicy,
      credentialReport: account.credentialReport,
      stacks: [...account.stacks.values()],
      tables: Object.fromEntries(TABLES.map((name) => [name, account[name].list()])),
      kinds: Object.fromEntries([...account.kinds].map(([key, table]) => [key, [...table.entries()]])),
    })),
  };
}

type Plain = ReturnType<typeof toPlain>;

async function load(world: World, path: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  const plain = parse(text, path);
  world.organization = plain.organization;
  world.random = new Random(plain.random);
  world.changes.resumeAt(plain.sequence);
  for (const session of plain.sessions) world.sessions.set(session.accessKeyId, session);
  for (const each of plain.accounts) {
    const account = world.addAccount(each.id, each.name, each.email);
    account.alias = each.alias;
    account.passwordPolicy = each.passwordPolicy;
    account.credentialReport = each.credentialReport;
    for (const stack of each.stacks) account.stacks.set(stack.id, stack);
    for (const name of TABLES) fill(account, name, each.tables[name] ?? []);
    for (const [key, rows] of Object.entries(each.kinds)) fillKind(account, key, rows);
  }
}

/** Our own file: its form is checked by number, its rows are trusted. */
function parse(text: string, path: string): Plain {
  try {
    const plain = JSON.parse(text) as Plain;
    if (plain.format === FORMAT) return plain;
  } catch {
    // Falls through to the one message for every unusable file.
  }
  throw new Error(
    `${path} is no snapshot this version of the sandbox can read. Move it away to start with a new world.`,
  );
}

function fill(account: Account, name: keyof typeof KEYS, rows: readonly object[]): void {
  const table = account[name] as unknown as Table<object>;
  for (const row of rows) table.load(String(new Map(Object.entries(row)).get(KEYS[name])), row);
}

function fillKind(account: Account, key: string, rows: readonly [string, object][]): void {
  const at = key.lastIndexOf('/');
  const table = account.table(key.slice(0, at), key.slice(at + 1));
  for (const [name, row] of rows) table.load(name, row);
}
