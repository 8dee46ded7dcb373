import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { ApiError } from '@/lib/client/client';
import { CliError, EXIT, exitCodeOf } from '../failure';
import { versionLines } from '../resources/versions';
import { NOW } from '../testing/shell';
import { usualColumns } from './columns';
import { describe as describeOne } from './describe';
import { errorLines } from './errors';
import { painter } from './paint';
import { plain } from './plain';
import { queryLines } from './query-lines';
import { cut, type TableOptions, tableOf, titleOf } from './table';
import { shown, valueAt } from './value';

const options: TableOptions = { paint: (_colour, text) => text, clock: { now: NOW, relative: false }, width: null };
const ID = '01a1fc93-65e9-7025-a040-190f118ec140';

describe('tables', () => {
  test('align by what a terminal shows, numbers to the right', () => {
    const rows = [
      { name: '日本', count: 5 },
      { name: 'pay', count: 1200 },
    ];
    const table = tableOf(['name', 'count'], rows, options);
    expect([table.head(), ...rows.map(table.row)]).toEqual(['NAME  COUNT', '日本      5', 'pay   1,200']);
  });

  test('fit the terminal, and keep ids whole', () => {
    const row = { type: 'AWS::EC2::SecurityGroup', name: 'a-very-long-name-of-a-group', uid: ID };
    const line = tableOf(['type', 'name', 'uid'], [row], { ...options, width: 70 }).row(row);
    expect(line).toHaveLength(70);
    expect(line.endsWith(ID)).toBe(true);
    expect(line).toContain('…');
  });

  test('no text is wider than it may be, or steers a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const safe = plain(text);
        expect(safe).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(stringWidth(cut(safe, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('titles', () => {
    expect(['accountId', 'owner.name', 'resource.name', 'lastUsed.at', 'tag.Team', 'scopesDone'].map(titleOf)).toEqual([
      'ACCOUNT',
      'OWNER',
      'NAME',
      'LAST USED',
      'tag.Team',
      'SCOPES DONE',
    ]);
  });
});

test('a list of many fields is cut before its id, not behind it', () => {
  const item = { id: 'x', ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`f${n}`, n])) };
  expect(usualColumns([item])).toEqual([...Array.from({ length: 9 }, (_, n) => `f${n}`), 'id']);
});

test('a version says who made it and how', () => {
  const detail = { name: 'PutBucketTagging', principal: { label: 'ada', arn: 'arn:aws:iam::339712905844:user/ada' } };
  const version = {
    version: 2,
    kind: 'changed' as const,
    seenAfter: null,
    seenAt: '2026-11-21T12:00:00.000Z',
    causes: [
      { kind: 'event' as const, scanId: null, detail, at: '' },
      { kind: 'event' as const, scanId: null, detail: {}, at: '' },
      { kind: 'scan' as const, scanId: '01a1', detail: {}, at: '' },
    ],
    changes: [{ kind: 'added' as const, path: 'tags.team', after: 'core' }],
    document: {},
  };
  expect(versionLines(version, (_tone, text) => text)).toEqual([
    'version 2  changed  2026-11-21 12:00:00 UTC  by ada with PutBucketTagging, somebody not known, scan 01a1',
    '  + tags.team: core',
  ]);
});

describe('values', () => {
  const item = { tags: { 'a.b': 'dotted', team: 'x' }, owner: { name: 'ada' }, columns: { 'attr.path': '/' } };

  test.each([
    ['tags.a.b', 'dotted'],
    ['tag.a.b', 'dotted'],
    ['tag.team', 'x'],
    ['owner.name', 'ada'],
    ['attr.path', '/'],
    ['nothing.here', undefined],
    ['constructor', undefined],
  ])('%s', (path, value) => expect(valueAt(item, path)).toBe(value));

  test.each([
    [null, '-'],
    [1234567, '1,234,567'],
    [true, 'yes'],
    [['a', 'b'], 'a, b'],
    [{ team: 'x' }, 'team=x'],
    [{ id: '1', name: 'payments' }, 'payments'],
    ['2026-11-20T12:00:00.000Z', '2026-11-20 12:00:00 UTC'],
  ])('%j is shown as %s', (value, text) => expect(shown(value, options.clock)).toBe(text));

  test('times are ages to people', () => {
    expect(shown('2026-11-18T12:00:00Z', { now: NOW, relative: true })).toBe('3 d ago');
  });
});

test('one thing: lines, then tables and documents', () => {
  const text = describeOne(
    { name: 'deploy', tags: { team: 'x' }, policies: [{ name: 'a', kind: 'inline' }], doc: { a: { b: [{ c: 1 }] } } },
    options,
  );
  expect(text).toBe(
    'name       deploy\ntags.team  x\n\npolicies (1)\n  NAME  KIND\n  a     inline\n\ndoc\n  a:\n    b:\n      - c: 1',
  );
});

test('a caret stands under what it means, wide letters counted', () => {
  expect(queryLines('日本 tipe:x', [{ from: 3, to: 7, message: 'No.', fix: 'Write type.' }])).toEqual([
    '  日本 tipe:x',
    '       ^^^^',
    '  No. Write type.',
  ]);
});

describe('failures', () => {
  const paint = (_colour: unknown, text: string) => text;

  test.each([
    [new ApiError(400, 'invalid_request', '', [], null), EXIT.usage],
    [new ApiError(401, 'unauthenticated', '', [], null), EXIT.denied],
    [new ApiError(403, 'permission_denied', '', [], null), EXIT.denied],
    [new ApiError(404, 'not_found', '', [], null), EXIT.notFound],
    [new ApiError(409, 'stale_version', '', [], null), EXIT.error],
    [new ApiError(0, 'unreachable', '', [], null), EXIT.error],
    [new CliError('', 'usage'), EXIT.usage],
    [new Error('x'), EXIT.error],
  ])('%s ends with its code', (error, code) => expect(exitCodeOf(error, null)).toBe(code));

  test('being stopped is 130, a reader that has enough is no failure', () => {
    expect(exitCodeOf(new Error('x'), 'interrupt')).toBe(130);
    expect(exitCodeOf(new Error('x'), 'pipe')).toBe(0);
  });

  test('say the message, the details and the request', () => {
    const error = new ApiError(409, 'conflict', 'It is used.', [{ path: 'name', message: 'Taken.', by: 'ada' }], 'r-1');
    expect(errorLines(error, paint)).toEqual([
      'Error: It is used.',
      '  name: Taken. (by: "ada")',
      'conflict (HTTP 409), request r-1',
    ]);
  });
});

test('colour is for terminals, and NO_COLOR or --no-color turn it off', () => {
  const tty = Object.assign(new PassThrough(), { isTTY: true });
  expect(painter(new PassThrough(), {}, true)('red', 'x')).toBe('x');
  expect(painter(tty, {}, true)('red', 'x')).toBe('\u001b[31mx\u001b[0m');
  expect(painter(tty, { NO_COLOR: '1' }, true)('red', 'x')).toBe('x');
  expect(painter(tty, {}, false)('red', 'x')).toBe('x');
});
