import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseOwner, reachableHome } from './owner';

const root = process.getuid?.() === 0;

describe.runIf(root)('as root', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mooring-owner-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('prefers the user postgres, then nobody, and says what to do without either', () => {
    const nobody = 'nobody:x:65534:65533::/:/bin/false';
    expect(chooseOwner(() => `root:x:0:0::/root:/bin/sh\n${nobody}\npostgres:x:26:27::/:/bin/sh`)).toEqual({
      uid: 26,
      gid: 27,
    });
    expect(chooseOwner(() => nobody)).toEqual({ uid: 65534, gid: 65533 });
    expect(() => chooseOwner(() => 'root:x:0:0::/root:/bin/sh')).toThrow('DATABASE_URL');
  });

  it('moves a home that the owner cannot enter, and finds it again', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'mooring-owner-'));
    chmodSync(elsewhere, 0o711);
    try {
      const home = join(directory, 'closed', 'postgres');
      const owner = { uid: 65534, gid: 65534 };
      // mkdtemp makes directories of mode 0700, so another user cannot enter what is below.
      const moved = reachableHome(home, owner, join(elsewhere, 'mooring'));
      expect(moved).not.toBe(home);
      expect(readFileSync(join(home, 'location'), 'utf8').trim()).toBe(moved);
      expect(reachableHome(home, owner, '/nowhere')).toBe(moved);
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });
});

describe.runIf(!root)('as an ordinary user', () => {
  it('runs PostgreSQL as itself', () => {
    expect(chooseOwner()).toEqual({});
  });
});
