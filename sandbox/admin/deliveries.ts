import type { Hono } from 'hono';
import { deliverySpecSchema } from '../delivery/spec';
import { bodyOf, refusal } from './body';
import type { Machinery } from './machinery';

/** Where changes are delivered to: make, look, flush (`?digests=true` closes the running digests too), remove. */
export function deliveryRoutes(app: Hono, { deliveries }: Machinery): void {
  app.get('/deliveries', (context) => context.json({ deliveries: deliveries.list() }));
  app.post('/deliveries', async (context) => {
    const parsed = deliverySpecSchema.safeParse(await bodyOf(context.req));
    return parsed.success ? context.json(deliveries.add(parsed.data), 201) : context.json(refusal(parsed.error), 400);
  });
  app.post('/deliveries/flush', async (context) => {
    await deliveries.flush(undefined, context.req.query('digests') === 'true');
    return context.json({ deliveries: deliveries.list() });
  });
  app.get('/deliveries/:id', (context) => {
    const found = deliveries.get(context.req.param('id'));
    return found ? context.json(found) : context.json(unknown, 404);
  });
  app.post('/deliveries/:id/flush', async (context) => {
    const id = context.req.param('id');
    await deliveries.flush(id, context.req.query('digests') === 'true');
    const found = deliveries.get(id);
    return found ? context.json(found) : context.json(unknown, 404);
  });
  app.delete('/deliveries/:id', (context) =>
    deliveries.remove(context.req.param('id')) ? context.body(null, 204) : context.json(unknown, 404),
  );
}

const unknown = { error: { code: 'not_found', message: 'There is no such delivery.' } };
