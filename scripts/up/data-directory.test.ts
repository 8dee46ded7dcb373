import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSecrets, takeDataDirectory } from './data-directory';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mooring-data-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('is taken by one up at a time, and the second is told who has it', () => {
  const lock = takeDataDirectory(directory, 'http://localhost:3000');
  expect(() => takeDataDirectory(directory, 'http://localhost:3001')).toThrow(
    `(process ${process.pid}, http://localhost:3000)`,
  );
  lock.release();
  takeDataDirectory(directory, 'http://localhost:3001').release();
});

it('keeps its secrets, and keeps them private', () => {
  const secrets = readSecrets(directory);
  expect(readSecrets(directory)).toEqual(secrets);
  expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(Buffer.from(secrets.sealingKey, 'base64')).toHaveLength(32);
});
