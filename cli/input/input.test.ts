import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contract, type OperationId } from '@/lib/contract/contract';
import { NOW, testShell } from '../testing/shell';
import { inputOf, type Written } from './build';
import { momentOf } from './moment';
import { textOf } from './text';

const { shell } = testShell();
const input = (id: OperationId, written: Written, search = '') => inputOf(shell, contract[id], written, search);

describe('what is written becomes what the API takes', () => {
  test('lists, numbers, moments, the search', async () => {
    const written = {
      type: ['AWS::IAM::Role,AWS::IAM::User', 'AWS::S3::Bucket'],
      pageSize: '7',
      from: '1d',
      to: 'now',
    };
    expect((await input('changes.list', written, 'tag:team')).query).toEqual({
      type: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::S3::Bucket'],
      pageSize: 7,
      from: '2026-11-20T12:00:00.000Z',
      to: '2026-11-21T12:00:00.000Z',
      q: 'tag:team',
    });
  });

  test('nested fields, null, booleans, JSON; options go before the body', async () => {
    const update = { ifVersion: '3', scheduleEveryMinutes: '60', scheduleEnabled: true };
    expect((await input('integrations.update', update)).body).toEqual({
      version: 3,
      schedule: { everyMinutes: 60, enabled: true },
    });
    expect((await input('hostIdentities.grant', { workspaceId: 'null' })).body).toEqual({ workspaceId: null });
    const body = '{"name":"a","retriever":"none","roleChain":[]}';
    const roleChain = '[{"roleArn":"arn:aws:iam::1:role/x"}]';
    expect((await input('credentials.create', { body, name: 'b', roleChain })).body).toEqual({
      name: 'b',
      retriever: 'none',
      roleChain: [{ roleArn: 'arn:aws:iam::1:role/x' }],
    });
  });

  test('a name in the place of an id waits for the one who finds ids', async () => {
    const id = '01a1fc91-2d7c-7b31-8f0e-5f1d2c3b4a59';
    const { body, named } = await input('eventSources.prepareInSandbox', { strategy: 's3', integrationId: 'payments' });
    expect(named).toMatchObject([{ parameter: 'integrationId', written: 'payments' }]);
    named[0]?.take(id);
    expect(body).toEqual({ strategy: 's3', integrationId: id });
    expect((await input('sensorProfiles.addSource', { eventSourceId: id })).named).toEqual([]);
  });

  test.each([
    ['resources.list', { pageSize: 'many' }, '--page-size: '],
    ['resources.list', { state: 'alive' }, '--state: '],
    ['findings.mute', { days: '3' }, '--reason: This is needed.'],
    ['integrations.update', { ifVersion: '1', scheduleEnabled: 'perhaps' }, '--schedule-enabled: Write true or false.'],
    ['integrations.update', { ifVersion: '1', scheduleEveryMinutes: '60' }, '--schedule-enabled: '],
    ['credentials.create', { roleChain: '[' }, '--role-chain: This is not JSON'],
    ['credentials.create', { body: '[]' }, '--body: One JSON object is needed.'],
    ['integrations.connect', {}, '--verification-id: This is needed.'],
    ['sensorProfiles.addSource', {}, '--event-source-id: This is needed.'],
    ['eventSources.test', { body: '{"name":"a"}', strategy: 's3' }, '--config: This is needed.'],
    [
      'eventSources.prepareInSandbox',
      { body: '{"name":"a"}', strategy: 's3', integrationId: 'a' },
      '--body: Unrecognized key: "name"',
    ],
    ['resources.list', { columns: 'colour' }, '--columns: A column is'],
  ] as const)('%s %j is refused by its option', async (id, written, message) => {
    await expect(input(id, written)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(message),
    });
  });
});

describe('moments', () => {
  test.each([
    ['90m', '2026-11-21T10:30:00.000Z'],
    ['1d', '2026-11-20T12:00:00.000Z'],
    ['2w ago', '2026-11-07T12:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T10:00+02:00', '2026-11-01T08:00:00.000Z'],
  ])('%s is %s', (text, at) => expect(momentOf(text, NOW)).toBe(at));

  test('everything else is refused, and what is taken is a time', () => {
    for (const text of ['', 'yesterday', '2026-13-01', '1 fortnight', '2026-11-01T10:00', '-1d'])
      expect(() => momentOf(text, NOW), text).toThrow('is no moment');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), fc.constantFrom('m', 'h', 'd', 'w'), (amount, unit) => {
        expect(Date.parse(momentOf(`${amount}${unit}`, NOW))).toBeLessThanOrEqual(NOW.getTime());
      }),
    );
  });
});

test('@@ is an @, and a file that is not there is said so', async () => {
  expect(await textOf(shell, '@@team')).toBe('@team');
  await expect(textOf(shell, '@/no/such/file')).rejects.toThrow('/no/such/file cannot be read (ENOENT).');
});
