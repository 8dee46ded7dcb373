/** The web process's API over generated resources, on a port of 127.0.0.1; forked by list-endpoint.ts and export.ts. */
import { serve } from '@hono/node-server';
import { bindApi } from '@/lib/api/binder';
import { contextOf } from '@/lib/api/context';
import { requestLimits } from '@/lib/api/limits';
import { createAuth } from '@/lib/auth/auth';
import { openDatabases } from '@/lib/db/client';
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

/** The ceiling: the same limits, sign-in, permission and transaction, answering SELECT 1. */
api.get('/workspaces/:workspaceId/select-one', async (c) => {
  const access = 'inventory:read' as const;
  const workspaceId = c.req.param('workspaceId');
  const asked = await context(c.req.raw, { requestId: c.get('requestId'), workspaceId, write: false, access });
  authorizeAccess(asked, access);
  const one = await inWorkspace((asked as WorkspaceContext).db, workspaceId, (tx) => tx.$queryRaw`SELECT 1 AS one`, {
    readOnly: true,
  });
  return c.json(one as object);
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
