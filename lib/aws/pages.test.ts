import { expect, test } from 'vitest';
import { BrokenPaginationError, markerPages } from './pages';

async function read(pages: { IsTruncated?: boolean; Marker?: string }[]) {
  let asked = 0;
  const seen = [];
  for await (const page of markerPages(async () => pages[asked++] ?? {})) seen.push(page);
  return seen.length;
}

test('follows markers to the end', async () => {
  expect(
    await read([{ IsTruncated: true, Marker: 'a' }, { IsTruncated: true, Marker: 'b' }, { IsTruncated: false }]),
  ).toBe(3);
});

test('a marker that repeats, at once or in a cycle, is an error and not an end', async () => {
  const page = (Marker: string) => ({ IsTruncated: true, Marker });
  await expect(read([page('a'), page('a')])).rejects.toThrow(BrokenPaginationError);
  await expect(read([page('a'), page('b'), page('a')])).rejects.toThrow(BrokenPaginationError);
});

test('"truncated" without a marker is an error', async () => {
  await expect(read([{ IsTruncated: true }])).rejects.toThrow(BrokenPaginationError);
});
