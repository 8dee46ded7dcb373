import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, operationIds } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import { connectionOptions } from '@/lib/db/client';
import { type Permission, roleAllows } from '@/lib/schemas/permission';
import { ROLES, type Role } from '@/lib/schemas/role';
import { type ApiFixture, openApiFixture } from './testing';
import { type Seeded, seedWorkspace } from './testing-seed';

const SPECIAL = new Set(['public', 'signed-in', 'install']);
const scoped = operationIds.filter((id) => contract[id].path.startsWith('/workspaces/{workspaceId}'));
const installWide = operationIds.filter((id) => contract[id].access === 'install');

/** Fills a path with one workspace and ids that may be another's. */
function fill(path: string, workspaceId: string, ids: Seeded['ids']): string {
  return path.replace('{workspaceId}', workspaceId).replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? uuidv7());
}

describe('the tenancy matrix', () => {
  let f: ApiFixture;
  let ours: Seeded;
  let theirs: Seeded;
  let checks = 0;
  beforeAll(async () => {
    f = await openApiFixture();
    ours = await seedWorkspace(f, 'Ours');
    theirs = await seedWorkspace(f, 'Theirs');
  }, 60_000);
  afterAll(async () => {
    console.info(`tenancy matrix: ${checks} checks over ${operationIds.length} operations`);
    await f.close();
  });

  const call = async (id: (typeof operationIds)[number], path: string, token?: string) => {
    checks += 1;
    const operation: Operation = contract[id];
    const body = operation.body ? {} : undefined;
    return f.request(operation.method, path, { ...(token ? { token } : {}), ...(body ? { body } : {}) });
  };

  test.each(scoped)(
    '%s: nobody without a token, nobody of another workspace, and each role as its permissions say',
    async (id) => {
      const operation: Operation = contract[id];
      const path = fill(operation.path, ours.workspaceId, ours.ids);
      expect((await call(id, path)).status).toBe(401);
      for (const role of ROLES) {
        // Another workspace and one that does not exist are the same answer.
        const foreign = await call(id, path, theirs.tokens[role]);
        const missing = await call(id, fill(operation.path, uuidv7(), ours.ids), theirs.tokens[role]);
        expect([foreign.status, missing.status]).toEqual([404, 404]);
        const strip = ({ body }: { body: unknown }) => (body as { error: { code: string; message: string } }).error;
        expect({ ...strip(foreign), requestId: '' }).toEqual({ ...strip(missing), requestId: '' });
        if (roleAllows(role, operation.access as Permission)) continue;
        expect((await call(id, path, ours.tokens[role])).status).toBe(403);
      }
    },
  );

  const withIds = scoped.filter((id) => /\{(?!workspaceId)\w+\}/.test(contract[id].path));
  test.each(withIds)('%s: an id of another workspace is 404 for an owner, as a missing one', async (id) => {
    const operation: Operation = contract[id];
    const body = operation.body ? theirs.bodies[id] : undefined;
    const send = (ids: Seeded['ids']) => {
      checks += 1;
      return f.request(operation.method, fill(operation.path, ours.workspaceId, ids), {
        token: ours.tokens.owner,
        body,
      });
    };
    expect((await send(theirs.ids)).status).toBe(404);
    expect((await send({})).status).toBe(404);
  });

  test.each(installWide)('%s: no role of a workspace is an install administrator', async (id) => {
    const operation: Operation = contract[id];
    const path = fill(operation.path, '', ours.ids);
    expect((await call(id, path)).status).toBe(401);
    for (const role of ROLES) expect((await call(id, path, ours.tokens[role])).status).toBe(403);
  });

  test('every operation is public, signed-in, install or behind a permission of a role', () => {
    for (const id of operationIds) {
      const { access } = contract[id];
      const reachable = SPECIAL.has(access) || ROLES.some((role: Role) => roleAllows(role, access as Permission));
      expect([id, reachable]).toEqual([id, true]);
    }
  });

  describe('raw SQL', () => {
    let tables: string[];
    let client: pg.Client;
    beforeAll(async () => {
      client = new pg.Client(connectionOptions(f.database.appUrl, 'mooring_tenant'));
      await client.connect();
      const found = await client.query<{ name: string }>(
        `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'tenant' AND c.relkind IN ('r', 'p') ORDER BY 1`,
      );
      tables = found.rows.map(({ name }) => name);
    });
    afterAll(() => client.end());

    test('every tenant table has row-level security, and none belongs to the runtime role', async () => {
      const bare = await client.query(
        `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'tenant' AND c.relkind IN ('r', 'p')
           AND (NOT c.relrowsecurity OR pg_get_userbyid(c.relowner) IN ('mooring_app', 'mooring_tenant', 'mooring_directory'))`,
      );
      expect(bare.rows).toEqual([]);
      expect(tables.length).toBeGreaterThan(10);
      checks += tables.length;
    });

    test('without a workspace nothing is seen; with one, nothing of another', async () => {
      for (const table of tables) {
        checks += 3;
        const all = await client.query(`SELECT count(*)::int AS n FROM tenant.${pg.escapeIdentifier(table)}`);
        expect([table, all.rows[0].n]).toEqual([table, 0]);
        await client.query('BEGIN');
        await client.query(`SELECT set_config('mooring.workspace_id', $1, true)`, [ours.workspaceId]);
        const columns = await client.query(
          `SELECT 1 FROM information_schema.columns WHERE table_schema = 'tenant' AND table_name = $1 AND column_name = 'workspace_id'`,
          [table],
        );
        if (columns.rowCount) {
          const foreign = await client.query(
            `SELECT count(*)::int AS n FROM tenant.${pg.escapeIdentifier(table)} WHERE workspace_id = $1`,
            [theirs.workspaceId],
          );
          expect([table, foreign.rows[0].n]).toEqual([table, 0]);
        }
        await client.query('ROLLBACK');
        const after = await client.query(`SELECT count(*)::int AS n FROM tenant.${pg.escapeIdentifier(table)}`);
        expect([table, after.rows[0].n]).toEqual([table, 0]);
      }
    });

    test('a row of another workspace cannot be written, moved or read through the directory', async () => {
      checks += 4;
      await client.query('BEGIN');
      await client.query(`SELECT set_config('mooring.workspace_id', $1, true)`, [ours.workspaceId]);
      const moved = await client.query('UPDATE tenant.integration SET name = name WHERE workspace_id = $1', [
        theirs.workspaceId,
      ]);
      expect(moved.rowCount).toBe(0);
      await expect(
        client.query(`INSERT INTO tenant.credential (workspace_id, id, name, retriever) VALUES ($1, $2, 'x', 'none')`, [
          theirs.workspaceId,
          uuidv7(),
        ]),
      ).rejects.toThrow('row-level security');
      await client.query('ROLLBACK');
      await expect(client.query('SELECT 1 FROM directory.api_token')).rejects.toThrow('permission denied');
      await expect(client.query('DELETE FROM tenant.audit_entry')).rejects.toThrow('permission denied');
    });
  });
});
