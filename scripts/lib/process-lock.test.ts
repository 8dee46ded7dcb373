import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tryLock, withLock } from './process-lock';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mooring-lock-'));
  file = join(directory, 'lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('is held by one holder until it is released', () => {
  const first = tryLock(file);
  expect(first).toBeDefined();
  expect(tryLock(file)).toBeUndefined();
  first?.release();
  const second = tryLock(file);
  expect(second).toBeDefined();
  second?.release();
});

it('ends with a process that is killed', async () => {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    new DatabaseSync(${JSON.stringify(file)}).exec('BEGIN EXCLUSIVE');
    process.kill(process.pid, 'SIGKILL');`;
  await expect(promisify(execFile)(process.execPath, ['-e', script])).rejects.toMatchObject({ signal: 'SIGKILL' });
  const lock = tryLock(file);
  expect(lock).toBeDefined();
  lock?.release();
});

it('lets one worker in at a time, and says who waits too long', async () => {
  let inside = 0;
  const enter = () =>
    withLock(file, 10_000, async () => {
      inside += 1;
      await Promise.resolve();
      const seen = inside;
      inside -= 1;
      return seen;
    });
  expect(await Promise.all([enter(), enter(), enter()])).toEqual([1, 1, 1]);
  await withLock(file, 1000, async () => {
    await expect(withLock(file, 0, async () => {})).rejects.toThrow(file);
  });
});
