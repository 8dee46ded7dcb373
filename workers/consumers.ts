import { COLLECTORS } from '@/lib/collectors/registry';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { exchange } from '@/lib/federation/exchange';
import { withPropagationRetry } from '@/lib/federation/propagation';
import { Consumers } from '@/lib/sensor/events/consumers';
import { digestChore } from '@/lib/sensor/events/digest-chore';
import type { ExchangeCredentials } from '@/lib/sensor/run-scan-job';
import { exchangeArguments } from '@/lib/services/credentials/exchange-arguments';
import { eventPort } from '@/lib/services/events/port';
import type { WorkerDependencies } from './handler';

/** A plan's credentials, with patience for roles that were made a moment ago. */
export function exchangeOf(deps: Pick<WorkerDependencies, 'install' | 'now'>): ExchangeCredentials {
  return async (plan, signal) => {
    const retry = { budgetMs: deps.install.propagationBudgetMs, signal };
    const { credentials } = await withPropagationRetry(() => exchange(...exchangeArguments(deps, plan, signal)), retry);
    return credentials;
  };
}

/** Consumes event sources of every workspace, beside the jobs, until the worker drains. */
export function startConsumers(deps: WorkerDependencies): Consumers {
  const port = eventPort(deps);
  return new Consumers({
    port,
    sensorId: deps.sensorId,
    exchange: exchangeOf(deps),
    collectors: COLLECTORS,
    strategies: STRATEGIES_BY_NAME,
    chores: [digestChore({ port })],
    userAgent: `mooring/${deps.install.version}`,
    pollMs: deps.env.WORKER_S3_POLL_SECONDS * 1000,
    onError: (err) => deps.log.warn({ err }, 'event sources'),
  }).start();
}
