import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { generateOrganization } from '../world/generate';
import { buildSmallWorld } from '../world/small';
import { accountRows } from './account-rows';
import { openSnapshot } from './snapshot';
import { World } from './world';

const NOW = 1_790_000_000_000;
const INDEX = 'sandbox-world.json';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mooring-snapshot-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const newWorld = () => new World({ seed: 1, clock: { now: () => NOW } });
const files = async () => (await readdir(folder)).sort();
const everything = (world: World) => JSON.stringify([...world.accounts.values()].map(accountRows));

async function filled() {
  const world = newWorld();
  buildSmallWorld(world);
  await generateOrganization(world, { accounts: 3, resources: 3000 });
  return world;
}

test('gives back what was kept, and writes again only the account that changed', async () => {
  const world = await filled();
  const first = await openSnapshot(world, folder);
  // A snapshot of a folder without one leaves the world as it is.
  await first.close();
  const kept = await files();
  expect(kept).toHaveLength(8);

  const again = newWorld();
  const second = await openSnapshot(again, folder);
  expect(everything(again)).toBe(everything(world));
  const account = again.accounts.get('600000000002');
  const role = account?.roles.list()[0];
  if (!account || !role) throw new Error('The second account has roles.');
  account.roles.put(role.name, { ...role, description: 'changed' }, NOW);
  await second.close();
  const after = await files();
  const gone = kept.filter((name) => !after.includes(name));
  expect(gone).toEqual([expect.stringMatching(/^sandbox-account-600000000002\./)]);
  expect(after).toHaveLength(8);

  const third = newWorld();
  await (await openSnapshot(third, folder)).close();
  expect(third.accounts.get('600000000002')?.roles.get(role.name)?.description).toBe('changed');
  expect(await files()).toEqual(after);
});

test('what a kill left half written is not read, and goes with the next write', async () => {
  const world = await filled();
  const snapshot = await openSnapshot(world, folder);
  await snapshot.close();
  await writeFile(join(folder, 'sandbox-account-600000000001.99.json'), '{"tables":');
  const again = newWorld();
  const reopened = await openSnapshot(again, folder);
  expect(everything(again)).toBe(everything(world));
  await reopened.close();
  expect(await files()).not.toContain('sandbox-account-600000000001.99.json');
});

test('writes by itself a second after a change', async () => {
  const world = await filled();
  const snapshot = await openSnapshot(world, folder);
  world.touch();
  await vi.waitFor(async () => expect(await files()).toContain(INDEX), { timeout: 60_000, interval: 20 });
  await snapshot.close();
});

test('reads the one file that worlds were kept in before, and refuses what it cannot read', async () => {
  const world = await filled();
  const accounts = [...world.accounts.values()].map((account) => ({
    id: account.id,
    name: account.name,
    email: account.email,
    ...accountRows(account),
  }));
  const former = {
    format: 2,
    seed: 1,
    random: 7,
    sequence: 3,
    organization: world.organization,
    sessions: [],
    accounts,
  };
  await writeFile(join(folder, INDEX), JSON.stringify(former));
  const again = newWorld();
  await (await openSnapshot(again, folder)).close();
  expect(everything(again)).toBe(everything(world));
  expect(JSON.parse(await readFile(join(folder, INDEX), 'utf8'))).toMatchObject({ format: 3, sequence: 3 });
  await writeFile(join(folder, INDEX), '{"format": 1}');
  await expect(openSnapshot(newWorld(), folder)).rejects.toThrow('Move it away');
});
