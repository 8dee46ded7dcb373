import { expect, test } from 'vitest';
import { RenewableCredentials } from './credentials';

const session = (n: number, expiration?: Date) => ({ accessKeyId: `ASIA${n}`, secretAccessKey: 's', expiration });

test('one exchange serves all callers until shortly before the end', async () => {
  let now = 0;
  let exchanges = 0;
  const credentials = new RenewableCredentials(
    async () => session(++exchanges, new Date(now + 600_000)),
    () => now,
  );
  await Promise.all([credentials.resolve(), credentials.resolve(), credentials.provider()]);
  expect(exchanges).toBe(1);
  now = 500_000;
  const again = await Promise.all([credentials.resolve(), credentials.resolve()]);
  expect(exchanges).toBe(2);
  expect(again.map(({ accessKeyId }) => accessKeyId)).toEqual(['ASIA2', 'ASIA2']);
});

test('many refusals of one generation renew once, and renewals are bounded', async () => {
  let exchanges = 0;
  const credentials = new RenewableCredentials(async () => session(++exchanges));
  await credentials.resolve();
  expect([credentials.renew(0), credentials.renew(0), credentials.renew(0)]).toEqual([true, true, true]);
  expect((await credentials.resolve()).accessKeyId).toBe('ASIA2');
  expect([credentials.renew(1), credentials.renew(2), credentials.renew(3)]).toEqual([true, true, false]);
});

test('a failed exchange is tried again by the next caller', async () => {
  let exchanges = 0;
  const credentials = new RenewableCredentials(async () => {
    if (++exchanges === 1) throw new Error('IDPCommunicationError');
    return session(exchanges);
  });
  await expect(credentials.resolve()).rejects.toThrow('IDPCommunicationError');
  expect((await credentials.resolve()).accessKeyId).toBe('ASIA2');
});
