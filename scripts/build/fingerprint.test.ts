import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprint } from './fingerprint';

let root: string;
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mooring-fingerprint-'));
  mkdirSync(join(root, 'lib/generated'), { recursive: true });
  write('lib/a.ts', 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('changes with a content, a name, and a new file', () => {
  const seen = new Set([fingerprint(['lib'], root)]);
  write('lib/a.ts', 'two');
  seen.add(fingerprint(['lib'], root));
  write('lib/b.ts', '');
  seen.add(fingerprint(['lib'], root));
  rmSync(join(root, 'lib/b.ts'));
  write('lib/c.ts', '');
  seen.add(fingerprint(['lib'], root));
  expect(seen.size).toBe(4);
});

it('does not change with a test, with generated code, or with an input that does not exist', () => {
  const before = fingerprint(['lib'], root);
  write('lib/a.test.ts', 'test');
  write('lib/generated/x.ts', 'generated');
  expect(fingerprint(['lib', 'missing'], root)).toBe(before);
});
