import type { AwsCredentialIdentity } from '@smithy/types';
import pLimit from 'p-limit';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { RenewableCredentials } from '@/lib/aws/credentials';
import { RateBudget } from '@/lib/aws/rate-budget';
import { createMemo } from '@/lib/collectors/memo';
import { type AnyCollector, type CollectContext, GLOBAL_REGION, type KnownScope } from '@/lib/collectors/types';
import { DatabaseClock } from './clock';
import { enabledRegions } from './enabled-regions';
import { DeadlineError, DrainError, FenceLostError, ScanCancelledError } from './errors';
import { fencedCaller } from './fenced-port';
import { keepLease } from './heartbeat';
import type { CredentialPlan, LeasedScope, ScanJobEnd, ScanJobLease, SensorPort } from './port';
import { ProgressReporter } from './progress';
import { runScope } from './run-scope';
import { ScopeEnds } from './scope-ends';
import { scopeError } from './scope-outcome';

/** Turns a plan into session credentials of the plan's last role (lib/federation). Retries fresh roles itself. */
export type ExchangeCredentials = (plan: CredentialPlan, signal: AbortSignal) => Promise<AwsCredentialIdentity>;

export type RunScanJobOptions = {
  port: SensorPort;
  jobId: string;
  sensorId: string;
  exchange: ExchangeCredentials;
  /** All that this sensor knows; the lease names the types. */
  collectors: readonly AnyCollector[];
  /** Aborted when the worker drains: the job is released for another. */
  signal?: AbortSignal;
  userAgent?: string;
};

export type ScanJobResult = 'notTaken' | 'fenceLost' | ScanJobEnd['status'];

/** Scopes of a job listed at once. */
const SCOPES_AT_ONCE = 8;

/**
 * Runs one (account, service) job to its end. Never throws for what happens in AWS: that is in the scopes' outcomes and
 * the job's end. Throws when the core cannot be reached for longer than the retries last; the lease then runs out.
 */
export async function runScanJob(options: RunScanJobOptions): Promise<ScanJobResult> {
  const { port, signal } = options;
  const lease = await port.takeScanJob(options.jobId, options.sensorId);
  if (lease === null) return 'notTaken';
  const clock = new DatabaseClock(lease.databaseTime);
  const stop = new AbortController();
  const drain = () => stop.abort(new DrainError());
  if (signal?.aborted) drain();
  signal?.addEventListener('abort', drain, { once: true });
  const call = fencedCaller(stop);
  const reporter = new ProgressReporter(done(lease.scopes), lease.scopes.length, (progress) =>
    stop.signal.aborted ? Promise.resolve() : port.report(lease.fence, progress),
  );
  const release = keepLease(port, lease, clock, stop);
  try {
    const failure = await runScopes(options, lease, clock, stop, reporter);
    await reporter.close();
    const end = endOf(stop.signal, failure, reporter);
    if (end === null) return 'fenceLost';
    await call(() => port.end(lease.fence, end));
    return end.status;
  } catch (error) {
    if (error instanceof FenceLostError) return 'fenceLost';
    throw error;
  } finally {
    signal?.removeEventListener('abort', drain);
    stop.abort(new DrainError());
    await reporter.close();
    release();
  }
}

