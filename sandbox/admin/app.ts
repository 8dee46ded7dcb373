import { Hono } from 'hono';
import type { Sandbox } from '../wire/sandbox';
import { ADMIN_USER } from '../world/bootstrap';

/** The sandbox's own endpoints under `/_sandbox/`: for scripts and tests, never part of what AWS has. */
export function adminApp(sandbox: Sandbox): Hono {
  const { world, calls } = sandbox;
  const app = new Hono().basePath('/_sandbox');
  app.get('/healthz', (context) => context.json({ status: 'ok', sandbox: true, accounts: world.accounts.size }));
  app.get('/accounts', (context) =>
    context.json({
      accounts: [...world.accounts.values()].map((account) => {
        const key = account.users.get(ADMIN_USER)?.accessKeys[0];
        return {
          id: account.id,
          name: account.name,
          email: account.email,
          accessKeyId: key?.id ?? null,
          secretAccessKey: key?.secret ?? null,
        };
      }),
    }),
  );
  app.get('/calls', (context) => context.json(calls.summary()));
  app.delete('/calls', (context) => {
    calls.reset();
    return context.body(null, 204);
  });
  return app;
}
