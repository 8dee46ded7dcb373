import { awsClients } from '@/lib/aws/clients';
import type { AwsEndpoints } from '@/lib/aws/endpoints';
import { exchange } from '@/lib/federation/exchange';
import { withPropagationRetry } from '@/lib/federation/propagation';
import { stsFailureOf } from '@/lib/federation/sts-failure';
import type { AwsCredentials } from '@/lib/federation/types';
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
    const started = performance.now();
    try {
      const result = await withPropagationRetry(() => exchange(...exchangeArguments(context, plan, signal)), {
        budgetMs: install.propagationBudgetMs,
        signal,
        onWaiting: ({ attempt, failure, elapsedMs }) => {
          attempts = attempt + 1;
          void context.waiting(
            `try ${attempt}, after ${seconds(elapsedMs)}: AWS says ${failure.awsCode}; a new role takes up to a minute`,
          );
        },
      });
      facts.session = result.sessions[0] ?? null;
      facts.clients = clientsFor(context, result.credentials, plan.endpoints);
      if (plan.chain.length === 0) return passed('the host’s own credentials; no role is assumed');
      const role = result.sessions.at(-1)?.assumedRoleArn ?? '';
      return passed(
        attempts === 1
          ? `allowed at once: ${role}`
          : `allowed on try ${attempts}, after ${seconds(performance.now() - started)}: the role was new`,
      );
    } catch (error) {
      const failure = stsFailureOf(error);
      if (!failure)
        return {
          state: 'failed',
          evidence: error instanceof Error ? error.message : 'failed',
          reason: 'Mooring could not ask AWS.',
        };
      return refusal(context, failure, attempts, performance.now() - started);
    }
  },
};

function refusal(
  context: StepContext,
  failure: NonNullable<ReturnType<typeof stsFailureOf>>,
  attempts: number,
  elapsedMs: number,
): StepOutcome {
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
