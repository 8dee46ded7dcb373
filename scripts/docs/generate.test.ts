import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { envSchema } from '@/lib/env';
import { ROOT } from '../lib/root';
import { environmentPage } from './environment';
import { between, PAGES, pagePaths } from './generate';
import { table } from './markdown';

describe('generated pages', () => {
  test.each(pagePaths)('%s is what the code says', { timeout: 120_000 }, async (path) => {
    const kept = await readFile(join(ROOT, path), 'utf8').catch(() => '');
    expect(kept === (await PAGES[path]()), `${path} is old: run npm run docs`).toBe(true);
  });

  test('every variable has a description', () => {
    const page = environmentPage();
    for (const name of Object.keys(envSchema.shape))
      expect(page).toMatch(new RegExp(`\\| \`${name}\` \\| [^|]+ \\| \\S`));
  });

  test('a cell cannot break its table', () => {
    expect(table(['a'], [['x|y\nz <b> `<c>`']])).toBe('| a |\n|---|\n| x\\|y z &lt;b> `<c>` |');
  });

  test('a page that lost its marks is refused, not overwritten', () => {
    expect(() => between('# Mooring', 'table')).toThrow(/lost its marks/);
  });
});
