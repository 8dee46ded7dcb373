import { expect, test } from 'vitest';
import { cliCall, curlCall, shellWord } from './call-text';

const params = { workspaceId: '01a1fc90-fc37-744f-92a1-0f318d7cd5b9' };
const asked = {
  q: `type:role tag.team="it's"`,
  sort: 'changed' as const,
  order: 'desc' as const,
  columns: ['name', 'accountId'],
};

test('the CLI is asked what the page shows, safe for a shell', () => {
  expect(cliCall({ params, asked, at: null })).toBe(
    `mooring resources list --sort changed --order desc --columns name,accountId 'type:role tag.team="it'\\''s"'`,
  );
  expect(
    cliCall({ params, asked: { ...asked, q: undefined, sort: 'name', order: 'asc' }, at: '2026-11-01T00:00:00.000Z' }),
  ).toBe('mooring resources list-as-of --at 2026-11-01T00:00:00.000Z');
});

test('curl is asked the same; the token stays in its variable', () => {
  const call = curlCall('https://mooring.test', { params, asked, at: null });
  expect(call).toMatch(
    /^curl -sS -H "Authorization: Bearer \$MOORING_TOKEN" 'https:\/\/mooring\.test\/api\/v1\/workspaces\//,
  );
  const url = new URL(/'(https:[^']+)'/.exec(call)?.[1] ?? '');
  expect(url.searchParams.get('q')).toBe(asked.q);
  expect(url.searchParams.getAll('columns')).toEqual(asked.columns);
});

test.each([
  ['a:b,c', 'a:b,c'],
  ['', "''"],
  ['$(x) `y`', "'$(x) `y`'"],
])('%j is the word %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});
