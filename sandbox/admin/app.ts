import { Hono } from 'hono';
import { generateAny, generateSchema } from '../world/generate';
import { buildSmallWorld } from '../world/small';
import { activityRoutes } from './activity';
import { bodyOf, refusal } from './body';
import { deliveryRoutes } from './deliveries';
import { faultSchema } from './faults';
import type { Machinery } from './machinery';
import { overview } from './overview';
import { overviewPage } from './page';

/** The sandbox's own endpoints under `/_sandbox/`: for scripts and tests, never part of what AWS has. */
export function adminApp(sandbox: Machinery): Hono {
  const { world, calls, faults } = sandbox;
  const app = new Hono({ strict: false }).basePath('/_sandbox');
  app.use(async (context, next) => {
    // A web page of another origin must not steer it: browsers send Origin with every such request.
    const origin = context.req.header('origin');
    if (origin !== undefined && new URL(context.req.url).origin !== origin) return context.body(null, 403);
    await next();
    context.header('x-mooring-sandbox', 'true');
  });
  app.get('/', (context) =>
    context.req.header('accept')?.includes('text/html')
      ? context.html(overviewPage(overview(sandbox)))
      : context.json(overview(sandbox)),
  );
  app.get('/healthz', (context) => context.json({ status: 'ok', sandbox: true }));
  app.get('/accounts', (context) => context.json({ accounts: overview(sandbox).accounts }));
  app.get('/calls', (context) => context.json(calls.summary()));
  app.delete('/calls', (context) => {
    calls.reset();
    return context.body(null, 204);
  });
  app.get('/changes', (context) =>
    context.json({
      changes: world.changes[context.req.query('all') === 'true' ? 'recordsSince' : 'since'](
        Number(context.req.query('since') ?? 0) || 0,
      ),
    }),
  );
  deliveryRoutes(app, sandbox);
  activityRoutes(app, sandbox);
  app.get('/faults', (context) => context.json({ faults: faults.list() }));
  app.post('/faults', async (context) => {
    const parsed = faultSchema.safeParse(await bodyOf(context.req));
    return parsed.success ? context.json(faults.add(parsed.data), 201) : context.json(refusal(parsed.error), 400);
  });
  app.delete('/faults/:id?', (context) => context.json({ removed: faults.clear(context.req.param('id')) }));
  app.post('/generate', async (context) => {
    const parsed = generateSchema.safeParse(await bodyOf(context.req));
    return parsed.success
      ? context.json(await generateAny(world, parsed.data), 201)
      : context.json(refusal(parsed.error), 400);
  });
  app.post('/reset', async (context) => {
    await sandbox.activity.stop();
    sandbox.deliveries.clear();
    world.clear();
    faults.clear();
    calls.reset();
    buildSmallWorld(world);
    return context.json({ status: 'reset' });
  });
  return app;
}
