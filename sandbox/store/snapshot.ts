import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account';
import { type AccountRows, accountRows, type KeptAccount, keepAccount, loadAccount, stateOf } from './account-rows';
import type { ActivityState } from './activity';
import type { ChangeRecord } from './change-log';
import type { DeliveryState, DigestKey } from './deliveries';
import { Random } from './random';
import type { World } from './world';

const FILE = 'sandbox-world.json';
const ACCOUNT_FILE = /^sandbox-account-\d{12}\.\d+\.json$/;
/** 2 had all accounts in the one file; it is still read. */
const FORMATS = [2, 3];
const QUIET_MS = 1_000;
/** Writing takes at most one part in so many of the time, however large the world. */
const REST = 20;

type Index = {
  format: number;
  seed: number;
  random: number;
  sequence: number;
  organization: World['organization'];
  sessions: (World['sessions'] extends Map<string, infer Each> ? Each : never)[];
  accounts: (KeptAccount | (KeptAccount & AccountRows))[];
  /** Absent in worlds that were kept before there were any. `pending`: the records that some of them have still to take. */
  deliveries?: DeliveryState[];
  digestKeys?: DigestKey[];
  pending?: ChangeRecord[];
  activity?: ActivityState | undefined;
};

/** What of an account lies in which file. */
type Written = { file: string; state: string };

/**
 * Keeps the world in a folder: `sandbox-world.json` names one file an account. Loads it now; a second after a change, and
 * on `close`, writes the accounts that changed to new files and then replaces the index in one step, so that whatever
 * moment it is killed in, one whole world is there. Readable by the owner only: they hold secret keys.
 */
export async function openSnapshot(world: World, dataDir: string): Promise<{ close: () => Promise<void> }> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  const store = new Store(world, dataDir, await load(world, dataDir));
  let timer: NodeJS.Timeout | undefined;
  let restUntil = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    timer = undefined;
    writing = writing
      .then(async () => {
        const began = performance.now();
        await store.save();
        restUntil = performance.now() + (performance.now() - began) * REST;
      })
      .catch((error: unknown) => console.error(`The sandbox could not write ${path}:`, error));
    return writing;
  };
  const stop = world.onTouched(() => {
    timer ??= setTimeout(write, Math.max(QUIET_MS, restUntil - performance.now()));
  });
  return {
    close: async () => {
      stop();
      clearTimeout(timer);
      await write();
    },
  };
}

class Store {
  private generation = 0;

  constructor(
    private readonly world: World,
    private readonly folder: string,
    private readonly written: Map<Account, Written>,
  ) {
    for (const { file } of written.values()) this.generation = Math.max(this.generation, Number(file.split('.')[1]));
  }

  async save(): Promise<void> {
    const { world, written } = this;
    const accounts: KeptAccount[] = [];
    // As of before the accounts: what is delivered while they are written comes again after a kill, and is not lost.
    const deliveries = structuredClone(world.deliveries);
    for (const account of [...world.accounts.values()]) {
      const state = stateOf(account);
      let known = written.get(account);
      if (known?.state !== state) {
        this.generation += 1;
        known = { file: `sandbox-account-${account.id}.${this.generation}.json`, state };
        await this.write(known.file, JSON.stringify(accountRows(account)));
        written.set(account, known);
      }
      accounts.push(keepAccount(account, known.file));
    }
    const index: Index = {
      format: FORMATS[1] ?? 3,
      seed: world.seed,
      random: world.random.position,
      sequence: world.changes.sequence,
      organization: world.organization,
      sessions: [...world.sessions.values()],
      accounts,
      deliveries,
      digestKeys: world.digestKeys,
      activity: world.activity,
      pending: world.changes.recordsSince(Math.min(...deliveries.map(({ sequence }) => sequence))),
    };
    const temporary = `${FILE}.${process.pid}.tmp`;
    await this.write(temporary, JSON.stringify(index));
    await rename(join(this.folder, temporary), join(this.folder, FILE));
    await this.removeOthers(new Set(accounts.map(({ file }) => file)));
  }

  private write(name: string, text: string): Promise<void> {
    return writeFile(join(this.folder, name), text, { mode: 0o600 });
  }

  /** What the index no longer names: an account as it was, or one that a kill kept from being named. */
  private async removeOthers(named: ReadonlySet<string | undefined>): Promise<void> {
    for (const account of this.written.keys()) {
      if (this.world.accounts.get(account.id) !== account) this.written.delete(account);
    }
    for (const name of await readdir(this.folder)) {
      if (ACCOUNT_FILE.test(name) && !named.has(name)) await rm(join(this.folder, name), { force: true });
    }
  }
}

async function load(world: World, folder: string): Promise<Map<Account, Written>> {
  const written = new Map<Account, Written>();
  const path = join(folder, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return written;
    throw error;
  }
  const index = parse<Index>(text, path);
  if (!FORMATS.includes(index.format)) throw unusable(path);
  world.organization = index.organization;
  world.random = new Random(index.random);
  world.changes.resumeAt(index.sequence, index.pending);
  world.deliveries = index.deliveries ?? [];
  world.digestKeys = index.digestKeys ?? [];
  world.activity = index.activity;
  for (const session of index.sessions) world.sessions.set(session.accessKeyId, session);
  for (const each of index.accounts) {
    const account = world.addAccount(each.id, each.name, each.email);
    if ('tables' in each) loadAccount(account, each);
    if (!each.file) continue;
    const file = join(folder, each.file);
    loadAccount(account, parse<AccountRows>(await readFile(file, 'utf8'), file));
    written.set(account, { file: each.file, state: stateOf(account) });
  }
  return written;
}

/** Our own files: their form is told by the index's number, their rows are trusted. */
function parse<T>(text: string, path: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw unusable(path);
  }
}

const unusable = (path: string) =>
  new Error(`${path} is no snapshot this version of the sandbox can read. Move it away to start with a new world.`);
