import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessLock, tryLock } from '../lib/process-lock';
import { UserError } from './user-error';

export type DataDirectory = ProcessLock & {
  /** Tells other programs, by `up.json`, where this Mooring is reached. */
  announce(facts: { url: string; sandboxUrl?: string }): void;
};

/** Made once for an install; losing the sealing key loses every sealed value. */
export type InstallSecrets = { sealingKey: string; authSecret: string; databasePassword: string };

/**
 * Makes the data directory when missing and takes it for this process. Throws a UserError when another `up` has it.
 * Root leaves it traversable, because PostgreSQL lives below it as another user; its files are private either way.
 */
export function takeDataDirectory(directory: string, url: string): DataDirectory {
  mkdirSync(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const lock = tryLock(join(directory, 'up.lock'));
  const holder = join(directory, 'up.json');
  if (!lock) {
    const { pid, url: where } = JSON.parse(readFileSync(holder, 'utf8')) as { pid: number; url: string };
    throw new UserError(
      `Mooring runs already on ${directory} (process ${pid}, ${where}). Stop it, or give this one a directory and a port: MOORING_DATA_DIR=… PORT=… npm run up`,
    );
  }
  const announce: DataDirectory['announce'] = (facts) =>
    writeFileSync(holder, JSON.stringify({ pid: process.pid, ...facts }), { mode: 0o600 });
  announce({ url });
  return {
    announce,
    release() {
      rmSync(holder, { force: true });
      lock.release();
    },
  };
}

/** The install's secrets, from `secrets.json` (mode 0600); made at the first call. */
export function readSecrets(directory: string): InstallSecrets {
  return remember(join(directory, 'secrets.json'), () => ({
    sealingKey: randomBytes(32).toString('base64'),
    authSecret: randomBytes(32).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
  }));
}

/** The JSON value in `file`; made by `make` and written whole or not at all when the file does not exist. */
export function remember<T>(file: string, make: () => T): T {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  const value = make();
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return value;
}
