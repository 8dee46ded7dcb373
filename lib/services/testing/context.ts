import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, ANONYMOUS } from '@/lib/auth/actor';
import { hashPassword } from '@/lib/auth/password';
import { type Databases, openDatabases } from '@/lib/db/client';
import { inDirectory } from '@/lib/db/transaction';
import type { Role } from '@/lib/schemas/role';
import { createTestDatabase } from '@/scripts/test/database';
import type { ServiceContext, WorkspaceContext } from '../context';
import type { Install } from '../install/install';
import { createUser } from '../people/account';
import type { Mail } from '../people/mailer';
import { testInstall } from './install';

export const PASSWORD = 'correct horse battery staple';

type SentJob = { name: string; payload: object };
type Person = { id: string; email: string };

/**
 * A migrated database with what service tests need: workspaces, members, contexts, a clock that is set by hand, the
 * jobs that were sent. `overrides` is what the install was started with instead.
 */
export async function openServiceFixture(overrides: Partial<Install> = {}) {
  const database = await createTestDatabase();
  const db: Databases = openDatabases(database.appUrl);
  const mails: Mail[] = [];
  const clock = { now: new Date('2026-11-21T10:00:00.000Z') };
  const passwordHash = await hashPassword(PASSWORD);
  const sent: SentJob[] = [];
  const install = testInstall(database.appUrl, {
    jobs: { enqueue: async (_tx, name, payload) => void sent.push({ name, payload }) },
    mailer: { send: async (mail) => mails.push(mail) > 0 },
    ...overrides,
  });

  const context = (actor: Actor = ANONYMOUS): ServiceContext => ({
    db,
    install,
    actor,
    requestId: uuidv7(),
    ipAddress: '192.0.2.7',
    now: () => clock.now,
  });

  return {
    db,
    /** The runtime role's URL, for what opens connections of its own. */
    appUrl: database.appUrl,
    install,
    clock,
    mails,
    sent,
    context,
    async workspace(name = `Team ${uuidv7().slice(-6)}`): Promise<string> {
      const id = uuidv7();
      await db.directory.workspace.create({ data: { id, name } });
      return id;
    },
    async person(options: { installAdmin?: boolean } = {}): Promise<Person> {
      const email = `${uuidv7().slice(-8)}@example.test`;
      const user = await inDirectory(db, (tx) => createUser(tx, { name: 'Ada', email, passwordHash, ...options }));
      return { id: user.id, email };
    },
    async member(workspaceId: string, role: Role, options: { installAdmin?: boolean } = {}): Promise<Person> {
      const person = await this.person(options);
      await db.directory.membership.create({ data: { workspaceId, userId: person.id, role } });
      return person;
    },
    as(person: Person, workspaceId: string, role: Role | null): WorkspaceContext {
      const actor: Actor = { kind: 'user', id: person.id, label: person.email, installAdmin: false, role };
      return { ...context(actor), workspaceId };
    },
    administrator(person: Person): ServiceContext {
      return context({ kind: 'user', id: person.id, label: person.email, installAdmin: true, role: null });
    },
    /** Audit rows of a workspace (null: the install) in the order they were written, as `action` words. */
    async actions(workspaceId: string | null): Promise<string[]> {
      const where = { workspaceId };
      const rows = await db.directory.auditEntry.findMany({ where, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
      return rows.map(({ action }) => action);
    },
    /** Runs SQL as the role that owns the schema, which row-level security does not bind. */
    async asOwner(sql: string, values: unknown[] = []): Promise<pg.QueryResult> {
      const client = new pg.Client({ connectionString: database.migrateUrl });
      await client.connect();
      try {
        return await client.query(sql, values);
      } finally {
        await client.end();
      }
    },
    async close() {
      await install.changes.close();
      await db.close();
      await database.drop();
    },
  };
}

export type ServiceFixture = Awaited<ReturnType<typeof openServiceFixture>>;

/** The secret inside a one-time link. */
export function secretOf(url: string): string {
  return new URL(url).searchParams.get('token') ?? '';
}

/** The codes that settled calls were refused with; null for those that went through. */
export function codes(results: PromiseSettledResult<unknown>[]): (string | null)[] {
  return results.map((result) => (result.status === 'fulfilled' ? null : (result.reason as { code: string }).code));
}
