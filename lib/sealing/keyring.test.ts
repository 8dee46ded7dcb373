import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { makeKeyCheck, verifyKeyCheck } from './key-check';
import { Keyring, openKeyring } from './keyring';

const one = randomBytes(32).toString('base64');
const two = randomBytes(32).toString('base64');

describe('openKeyring', () => {
  test('a bare key gets a stable id of its own', async () => {
    const [a, b] = [await openKeyring({ value: one }), await openKeyring({ value: `  ${one}\n` })];
    expect(a.currentId).toBe(b.currentId);
    expect((await openKeyring({ value: two })).currentId).not.toBe(a.currentId);
  });

  test('of several named keys the first is the current one', async () => {
    const keyring = await openKeyring({ value: `new:${two},old:${one}` });
    expect([keyring.currentId, keyring.ids]).toEqual(['new', ['new', 'old']]);
    expect(keyring.key('old').toString('base64')).toBe(one);
  });

  test('reads a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mooring-keyring-'));
    try {
      await writeFile(join(folder, 'kek'), `new:${two}\nold:${one}\n`);
      expect((await openKeyring({ file: join(folder, 'kek') })).ids).toEqual(['new', 'old']);
      await expect(openKeyring({ file: join(folder, 'absent') })).rejects.toThrow(/cannot be read/);
      await writeFile(join(folder, 'big'), 'x'.repeat(20_000));
      await expect(openKeyring({ file: join(folder, 'big') })).rejects.toThrow(/cannot be read/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each([
    ['nothing', '', /There is no sealing key/],
    ['a short key', randomBytes(16).toString('base64'), /16 bytes, 32 are needed/],
    ['something else', 'correct horse battery staple!', /malformed/],
    ['zeros', Buffer.alloc(32).toString('base64'), /one byte repeated/],
    ['one id twice', `a:${one},a:${two}`, /same id/],
    ['two keys without ids', `${one},${two}`, /need ids/],
    ['an odd id', `a/b:${one}`, /id of entry 1/],
  ])('refuses %s, without quoting it', async (_name, value, message) => {
    const error = await openKeyring({ value }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'not_configured', message: expect.stringMatching(message) });
    expect(String(error)).not.toContain(one);
    if (value.length > 8) expect(String(error)).not.toContain(value);
  });

  test('refuses both sources at once', async () => {
    await expect(openKeyring({ value: one, file: '/nowhere' })).rejects.toThrow(/not both/);
  });

  test('never prints a key', async () => {
    const keyring = await openKeyring({ value: `a:${one}` });
    const hex = Buffer.from(one, 'base64').toString('hex').slice(0, 8);
    for (const text of [inspect(keyring, { depth: 9, showHidden: true }), JSON.stringify(keyring), String(keyring)]) {
      expect(text).not.toContain(one);
      expect(text).not.toContain(hex);
    }
  });
});

describe('key check', () => {
  const right = new Keyring([['k', randomBytes(32)]]);

  test('passes with the key that made it, also as an older one', () => {
    const check = makeKeyCheck(right);
    expect(() => verifyKeyCheck(right, check)).not.toThrow();
    const rotated = new Keyring([
      ['n', randomBytes(32)],
      ['k', right.key('k')],
    ]);
    expect(() => verifyKeyCheck(rotated, check)).not.toThrow();
  });

  test('a wrong key under the same id, and a missing id, stop the start', () => {
    const check = makeKeyCheck(right);
    const wrong = () => verifyKeyCheck(new Keyring([['k', randomBytes(32)]]), check);
    expect(wrong).toThrow(/not the one that sealed this database/);
    const missing = () => verifyKeyCheck(new Keyring([['other', randomBytes(32)]]), check);
    expect(missing).toThrow(/sealing key "k" is needed/);
  });
});
