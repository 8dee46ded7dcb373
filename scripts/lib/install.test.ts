import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isInstalled } from './install.mjs';

type Packages = Record<string, { version?: string; optional?: boolean }>;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mooring-install-'));
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function lock(path: string, packages: Packages) {
  writeFileSync(join(root, path), JSON.stringify({ packages }));
}

const WANTED: Packages = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-another-platform': { version: '1.0.0', optional: true },
};

it.each<[string, Packages | undefined, boolean]>([
  ['nothing is installed', undefined, false],
  ['everything but another platform’s package is there', { 'node_modules/a': { version: '1.0.0' } }, true],
  ['a version differs', { 'node_modules/a': { version: '0.9.0' } }, false],
  ['a package is missing', {}, false],
  ['a package is left over', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } }, false],
])('when %s', (_, present, expected) => {
  lock('package-lock.json', WANTED);
  if (present) lock('node_modules/.package-lock.json', present);
  expect(isInstalled(root)).toBe(expected);
});
