// Runs before `npm ci`, under the host's Node (>= 20): no dependencies, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Ends the process with advice when this Node is too old or npm is missing. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 9)) {
    fail(
      `Mooring needs Node.js 20.9 or newer to start; this is ${version}. Install a newer one from https://nodejs.org.`,
    );
  }
}

/** Whether node_modules holds exactly what the lock file names; optional packages of other platforms may lack. */
export function isInstalled(root = ROOT) {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(hidden);
  const missing = Object.entries(wanted).some(([path, { version, optional }]) =>
    present[path] ? present[path].version !== version : !optional,
  );
  return !missing && Object.keys(present).every((path) => path in wanted);
}

function packagesOf(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  delete packages[''];
  return packages;
}

/** Runs `npm ci` when node_modules is missing or stale. Ends the process when that fails. */
export function ensureInstalled() {
  if (isInstalled()) return;
  // `npm ci` empties the folder first: through a link that would be somebody else's.
  if (lstatSync(join(ROOT, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    fail('node_modules is a link, and what it leads to does not fit the lock file. Remove the link, then try again.');
  }
  const start = Date.now();
  process.stdout.write('  install      npm ci ...\n');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (error?.code === 'ENOENT') fail('npm was not found. It comes with Node.js: https://nodejs.org.');
  if (status !== 0) fail('npm ci failed; see above. It needs the npm registry (npm config get registry).');
  process.stdout.write(`  install      ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

/** The Node 24 that npm installed, or the host's when it is new enough. */
export function modernNode() {
  const shipped = join(ROOT, 'node_modules/.bin/node');
  if (existsSync(shipped)) return shipped;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `There is no Node.js 24 in npm for ${process.platform} ${process.arch}, and this is ${process.versions.node}. Install Node.js 24.`,
  );
}

/**
 * Runs a TypeScript program of scripts/ under Node 24 and ends as it ends. Signals are passed on to it. It holds the
 * other end of a pipe on descriptor 3, which closes when this process dies, however that happens.
 */
export function become(script, args) {
  const bin = join(ROOT, 'node_modules/.bin');
  const flags = ['--import', 'tsx', '--disable-warning=ExperimentalWarning'];
  const child = spawn(modernNode(), [...flags, join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm passes a SIGTERM to its shell only, which dies of it and leaves us: then our parent changes.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250).unref();
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
