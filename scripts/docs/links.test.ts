import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../lib/root';
import { findLinks, headingIds } from './links';

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const pages = listed.split('\n').filter((path) => path && existsSync(join(ROOT, path)));

test.each(pages)('%s: every relative link leads somewhere', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const broken = findLinks(text).filter((link) => !leadsSomewhere(path, link));
  expect(broken).toEqual([]);
});

test('the pages a reader starts from are there', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/architecture.md']),
  );
});

test('the index names every decision', () => {
  const index = findLinks(readFileSync(join(ROOT, 'docs/decisions/README.md'), 'utf8'));
  const files = pages.filter((path) => /^docs\/decisions\/\d{4}-/.test(path)).map((path) => path.split('/').at(-1));
  expect(files.filter((file) => !index.includes(file ?? ''))).toEqual([]);
  expect(files.length).toBeGreaterThan(0);
});

test('links are found outside of code, images too', () => {
  const text = 'See [a](b.md) and ![c](d.png "title").\n```\n[no](x.md)\n```\n`[no](y.md)` [web](https://example.org/)';
  expect(findLinks(text)).toEqual(['b.md', 'd.png']);
});

test('heading ids are GitHub’s', () => {
  expect(headingIds('# One `two`, three!\n## AWS::IAM::Role\n## Same\n## Same')).toEqual(
    new Set(['one-two-three', 'awsiamrole', 'same', 'same-1']),
  );
});

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(ROOT, from) : join(ROOT, dirname(from), decodeURIComponent(path));
  if (!existsSync(target)) return false;
  if (!anchor || !target.endsWith('.md')) return true;
  return headingIds(readFileSync(target, 'utf8')).has(anchor);
}
