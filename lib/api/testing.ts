import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { createAuth } from '@/lib/auth/auth';
import { openDatabases } from '@/lib/db/client';
import { ROLES, type Role } from '@/lib/schemas/role';
import { authPeople } from '@/lib/services/people/auth-people';
import { PUBLIC_URL, testInstall } from '@/lib/services/testing/install';
import { createTestDatabase } from '@/scripts/test/database';
import { bindApi } from './binder';
import { contextOf } from './context';
import { requestLimits } from './limits';

export type Answer = { status: number; body: unknown; headers: Headers };

/** The whole API over a database of its own, called without a socket: what a web process serves, for tests. */
export async function openApiFixture() {
  const database = await createTestDatabase();
  const db = openDatabases(database.appUrl, { tenantConnections: 4, directoryConnections: 4 });
  const now = () => new Date();
  const install = testInstall(database.appUrl, { issuerBase: 'https://issuer.mooring.test' });
  const auth = createAuth({
    directory: db.directory,
    publicUrl: PUBLIC_URL,
    secret: randomBytes(24).toString('hex'),
    people: authPeople(db, now),
    oidc: null,
  });
  const limits = requestLimits(1_000_000);
  const api = bindApi({
    version: install.version,
    context: (request, facts) => contextOf({ db, install, auth, limits, now }, request, facts),
    observe: () => {},
    refused: () => {},
  });

  return {
    db,
    install,
    database,
    /** The API as a handler, for a server that listens. */
    fetch: (request: Request) => api.fetch(request),
    /** Calls `path` below /api/v1 with an API token, if any. */
    async request(method: string, path: string, options: { token?: string; body?: unknown } = {}): Promise<Answer> {
      const response = await api.fetch(
        new Request(`${PUBLIC_URL}/api/v1${path}`, {
          method: method.toUpperCase(),
          headers: {
            ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
            ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        }),
      );
      const text = await textOf(response);
      const json = response.headers.get('content-type')?.includes('json') ?? false;
      return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text };
    },
    /** A workspace with an API token for each role. */
    async workspace(name: string): Promise<{ id: string; tokens: Record<Role, string> }> {
      const id = uuidv7();
      await db.directory.workspace.create({ data: { id, name } });
      const tokens = {} as Record<Role, string>;
      for (const role of ROLES) tokens[role] = await this.token(id, role);
      return { id, tokens };
    },
    async token(workspaceId: string, role: Role, installAdmin = false): Promise<string> {
      const secret = `mooring_${randomBytes(32).toString('base64url')}`;
      const tokenHash = createHash('sha256').update(secret).digest();
      const name = `${role}-${secret.slice(-6)}`;
      await db.directory.apiToken.create({
        data: {
          id: uuidv7(),
          workspaceId,
          name,
          tokenHash,
          hint: secret.slice(-4),
          role,
          installAdmin,
          createdBy: 'test',
        },
      });
      return secret;
    },
    async close() {
      await install.changes.close();
      await db.close();
      await database.drop();
    },
  };
}

/** A stream that follows what happens has no end: its first event is what it answers with. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.includes('event-stream') || !response.body) return response.text();
  const reader = response.body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}

export type ApiFixture = Awaited<ReturnType<typeof openApiFixture>>;
