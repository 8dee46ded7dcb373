import { Hono } from 'hono';
import { z } from 'zod';
import type { Sandbox } from '../wire/sandbox';
import { generateAny, generateSchema } from '../world/generate';
import { buildSmallWorld } from '../world/small';
import { faultSchema } from './faults';
import { overview } from './overview';
import { overviewPage } from './page';

/** A refusal of an admin call: what is wrong with its body. */
const refusal = (error: z.ZodError) => ({ error: { code: 'invalid_request', message: z.prettifyError(error) } });

async function bodyOf(request: { text: () => Promise<string> }): Promise<unknown> {
  const text = await request.text();
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The sandbox's own endpoints under `/_sandbox/`: for scripts and tests, never part of what AWS has. */
export function adminApp(sandbox: Sandbox): Hono {
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
    context.json({ changes: world.changes.since(Number(context.req.query('since') ?? 0) || 0) }),
  );
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
  app.post('/reset', (context) => {
    world.clear();
    faults.clear();
    calls.reset();
    buildSmallWorld(world);
    return context.json({ status: 'reset' });
  });
  return app;
}
