import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../lib/ports';
import { makeOwned, type Owner } from './owner';

/** What a cluster is reached by; kept in `meta.json` of its home with mode 0600. */
export type ClusterMeta = { port: number; superuserPassword: string; migratorPassword: string };

/** The cluster's meta, or undefined when there is no finished cluster in `home`. */
export function readMeta(home: string): ClusterMeta | undefined {
  const file = join(home, 'meta.json');
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as ClusterMeta;
}

export function writeMeta(home: string, meta: ClusterMeta): void {
  const file = join(home, 'meta.json');
  writeFileSync(`${file}.new`, JSON.stringify(meta), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Makes a cluster. The meta is written last: without one, what is there is a leftover and is made anew. */
export async function initialize(
  home: string,
  owner: Owner,
  command: (name: 'initdb', args: string[]) => Promise<void>,
): Promise<ClusterMeta> {
  const data = join(home, 'data');
  rmSync(data, { recursive: true, force: true });
  makeOwned(data, owner);
  const meta = { port: await freePort(), superuserPassword: password(), migratorPassword: password() };
  const passwordFile = join(home, 'initdb.password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, meta.superuserPassword, { mode: 0o600 });
  if (owner.uid !== undefined) chownSync(passwordFile, owner.uid, owner.gid ?? owner.uid);
  try {
    const auth = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    await command('initdb', ['-D', data, ...auth, '--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums']);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeMeta(home, meta);
  return meta;
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
