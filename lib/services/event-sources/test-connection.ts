import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { z } from 'zod';
import { awsClients } from '@/lib/aws/clients';
import { RenewableCredentials } from '@/lib/aws/credentials';
import { inWorkspace } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import type { Strategy } from '@/lib/events/strategies/types';
import { exchange } from '@/lib/federation/exchange';
import { type ConnectionCheck, type connectionTestSchema, testEventSourceSchema } from '@/lib/schemas/event-source';
import { parseInput } from '@/lib/schemas/parse';
import { scopeError } from '@/lib/sensor/scope-outcome';
import { authorize, type WorkspaceContext } from '../context';
import { exchangeArguments } from '../credentials/exchange-arguments';
import { credentialPlan, type IntegrationWithCredential } from '../credentials/plan';
import { awsEndpoints } from '../install/endpoints';
import { parseConfig, sourceReadPolicy } from './detail';

type ConnectionTest = z.output<typeof connectionTestSchema>;
/** A person waits for it; what AWS has not answered by then is told as such. */
const TIMEOUT_MS = 25_000;

/**
 * Tries a config as the integration's identity: who that is, then what the strategy checks, one by one. Receives and
 * changes nothing. What is wrong in AWS is in the checks; `invalid_request` is for what does not fit the form.
 */
export async function testEventSource(
  context: WorkspaceContext & { signal?: AbortSignal },
  raw: z.input<typeof testEventSourceSchema>,
): Promise<ConnectionTest> {
  authorize(context, 'eventSource:write');
  const { strategy: name, integrationId: id, ...input } = parseInput(testEventSourceSchema, raw);
  const config = parseConfig(name, input.config);
  const { workspaceId, db } = context;
  const [integration, policy] = await inWorkspace(
    db,
    workspaceId,
    async (tx) =>
      [
        await tx.integration.findUnique({
          where: { workspaceId_id: { workspaceId, id } },
          include: { credential: true },
        }),
        await sourceReadPolicy(tx, workspaceId, name, config),
      ] as const,
    { readOnly: true },
  );
  if (!integration) {
    throw new AppError('invalid_request', 'There is no such integration in this workspace.', {
      details: [{ path: 'integrationId', message: 'not one of this workspace' }],
    });
  }
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = context.signal ? AbortSignal.any([context.signal, timeout]) : timeout;
  const strategy = STRATEGIES_BY_NAME[name] as unknown as Strategy;
  const checks = await runChecks(context, integration, strategy, config as never, signal);
  return {
    ok: checks.every(({ state }) => state !== 'failed'),
    checks,
    readPolicy: { ...policy },
  };
}

async function runChecks(
  context: WorkspaceContext,
  integration: IntegrationWithCredential,
  strategy: Strategy,
  config: never,
  signal: AbortSignal,
): Promise<ConnectionCheck[]> {
  const checks: ConnectionCheck[] = [];
  const credentials = new RenewableCredentials(async () => {
    const plan = await credentialPlan(context, integration);
    const { credentials: found } = await exchange(...exchangeArguments(context, plan, signal));
    return found;
  });
  const endpoints = await awsEndpoints(context.db, context.install);
  const made = new Map<string, ReturnType<typeof awsClients>>();
  const clients = (region: string) => {
    const known =
      made.get(region) ?? awsClients({ credentials, region, endpoints, signal, limits: { maxAttempts: 2 } });
    made.set(region, known);
    return known;
  };
  try {
    const identity = await identityCheck(
      () => clients(strategy.regionOf(config)).sts.send(new GetCallerIdentityCommand({})),
      integration.name,
    );
    checks.push(identity);
    if (identity.state === 'failed') return checks;
    const accounts = new Set(integration.accountId ? [integration.accountId] : []);
    const ctx = { clients, signal, now: Date.now, accounts: () => accounts, pollMs: 1_000 };
    for await (const check of strategy.test(ctx, config)) checks.push(check);
  } catch (error) {
    const { message } = scopeError(error);
    const fix = signal.aborted ? 'Try again; AWS or the endpoint did not answer in time.' : null;
    checks.push({ key: 'unfinished', title: 'The other checks', state: 'failed', evidence: message, fix });
  } finally {
    for (const one of made.values()) one.destroy();
  }
  return checks;
}

async function identityCheck(
  ask: () => Promise<{ Arn?: string | undefined }>,
  integration: string,
): Promise<ConnectionCheck> {
  const about = { key: 'identity', title: `Take the identity of ${integration}` };
  try {
    const { Arn = '' } = await ask();
    return { ...about, state: 'ok', evidence: Arn, fix: null };
  } catch (error) {
    const { message } = scopeError(error);
    return {
      ...about,
      state: 'failed',
      evidence: message,
      fix: 'Open the integration and run its verification: it says what keeps the role from being taken.',
    };
  }
}
