import { z } from 'zod';
import type { ActivityState, OpenTask, Step } from '../store/activity';
import { Random } from '../store/random';
import { AwsError } from '../wire/errors';
import type { Sandbox } from '../wire/sandbox';
import { actorsOf, administrator } from './actors';
import { SCENARIOS } from './scenarios';
import { type Actor, act, mayAct } from './step';

/** The body of `POST /_sandbox/activity`. `accounts` absent: all there are. */
export const activitySchema = z.strictObject({
  perMinute: z.number().min(0.1).max(60_000),
  accounts: z
    .array(z.string().regex(/^\d{12}$/))
    .min(1)
    .optional(),
  seed: z.number().int().min(0).default(1),
});

/** Begun and not yet finished at most; more are finished before anything new begins. */
const MOST_OPEN = 40;
/** Share of calls that somebody tries who may not. */
const REFUSED = 0.03;

/** Plausible changes at a gentle rate, by principals who may make them. What it makes or changes it takes back later, also after a restart. */
export class Activity {
  private random: Random;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly sandbox: Sandbox) {
    this.random = new Random(sandbox.world.activity?.spec.seed ?? 1);
    if (sandbox.world.activity) this.schedule();
  }

  get state(): ActivityState | undefined {
    return this.sandbox.world.activity;
  }

  start(spec: z.output<typeof activitySchema>): ActivityState {
    const { world } = this.sandbox;
    const before = world.activity;
    world.activity = { spec, calls: before?.calls ?? 0, refused: before?.refused ?? 0, open: before?.open ?? [] };
    this.random = new Random(spec.seed + world.changes.sequence);
    world.touch();
    this.schedule();
    return world.activity;
  }

  /** Ends it and takes back at once what it still owes. */
  async stop(): Promise<void> {
    this.close();
    await this.working;
    const { state } = this;
    while (state && state.open.length > 0) await this.goOn(state, state.open.length - 1);
    this.sandbox.world.activity = undefined;
    this.sandbox.world.touch();
  }

  /** Makes no more calls; what it owes stays for the next start. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** One call now: of something begun, or the first of something new. */
  async tick(): Promise<void> {
    const { state } = this;
    if (state === undefined) return;
    const goesOn = state.open.length >= MOST_OPEN || (state.open.length > 0 && this.random.chance(0.6));
    if (goesOn) await this.goOn(state, this.random.between(0, state.open.length - 1));
    else await this.begin(state);
    this.sandbox.world.touch();
  }

  private schedule(): void {
    this.close();
    const perMinute = this.state?.spec.perMinute ?? 1;
    const pause = (60_000 / perMinute) * (0.5 + this.random.next());
    this.timer = setTimeout(() => {
      this.working = this.tick()
        .catch((error: unknown) => console.error('The activity met an error:', error))
        .finally(() => {
          if (this.timer) this.schedule();
        });
    }, pause);
  }

  private async begin(state: ActivityState): Promise<void> {
    const { world } = this.sandbox;
    const ids = (state.spec.accounts ?? [...world.accounts.keys()]).filter((id) => world.accounts.has(id));
    const account = ids.length > 0 ? world.accounts.get(this.random.pick(ids)) : undefined;
    if (account === undefined) return;
    for (let tries = 0; tries < 5; tries += 1) {
      const plan = this.random.pick(SCENARIOS)(account, this.random);
      if (plan === undefined || state.open.some(({ target }) => target === plan.target)) continue;
      const task: OpenTask = { account: account.id, region: plan.region, target: plan.target, actorArn: '', steps: [] };
      const answer = await this.call(state, task, plan.first);
      if (answer) state.open.push({ ...task, steps: plan.after(answer) });
      return;
    }
  }

  private async goOn(state: ActivityState, index: number): Promise<void> {
    const [task] = state.open.splice(index, 1);
    const next = task?.steps[0];
    if (task === undefined || next === undefined) return;
    await this.call(state, task, next);
    // Refused or not: what is left may still take back something.
    const rest = { ...task, steps: task.steps.slice(1) };
    if (rest.steps.length > 0) state.open.push(rest);
  }

  /** By who began it, else by somebody who may; sometimes somebody tries before who may not. */
  private async call(state: ActivityState, task: OpenTask, step: Step): Promise<Record<string, unknown> | undefined> {
    const { world } = this.sandbox;
    const account = world.accounts.get(task.account);
    if (account === undefined) return undefined;
    const actors = actorsOf(world, account, this.random);
    const may = (actor: Actor) => mayAct(this.sandbox, actor, task.region, step);
    if (this.random.chance(REFUSED)) {
      const other = actors.find((actor) => !may(actor));
      if (other) await this.attempt(state, other, task.region, step);
    }
    const same = actors.find(({ caller }) => 'arn' in caller && caller.arn === task.actorArn);
    const actor = (same && may(same) ? same : actors.find(may)) ?? administrator(world, task.account);
    task.actorArn = actor.caller.arn;
    return this.attempt(state, actor, task.region, step);
  }

  private async attempt(state: ActivityState, actor: Actor, region: string, step: Step) {
    try {
      const answer = await act(this.sandbox, actor, region, step);
      state.calls += 1;
      return answer;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      state.refused += 1;
      return undefined;
    }
  }
}
