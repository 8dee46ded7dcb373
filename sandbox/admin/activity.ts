import type { Hono } from 'hono';
import { activitySchema } from '../activity/activity';
import { churnSchema } from '../activity/churn';
import { bodyOf, refusal } from './body';
import type { Machinery } from './machinery';

/** Load for tests and life for the demo. */
export function activityRoutes(app: Hono, { activity, churn }: Machinery): void {
  const shown = () => {
    const { state } = activity;
    return state ? { ...state.spec, calls: state.calls, refused: state.refused, open: state.open.length } : null;
  };
  app.get('/activity', (context) => context.json({ activity: shown() }));
  app.post('/activity', async (context) => {
    const parsed = activitySchema.safeParse(await bodyOf(context.req));
    if (!parsed.success) return context.json(refusal(parsed.error), 400);
    activity.start(parsed.data);
    return context.json({ activity: shown() }, 201);
  });
  app.delete('/activity', async (context) => {
    await activity.stop();
    return context.body(null, 204);
  });
  app.get('/churn', (context) => context.json({ churn: churn.latest ?? null }));
  app.post('/churn', async (context) => {
    const parsed = churnSchema.safeParse(await bodyOf(context.req));
    if (!parsed.success) return context.json(refusal(parsed.error), 400);
    try {
      const { report, done } = churn.start(parsed.data);
      if (!parsed.data.background) return context.json(await done, 201);
      done.catch((error: unknown) => console.error('The churn ended early:', error));
      return context.json(report, 202);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return context.json({ error: { code: 'not_possible', message } }, 409);
    }
  });
}