/** Lists what is open. Answers the error that kept the whole job from starting, or null. */
async function runScopes(
  options: RunScanJobOptions,
  lease: ScanJobLease,
  clock: DatabaseClock,
  stop: AbortController,
  reporter: ProgressReporter,
): Promise<unknown> {
  const { port } = options;
  const call = fencedCaller(stop);
  const { signal } = stop;
  const credentials = new RenewableCredentials(async () =>
    options.exchange(await call(() => port.credentials(lease.fence)), signal),
  );
  try {
    await credentials.resolve();
  } catch (error) {
    if (error instanceof FenceLostError) throw error;
    return signal.aborted ? signal.reason : error;
  }
  // The first job of a scan that has regional scopes asks AWS for the regions.
  const clients = regionalClients(options, lease, credentials, reporter, signal, call);
  const abandoned = () => signal.aborted && !(signal.reason instanceof DeadlineError);
  try {
    let regions: string[] | null = null;
    try {
      if (!lease.regionsKnown) regions = await enabledRegions(clients(lease.region), signal);
    } catch (error) {
      return signal.aborted ? signal.reason : error;
    }
    const scopes = lease.regionsKnown ? lease.scopes : await call(() => port.openRegions(lease.fence, regions));
    reporter.scopes(done(scopes), scopes.length);
    const context = contextFor(options, lease, clock, signal, clients, call, scopes);
    const limit = pLimit(SCOPES_AT_ONCE);
    const ends = new ScopeEnds(async (ended) => {
      await call(() => port.completeScopes(lease.fence, lease.accountId, ended));
      reporter.scopesEnded(ended.length);
    });
    const settled = await Promise.allSettled(
      openWork(scopes, options.collectors).map(({ collector, region }) =>
        limit(async () => {
          if (abandoned()) return;
          const outcome = await runScope(collector, context(region), {
            abandoned,
            submit: async (scope, observations) => {
              await call(() => port.submit(lease.fence, scope, observations));
              reporter.resources(observations.length);
            },
          });
          if (outcome !== null) ends.add({ region, type: collector.type, outcome });
        }),
      ),
    );
    // Also when the job drains: what was listed to its end need not be listed again.
    await ends.close();
    // Only the core's refusals get here; one such scope is reason enough to leave the job to its next attempt.
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
    return signal.aborted ? signal.reason : null;
  } finally {
    clients.destroy();
  }
}

const done = (scopes: readonly LeasedScope[]) => scopes.filter(({ complete }) => complete).length;

type Call = ReturnType<typeof fencedCaller>;
type RegionalClients = ((region: string) => AwsClients) & { destroy(): void };

/** One set of clients a region, made at first use; each (service, region) draws on a budget of its own. */
function regionalClients(
  { port, userAgent }: RunScanJobOptions,
  lease: ScanJobLease,
  credentials: RenewableCredentials,
  reporter: ProgressReporter,
  signal: AbortSignal,
  call: Call,
): RegionalClients {
  const made = new Map<string, AwsClients>();
  const open = (region: string) => {
    const known = made.get(region);
    if (known) return known;
    const clients = awsClients({
      credentials,
      region,
      endpoints: lease.endpoints,
      userAgent,
      signal,
      observer: reporter.observe,
      budget: (service) =>
        new RateBudget({ accountId: lease.accountId, service, region }, (key, ask) =>
          call(() => port.leaseRateSlice(key, ask)),
        ),
    });
    made.set(region, clients);
    return clients;
  };
  return Object.assign(open, {
    destroy: () => {
      for (const clients of made.values()) clients.destroy();
    },
  });
}

type Work = { collector: AnyCollector; region: string };

/** What is still to be listed: collectors in their own order, each through its regions before the next begins. */
function openWork(scopes: readonly LeasedScope[], collectors: readonly AnyCollector[]): Work[] {
  return collectors.flatMap((collector) =>
    scopes.flatMap(({ type, region, complete }) =>
      type === collector.type && !complete ? [{ collector, region }] : [],
    ),
  );
}

function contextFor(
  { port }: RunScanJobOptions,
  lease: ScanJobLease,
  clock: DatabaseClock,
  signal: AbortSignal,
  clients: RegionalClients,
  call: Call,
  scopes: readonly LeasedScope[],
): (region: string) => CollectContext {
  const memo = createMemo();
  const { accountId, partition } = lease;
  const complete = new Set(scopes.flatMap((scope) => (scope.complete ? [`${scope.region}/${scope.type}`] : [])));
  return (region) => ({
    accountId,
    partition,
    region,
    clients: clients(region === GLOBAL_REGION ? lease.region : region),
    signal,
    memo,
    now: clock.now,
    knownScope: async (type): Promise<KnownScope | null> =>
      complete.has(`${region}/${type}`) ? call(() => port.knownScope(lease.fence, { accountId, region, type })) : null,
  });
}

function endOf(signal: AbortSignal, failure: unknown, { progress }: ProgressReporter): ScanJobEnd | null {
  const reason: unknown = signal.aborted ? signal.reason : failure;
  if (reason instanceof FenceLostError) return null;
  if (reason instanceof ScanCancelledError) return { status: 'cancelled', progress };
  if (reason instanceof DrainError) return { status: 'released', progress };
  return reason === null ? { status: 'finished', progress } : { status: 'failed', error: scopeError(reason), progress };
}
