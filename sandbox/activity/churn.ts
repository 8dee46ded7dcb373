import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Step } from '../store/activity';
import { Random } from '../store/random';
import { AwsError } from '../wire/errors';
import type { Sandbox } from '../wire/sandbox';
import { administrator } from './actors';
import { CHURN_KIND_NAMES, CHURN_KINDS, type ChurnKind, type ChurnKindName } from './churn-kinds';
import { type Actor, act } from './step';

/** The body of `POST /_sandbox/churn`. */
export const churnSchema = z.strictObject({
  changes: z.number().int().min(1).max(1_000_000),
  /** Absent: as fast as it goes. */
  perSecond: z.number().positive().max(100_000).optional(),
  seed: z.number().int().min(0).default(1),
  kinds: z.array(z.enum(CHURN_KIND_NAMES)).min(1).default(CHURN_KIND_NAMES),
  accounts: z
    .array(z.string().regex(/^\d{12}$/))
    .min(1)
    .default(['586209417733']),
  regions: z.array(z.string()).min(1).default(['eu-west-1']),
  /** Of each kind in each account and region there are at most so many at a time. */
  live: z.number().int().min(1).max(400).default(50),
  /** Take away at the end what is left of what was made; these calls come on top. */
  cleanUp: z.boolean().default(false),
  /** Answer at once; `GET /_sandbox/churn` tells how far it is. */
  background: z.boolean().default(false),
});
export type ChurnSpec = z.output<typeof churnSchema>;

/** `changes`: calls that changed something, each one event with an id of its own, numbered from after `since` to `sequence`. */
export type ChurnReport = {
  running: boolean;
  changes: number;
  failed: number;
  created: number;
  updated: number;
  deleted: number;
  byAction: Record<string, number>;
  since: number;
  sequence: number;
  milliseconds: number;
};

/** Others get their turn after so many calls. */
const TURN = 50;

type Live = { kind: ChurnKind; id: string; place: Place };
type Place = { actor: Actor; account: string; region: string };

/** Creates, updates and deletes as fast as asked, all by an account's administrator: the load of tests. */
export class Churn {
  private report: ChurnReport | undefined;
  private done: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly sandbox: Sandbox) {}

  get latest(): ChurnReport | undefined {
    return this.report;
  }

  /** Throws a readable Error when an account does not exist or another churn is running. */
  start(spec: ChurnSpec): { report: ChurnReport; done: Promise<ChurnReport> } {
    if (this.report?.running) throw new Error('Another churn is running.');
    const places = spec.accounts.flatMap((account) => {
      const actor = administrator(this.sandbox.world, account);
      return spec.regions.map((region) => ({ actor, account, region }));
    });
    const since = this.sandbox.world.changes.sequence;
    const report: ChurnReport = {
      running: true,
      changes: 0,
      failed: 0,
      created: 0,
      updated: 0,
      deleted: 0,
      byAction: {},
      since,
      sequence: since,
      milliseconds: 0,
    };
    this.report = report;
    const done = this.run(spec, places, report).finally(() => {
      report.running = false;
    });
    this.done = done.catch(() => {});
    return { report, done };
  }

  /** Ends what is running, where it is. */
  async close(): Promise<void> {
    this.closed = true;
    await this.done;
  }

  private async run(spec: ChurnSpec, places: readonly Place[], report: ChurnReport): Promise<ChurnReport> {
    const random = new Random(spec.seed);
    const pools = new Map<string, Live[]>();
    const began = performance.now();
    let made = 0;
    for (let n = 0; report.changes < spec.changes && !this.closed; n += 1) {
      if (n > spec.changes * 2) throw new Error(`Churn fails too often: ${report.failed} of ${n} calls.`);
      const name = random.pick(spec.kinds);
      const place = random.pick(places);
      const key = `${name}/${place.account}/${place.region}`;
      const pool = pools.get(key) ?? [];
      pools.set(key, pool);
      const roll = random.next();
      if (pool.length === 0 || (roll < 0.3 && pool.length < spec.live)) {
        made += 1;
        const kind: ChurnKind = CHURN_KINDS[name];
        const thing = nameOf(name, spec.seed, made, report.since);
        const answer = await this.call(report, place, kind.create(thing, place.region));
        if (answer) pool.push({ kind, id: kind.idOf(thing, answer, place), place });
        if (answer) report.created += 1;
      } else if (roll > 0.8) {
        const [gone] = pool.splice(random.between(0, pool.length - 1), 1);
        if (gone && (await this.call(report, place, gone.kind.remove(gone.id)))) report.deleted += 1;
      } else {
        const { kind, id } = random.pick(pool);
        if (await this.call(report, place, kind.update(id, n + 1, random))) report.updated += 1;
      }
      const due = spec.perSecond === undefined ? 0 : (n / spec.perSecond) * 1000 - (performance.now() - began);
      if (due > 1 || n % TURN === 0) await wait(Math.max(due, 0));
    }
    if (spec.cleanUp) await this.cleanUp(report, [...pools.values()].flat());
    report.milliseconds = Math.round(performance.now() - began);
    report.sequence = this.sandbox.world.changes.sequence;
    return report;
  }

  private async cleanUp(report: ChurnReport, left: readonly Live[]): Promise<void> {
    for (const { kind, id, place } of left) {
      if (await this.call(report, place, kind.remove(id))) report.deleted += 1;
    }
  }

  /** What the call answered; undefined when it was refused, which is counted. */
  private async call(report: ChurnReport, place: Place, step: Step): Promise<Record<string, unknown> | undefined> {
    try {
      const answer = await act(this.sandbox, place.actor, place.region, step);
      report.changes += 1;
      const action = `${step.service}:${step.action}`;
      report.byAction[action] = (report.byAction[action] ?? 0) + 1;
      return answer;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      report.failed += 1;
      return undefined;
    }
  }
}

/** Two churns of the same seed make different things: the log has gone on meanwhile. */
const nameOf = (kind: ChurnKindName, seed: number, n: number, since: number) => `churn-${kind}-${seed}-${since}-${n}`;
