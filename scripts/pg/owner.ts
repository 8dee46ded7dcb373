import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whom PostgreSQL runs as. Undefined ids: ourselves. */
export type Owner = { uid?: number; gid?: number };

/**
 * PostgreSQL refuses to run as root, so root hands it to `postgres`, or else to `nobody`.
 * The user must have a passwd entry, because initdb looks its own name up.
 */
export function chooseOwner(passwd = () => readFileSync('/etc/passwd', 'utf8')): Owner {
  if (process.getuid?.() !== 0) return {};
  const users = passwd()
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. Run as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * The directory PostgreSQL really lives in. It is `home`, unless the owner cannot get there (a clone below /root):
 * then a directory of its own below `fallbackRoot`, remembered in `home/location`, so that it is found again.
 */
export function reachableHome(home: string, owner: Owner, fallbackRoot = '/var/lib/mooring'): string {
  mkdirSync(home, { recursive: true });
  const pointer = join(home, 'location');
  const remembered = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
  if (remembered && existsSync(remembered)) return remembered;
  if (owner.uid === undefined) return home;
  chmodSync(home, 0o711);
  if (canEnter(home, owner)) return home;
  const moved = join(fallbackRoot, createHash('sha256').update(home).digest('hex').slice(0, 16));
  mkdirSync(fallbackRoot, { recursive: true, mode: 0o711 });
  mkdirSync(moved, { recursive: true, mode: 0o711 });
  chmodSync(moved, 0o711);
  if (!canEnter(moved, owner)) {
    throw new Error(
      `PostgreSQL's user (uid ${owner.uid}) can enter neither ${home} nor ${moved}. Set MOORING_DATA_DIR.`,
    );
  }
  writeFileSync(pointer, `${moved}\n`);
  return moved;
}

/**
 * Makes a private directory of the owner's. `home` itself stays ours: root writes files there, and a directory that
 * another user can write to would let that user choose what root writes.
 */
export function makeOwned(directory: string, owner: Owner): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid ?? owner.uid);
}

function canEnter(directory: string, owner: Owner): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -P -- "$1"', 'sh', directory], { ...owner, cwd: '/', stdio: 'ignore' }).status === 0
  );
}
