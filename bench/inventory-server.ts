/** The web process's API over generated resources, on a port of 127.0.0.1; forked by list-endpoint.ts and export.ts. */
import { serve } from '@hono/node-server';
import type { Context } from 'hono';
import { type ApiEnv, bindApi } from '@/lib/api/binder';
import { contextOf } from '@/lib/api/context';
import { requestLimits } from '@/lib/api/limits';
import { createAuth } from '@/lib/auth/auth';
import { openDatabases } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/prisma/client';
import { inWorkspace } from '@/lib/db/transaction';
import { authorizeAccess, type WorkspaceContext } from '@/lib/services/context';
import { authPeople } from '@/lib/services/people/auth-people';
import { testInstall } from '@/lib/services/testing/install';

const url = process.argv[2] ?? '';
const db = openDatabases(url);
const now = () => new Date();
const install = testInstall(url);
const auth = createAuth({
  directory: db.directory,
  publicUrl: install.publicUrl,
  secret: 'of a benchmark, at least 32 characters',
  people: authPeople(db, now),
  oidc: null,
});
const limits = requestLimits(10_000_000);
const context: Parameters<typeof bindApi>[0]['context'] = (request, facts) =>
  contextOf({ db, install, auth, limits, now }, request, facts);
const api = bindApi({ version: install.version, context, observe: () => {}, refused: () => {} });

/** What a statement answers by the list's limits, sign-in, permission and transaction. */
async function answerOf<Row>(c: Context<ApiEnv>, statement: Prisma.Sql): Promise<Row[]> {
  const access = 'inventory:read' as const;
  const workspaceId = c.req.param('workspaceId') ?? '';
  const asked = await context(c.req.raw, { requestId: c.get('requestId'), workspaceId, write: false, access });
  authorizeAccess(asked, access);
  return inWorkspace((asked as WorkspaceContext).db, workspaceId, (tx) => tx.$queryRaw<Row[]>(statement), {
    readOnly: true,
  });
}

/** The ceiling. */
api.get('/workspaces/:workspaceId/select-one', async (c) => c.json(await answerOf(c, Prisma.sql`SELECT 1 AS one`)));
/** A list's answer kept as one text (bench/list-endpoint.ts writes it): what moving its bytes costs, and nothing else. */
api.get('/workspaces/:workspaceId/kept-page', async (c) => {
  const [kept] = await answerOf<{ body: string }>(c, Prisma.sql`SELECT body FROM public.bench_kept_page`);
  return c.body(kept?.body ?? '', 200, { 'content-type': 'application/json' });
});

let peakMb = 0;
setInterval(() => {
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6);
}, 50);
process.on('message', (ask) => {
  if (ask === 'reset') peakMb = process.memoryUsage.rss() / 1e6;
  const { user, system } = process.cpuUsage();
  process.send?.({ peakMb, cpuMs: (user + system) / 1000 });
});
serve({ fetch: api.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.({ port }));
