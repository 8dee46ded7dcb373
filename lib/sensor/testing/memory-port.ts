import { DEFAULT_RATE_LIMITS, newBucket, takeSlice } from '@/lib/aws/token-bucket';
import { GLOBAL_REGION, type KnownScope, type ScopeKey } from '@/lib/collectors/types';
import { FenceLostError } from '../errors';
import {
  type CredentialPlan,
  type EndedScope,
  type Fence,
  type HeartbeatAnswer,
  type LeasedScope,
  MAX_OBSERVATIONS,
  type Observation,
  type ScanJobEnd,
  type ScanJobLease,
  type ScanProgress,
  type ScopeOutcome,
  type SensorPort,
} from '../port';

export type MemoryPortOptions = Pick<ScanJobLease, 'accountId' | 'endpoints'> & {
  /** Types of global scopes. */
  types?: string[];
  /** Types of scopes in every region. */
  regionalTypes?: string[];
  service?: ScanJobLease['service'];
  /** Told by the sensor when absent. */
  regions?: string[];
  leaseMs?: number;
  heartbeatEveryMs?: number;
  deadlineMs?: number;
  ratePerSecond?: number;
};

const keyOf = ({ region, type }: { region: string; type: string }) =>
  region === GLOBAL_REGION ? type : `${region}/${type}`;

/** A core for tests: one job, kept in memory, with the fence, the ledger and the settling rule of the real one. */
export class MemoryPort implements SensorPort {
  attempt = 0;
  cancelled = false;
  heartbeats = 0;
  /** How many scopes each call ended. */
  readonly batches: number[] = [];
  ended: ScanJobEnd | null = null;
  readonly reports: ScanProgress[] = [];
  readonly submits: { scope: ScopeKey; observations: readonly Observation[] }[] = [];
  /** By type, or by `region/type` for regional ones. */
  readonly outcomes = new Map<string, ScopeOutcome>();
  regions: readonly string[] | null;
  /** By type and id; `deleted` as a complete list left it. */
  readonly rows = new Map<string, Map<string, Observation & { deleted: boolean }>>();
  private bucket;
  private readonly limits;

  constructor(private readonly options: MemoryPortOptions) {
    const most = options.ratePerSecond ?? 10_000;
    this.limits = { ...DEFAULT_RATE_LIMITS, start: most, most, burst: most };
    this.bucket = newBucket(this.limits, Date.now());
    this.regions = options.regions ?? null;
  }

  ids(type: string): string[] {
    return [...(this.rows.get(type) ?? [])].flatMap(([id, row]) => (row.deleted ? [] : [id]));
  }

  /** Another sensor takes the job: the former attempt's fence is void. */
  steal(): void {
    this.attempt += 1;
  }

  async takeScanJob(jobId: string): Promise<ScanJobLease | null> {
    if (this.ended !== null && this.ended.status !== 'released') return null;
    this.attempt += 1;
    const {
      accountId,
      service = 'iam',
      endpoints,
      leaseMs = 60_000,
      heartbeatEveryMs = 50,
      deadlineMs = 120_000,
    } = this.options;
    return {
      fence: { jobId, attempt: this.attempt },
      accountId,
      partition: 'aws',
      service,
      region: 'us-east-1',
      scopes: this.scopes(),
      regionsKnown: this.regions !== null || !this.options.regionalTypes?.length,
      endpoints,
      databaseTime: Date.now(),
      leaseExpiresAt: Date.now() + leaseMs,
      heartbeatEveryMs,
      deadline: Date.now() + deadlineMs,
    };
  }

  async credentials(fence: Fence): Promise<CredentialPlan> {
    this.check(fence);
    const { endpoints } = this.options;
    return { start: { kind: 'hostDefault', profile: null }, chain: [], stsRegion: 'us-east-1', endpoints };
  }

  private scopes(): LeasedScope[] {
    const { types = [], regionalTypes = [] } = this.options;
    const scopes = [
      ...types.map((type) => ({ region: GLOBAL_REGION, type })),
      ...(this.regions ?? []).flatMap((region) => regionalTypes.map((type) => ({ region, type }))),
    ];
    return scopes.map((scope) => ({ ...scope, complete: this.outcomes.has(keyOf(scope)) }));
  }

  async openRegions(fence: Fence, regions: readonly string[] | null): Promise<LeasedScope[]> {
    this.check(fence);
    this.regions ??= regions ?? ['us-east-1'];
    return this.scopes();
  }

  async submit(fence: Fence, scope: ScopeKey, observations: readonly Observation[]): Promise<{ applied: number }> {
    this.check(fence);
    if (observations.length > MAX_OBSERVATIONS) throw new Error('A submit takes fewer observations.');
    this.submits.push({ scope, observations });
    const rows = this.rows.get(keyOf(scope)) ?? new Map();
    this.rows.set(keyOf(scope), rows);
    for (const each of observations) rows.set(each.resource.id, { ...each, deleted: false });
    return { applied: observations.length };
  }

  private endScope(scope: ScopeKey, outcome: ScopeOutcome): void {
    this.outcomes.set(keyOf(scope), outcome);
    if (outcome.status !== 'complete') return;
    const seen = new Set(outcome.seenIds);
    for (const [id, row] of this.rows.get(keyOf(scope)) ?? []) {
      if (!seen.has(id) && row.observedAt < outcome.startedAt) row.deleted = true;
    }
  }

  async completeScopes(fence: Fence, accountId: string, ended: readonly EndedScope[]): Promise<void> {
    this.check(fence);
    this.batches.push(ended.length);
    for (const { outcome, ...scope } of ended) this.endScope({ accountId, ...scope }, outcome);
  }

  async knownScope(fence: Fence, scope: ScopeKey): Promise<KnownScope | null> {
    this.check(fence);
    const outcome = this.outcomes.get(keyOf(scope));
    if (outcome?.status !== 'complete') return null;
    const rows = [...(this.rows.get(keyOf(scope))?.values() ?? [])].filter((row) => !row.deleted);
    return { startedAt: outcome.startedAt, items: rows.map(({ resource }) => resource) };
  }

  async heartbeat(fence: Fence): Promise<HeartbeatAnswer> {
    this.heartbeats += 1;
    if (fence.attempt !== this.attempt) return { state: 'lost' };
    if (this.cancelled) return { state: 'cancelled' };
    return { state: 'held', databaseTime: Date.now(), leaseExpiresAt: Date.now() + (this.options.leaseMs ?? 60_000) };
  }

  async report(fence: Fence, progress: ScanProgress): Promise<void> {
    this.check(fence);
    this.reports.push(progress);
  }

  leaseRateSlice: SensorPort['leaseRateSlice'] = async (_key, ask) => {
    const { state, slice } = takeSlice(this.bucket, ask, this.limits, Date.now());
    this.bucket = state;
    return slice;
  };

  async end(fence: Fence, end: ScanJobEnd): Promise<void> {
    this.check(fence);
    this.ended = end;
  }

  private check(fence: Fence): void {
    if (fence.attempt !== this.attempt) throw new FenceLostError(fence.jobId, fence.attempt);
  }
}
