import { awsClients } from '@/lib/aws/clients';
import type { ExchangePlan, exchange } from '@/lib/federation/exchange';
import type { RetrieverConfig } from '@/lib/federation/retrievers/config';
import type { CredentialPlan, CredentialStart } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';

/** What lib/federation's exchange takes, from a plan of ours. STS is called at most three times a step. */
export function exchangeArguments(
  deps: Pick<ServiceContext, 'install' | 'now'>,
  plan: CredentialPlan,
  signal?: AbortSignal,
): Parameters<typeof exchange> {
  const { start } = plan;
  const mint =
    start.kind === 'webIdentityToken'
      ? async () => ({ token: start.token, expiresAt: new Date(start.expiresAt) })
      : undefined;
  const exchangePlan: ExchangePlan = {
    retriever: retrieverOf(start),
    region: plan.stsRegion,
    chain: plan.chain.map(({ externalId, ...hop }) => ({ ...hop, ...(externalId === null ? {} : { externalId }) })),
  };
  return [
    exchangePlan,
    { ...deps.install.retrieverContext(deps.now), ...(mint ? { mint } : {}), ...(signal ? { signal } : {}) },
    (options) =>
      awsClients({ ...options, endpoints: plan.endpoints, userAgent: 'mooring/federation', limits: { maxAttempts: 3 } })
        .sts,
  ];
}

function retrieverOf(start: CredentialStart): RetrieverConfig {
  switch (start.kind) {
    case 'webIdentityToken':
      return { kind: 'mooring_issuer' };
    case 'tokenFile':
      return { kind: 'token_file', path: start.path };
    case 'hostDefault':
      return { kind: 'none', ...(start.profile ? { profile: start.profile } : {}) };
  }
}
