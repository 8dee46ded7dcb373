import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { aSandbox, type TestSandbox } from '../testing/sandbox';

/** What there is, without when it was used or changed. */
function everything({ world }: TestSandbox): string[] {
  return [...world.accounts.values()].flatMap((account) => [
    ...account.roles.list().map(({ name, tags, attachedPolicies }) => JSON.stringify([name, tags, attachedPolicies])),
    ...account.users.list().map(({ name, accessKeys }) => `${name} ${accessKeys.map(({ id, status }) => id + status)}`),
    ...[...account.kinds].flatMap(([kind, table]) =>
      [...table.entries()].map(([key, row]) => `${kind} ${key} ${volatileLess(row)}`),
    ),
  ]);
}

const volatileLess = (row: object) =>
  JSON.stringify(row, (name, value) =>
    /^(modifiedAt|LastModified|RevisionId|SecurityGroupRuleId|rules|endedAt)$/.test(name)
      ? name === 'rules'
        ? (value as object[]).length
        : undefined
      : value,
  );

it('makes plausible changes by many principals and takes all of them back', { timeout: 60_000 }, async () => {
  const sandbox = await aSandbox();
  const before = everything(sandbox);
  sandbox.sandbox.activity.start({ perMinute: 0.1, seed: 3 });
  for (let n = 0; n < 1_500; n += 1) await sandbox.sandbox.activity.tick();
  const { calls = 0, open = [] } = sandbox.sandbox.activity.state ?? {};
  expect(calls).toBeGreaterThan(1_000);
  expect(open.length).toBeLessThanOrEqual(40);
  const records = sandbox.world.changes.recordsSince(0);
  const names = new Set(records.map(({ eventName }) => eventName));
  for (const name of [
    'PutBucketTagging',
    'DeleteBucketPublicAccessBlock',
    'CreateTags',
    'AuthorizeSecurityGroupIngress',
    'RevokeSecurityGroupIngress',
    'CreateAccessKey',
    'UpdateAccessKey',
    'DeleteAccessKey',
    'CreateRole',
    'DeleteRole',
    'CreateVolume',
    'DeleteVolume',
    'CreateQueue',
  ]) {
    expect(names).toContain(name);
  }
  expect([...names].some((name) => name.startsWith('UpdateFunctionConfiguration'))).toBe(true);
  const identities = records.map(
    ({ userIdentity }) => userIdentity as { type: string; arn: string; accessKeyId: string },
  );
  expect(new Set(identities.map(({ type }) => type))).toEqual(new Set(['IAMUser', 'AssumedRole']));
  expect(new Set(identities.map(({ arn }) => arn)).size).toBeGreaterThan(8);
  expect(new Set(records.map(({ userAgent }) => userAgent)).size).toBeGreaterThan(3);
  expect(records.filter(({ errorCode }) => errorCode !== undefined).length).toBeGreaterThan(0);
  expect(JSON.stringify(records)).not.toMatch(/mooring/i);
  await sandbox.sandbox.activity.stop();
  expect(everything(sandbox).toSorted()).toEqual(before.toSorted());
  await sandbox.close();
});

it('is switched on by a request, goes on after a restart and is switched off', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mooring-activity-'));
  const first = await aSandbox({ dataDir });
  const ask = (sandbox: TestSandbox, method: string, body?: object) =>
    fetch(`${sandbox.url}/_sandbox/activity`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  expect((await ask(first, 'POST', { perMinute: 0 })).status).toBe(400);
  expect((await ask(first, 'POST', { perMinute: 6_000, accounts: ['586209417733'] })).status).toBe(201);
  await vi.waitFor(() => expect(first.world.changes.sequence).toBeGreaterThan(5), 10_000);
  await first.close();
  const { sequence } = first.world.changes;
  const second = await aSandbox({ dataDir });
  await vi.waitFor(() => expect(second.world.changes.sequence).toBeGreaterThan(sequence), 10_000);
  const { activity } = (await (await ask(second, 'GET')).json()) as { activity: object };
  expect(activity).toMatchObject({ perMinute: 6_000, accounts: ['586209417733'], calls: expect.any(Number) });
  expect((await ask(second, 'DELETE')).status).toBe(204);
  expect(await (await ask(second, 'GET')).json()).toEqual({ activity: null });
  const accounts = second.world.changes.since(sequence).map(({ recipientAccountId }) => recipientAccountId);
  expect(new Set(accounts)).toEqual(new Set(['586209417733']));
  await second.close();
  await rm(dataDir, { recursive: true });
});

it('begins by itself when the sandbox is told so at its start', async () => {
  const sandbox = await aSandbox({ activity: 6_000 });
  await vi.waitFor(() => expect(sandbox.world.changes.sequence).toBeGreaterThan(2), 10_000);
  await sandbox.close();
});
