import type { AnyCollector } from '@/lib/collectors/types';
import type { Strategy } from '@/lib/events/strategies/types';
import type { StrategyName } from '@/lib/schemas/event-source';
import { DatabaseClock } from '../clock';
import { DrainError, FenceLostError } from '../errors';
import { type EventPort, type ShardFence, type ShardLease, UPKEEP } from '../event-port';
import type { ExchangeCredentials } from '../run-scan-job';
import { scopeError } from '../scope-outcome';
import { consumeShard, holdShard, type ShardDependencies } from './consume-shard';
import { Identities } from './identities';
import { keepUp, type UpkeepChore } from './upkeep';

export type ConsumersOptions = {
  port: EventPort;
  sensorId: string;
  exchange: ExchangeCredentials;
  collectors: readonly AnyCollector[];
  strategies: { readonly [S in StrategyName]: Strategy<S> };
  chores?: readonly UpkeepChore[];
  userAgent?: string;
  /** Between looks where a transport must be polled (S3). */
  pollMs?: number;
  /** Failures that no lease can tell of: the core not reachable. */
  onError(error: unknown): void;
};

/** Between looks for free shards: a source that was attached starts within this and one transaction. */
const TAKE_EVERY_MS = 2_000;
const HEARTBEAT_EVERY_MS = 3_000;
const S3_POLL_MS = 20_000;

type Running = { lease: ShardLease; stop: AbortController; done: Promise<void>; expiresAt: number };

/**
 * Consumes event sources for as long as the process lives: takes free shards up to its fair share, renews their leases
 * together, stops what was lost or detached, gives back what is too much. Any number of processes may run it.
 */
export class Consumers {
  private readonly running = new Map<string, Running>();
  private readonly accounts = new Map<string, ReadonlySet<string>>();
  private readonly identities: Identities;
  private readonly clock = new DatabaseClock(0);
  private readonly draining = new AbortController();
  private timers: NodeJS.Timeout[] = [];
  private taking: Promise<void> = Promise.resolve();
  private beating: Promise<void> = Promise.resolve();

  constructor(private readonly options: ConsumersOptions) {
    const { port, exchange, userAgent } = options;
    this.identities = new Identities({
      port,
      exchange,
      signal: this.draining.signal,
      ...(userAgent ? { userAgent } : {}),
    });
  }

  start(): this {
    const every = (ms: number, work: () => void) => {
      const timer = setInterval(work, ms);
      this.timers.push(timer);
      work();
    };
    every(TAKE_EVERY_MS, () => {
      this.taking = this.taking.then(() => this.take()).catch((error) => this.options.onError(error));
    });
    every(HEARTBEAT_EVERY_MS, () => {
      this.beating = this.beating.then(() => this.beat()).catch((error) => this.options.onError(error));
    });
    every(1_000, () => this.expire());
    return this;
  }

  /** Gives everything back: another sensor takes it at once. What is half done comes again there. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    await this.taking;
    for (const { stop } of this.running.values()) stop.abort(new DrainError());
    this.draining.abort(new DrainError());
    await Promise.all([...this.running.values()].map(({ done }) => done));
    this.identities.destroy();
  }

  get held(): ShardFence[] {
    return [...this.running.values()].map(({ lease }) => lease.fence);
  }

  private async take(): Promise<void> {
    if (this.draining.signal.aborted) return;
    for (const lease of await this.options.port.takeShards(this.options.sensorId, this.running.size)) {
      this.clock.sync(lease.databaseTime);
      this.accounts.set(lease.fence.workspaceId, new Set(lease.accounts));
      this.run(lease);
    }
  }

  private run(lease: ShardLease): void {
    const stop = new AbortController();
    const key = keyOf(lease.fence);
    // A lease that was lost and taken again runs beside its stopped predecessor until that has ended.
    const before = this.running.get(key);
    before?.stop.abort(new FenceLostError(key, before.lease.fence.attempt));
    const done = this.consume(lease, stop).finally(() => {
      if (this.running.get(key)?.lease === lease) this.running.delete(key);
    });
    this.running.set(key, { lease, stop, done, expiresAt: lease.leaseExpiresAt });
  }

  private async consume(lease: ShardLease, stop: AbortController): Promise<void> {
    const { port, chores = [], collectors, strategies, pollMs = S3_POLL_MS } = this.options;
    const { fence } = lease;
    const deps: ShardDependencies = {
      port,
      collectors,
      strategies,
      pollMs,
      identities: this.identities,
      clock: this.clock,
      accounts: () => this.accounts.get(fence.workspaceId) ?? new Set(),
    };
    try {
      await holdShard(deps, lease, stop, (held) =>
        fence.shard === UPKEEP ? keepUp(deps, held, stop, chores) : consumeShard(held),
      );
      await port.release(fence, null);
    } catch (error) {
      if (error instanceof FenceLostError || stop.signal.reason instanceof FenceLostError) return;
      await port
        .release(fence, stop.signal.aborted ? null : scopeError(error))
        .catch((cause) => this.options.onError(cause));
    }
  }

  private async beat(): Promise<void> {
    const fences = this.held;
    if (fences.length === 0) return;
    const answer = await this.options.port.heartbeat(this.options.sensorId, fences);
    if (answer.databaseTime > 0) this.clock.sync(answer.databaseTime);
    for (const [workspace, accounts] of Object.entries(answer.accounts))
      this.accounts.set(workspace, new Set(accounts));
    for (const { fence, state } of answer.answers) {
      const running = this.running.get(keyOf(fence));
      if (!running || running.lease.fence.attempt !== fence.attempt) continue;
      if (state === 'held') running.expiresAt = answer.leaseExpiresAt;
      else if (state === 'lost') running.stop.abort(new FenceLostError(keyOf(fence), fence.attempt));
      else running.stop.abort(new DrainError());
    }
    for (const { stop } of [...this.running.values()].slice(0, answer.surplus)) stop.abort(new DrainError());
  }

  /** A heartbeat may hang (a half-open socket): the end of each lease is watched apart from it. */
  private expire(): void {
    for (const [key, { expiresAt, stop, lease }] of this.running) {
      if (this.clock.now() >= expiresAt) stop.abort(new FenceLostError(key, lease.fence.attempt));
    }
  }
}

const keyOf = ({ workspaceId, sourceId, shard }: ShardFence) => `${workspaceId}/${sourceId}/${shard}`;
