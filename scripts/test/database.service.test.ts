import { expect, it } from 'vitest';
import { withClient } from '../pg/database';
import { createTestDatabase } from './database';

it('gives each caller a migrated database of its own, for both roles', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const users = (url: string) => withClient(url, (client) => client.query('SELECT FROM directory."user"'));
  await withClient(one.migrateUrl, (client) =>
    client.query(`INSERT INTO directory."user" (id, name, email) VALUES ('1', 'Ada', 'ada@example.com')`),
  );
  expect((await users(one.migrateUrl)).rowCount).toBe(1);
  expect((await users(two.migrateUrl)).rowCount).toBe(0);
  await expect(users(one.appUrl)).rejects.toThrow('permission denied');
  await Promise.all([one.drop(), two.drop()]);
  await expect(users(one.migrateUrl)).rejects.toThrow('does not exist');
});
