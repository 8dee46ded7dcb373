import { awsClients } from '@/lib/aws/clients';
import type { AwsEndpoints } from '@/lib/aws/endpoints';
import { exchange } from '@/lib/federation/exchange';
import { withPropagationRetry } from '@/lib/federation/propagation';
import { stsFailureOf } from '@/lib/federation/sts-failure';
import type { AwsCredentials, StsFailure } from '@/lib/federation/types';
import { exchangeArguments } from '../../credentials/exchange-arguments';
import { explainRefusal } from './explain-refusal';
import { passed, type Step, type StepContext, type StepOutcome } from './step';

export const assumeRoleStep: Step = {
  key: 'assume_role',
  async run(context) {
    const { facts, install, signal } = context;
    const { plan } = facts;
    if (!plan) return { state: 'skipped', evidence: 'There is no token to exchange.' };
    let attempts = 1;
    let shown: Promise<unknown> = Promise.resolve();
    const started = performance.now();
    try {
      const result = await withPropagationRetry(() => exchange(...exchangeArguments(context, plan, signal)), {
        budgetMs: install.propagationBudgetMs,
        signal,
        onWaiting: ({ attempt, failure, elapsedMs }) => {
          attempts = attempt + 1;
          const text = waitingText(attempt, elapsedMs, failure);
          // Only for people to look at; whether the lease still holds is asked again before the step's result is written.
          shown = shown.then(() => context.waiting(text)).catch(() => {});
        },
      });
      facts.session = result.sessions[0] ?? null;
      facts.clients = clientsFor(context, result.credentials, plan.endpoints);
      if (plan.chain.length === 0) return passed('the host’s own credentials; no role is assumed');
      const role = result.sessions.at(-1)?.assumedRoleArn ?? '';
      return passed(
        attempts === 1
          ? `allowed at once: ${role}`
          : `allowed on try ${attempts}, after ${seconds(performance.now() - started)}: ${role}`,
      );
    } catch (error) {
      const failure = stsFailureOf(error);
      // What is not STS's answer (no host credentials, a token that cannot be read) has its own words.
      if (!failure) throw error;
      return refusal(context, failure, attempts, performance.now() - started);
    } finally {
      // A late "waiting" must not overwrite the result.
      await shown;
    }
  },
};

function waitingText(attempt: number, elapsedMs: number, { kind, awsCode }: StsFailure): string {
  const why = kind === 'transient' ? 'asking again' : 'a role or provider made just now takes up to a minute';
  return `try ${attempt}, after ${seconds(elapsedMs)}: AWS says ${awsCode}; ${why}`;
}

function refusal(context: StepContext, failure: StsFailure, attempts: number, elapsedMs: number): StepOutcome {
  const tries = attempts > 1 ? `, ${attempts} tries in ${seconds(elapsedMs)}` : '';
  return {
    ...explainRefusal(context, failure),
    state: 'failed',
    evidence: `AWS said ${failure.awsCode}: ${failure.message}${tries}`,
  };
}

export function clientsFor({ integration, signal }: StepContext, credentials: AwsCredentials, endpoints: AwsEndpoints) {
  return awsClients({ region: integration.region, endpoints, credentials, userAgent: 'mooring/verification', signal });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
