import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { exchange } from '@/lib/federation/exchange';
import type { CredentialPlan } from '@/lib/sensor/port';
import type { Ourselves } from '@/lib/trust/audit/types';
import { exchangeArguments } from '../../credentials/exchange-arguments';
import { clientsFor } from './assume-role';
import { principalOf } from './caller-identity';
import { providerArn, type StepContext } from './step';

/** How the last role of the chain knows us: by our token, or as the role before it with the External ID that we send. */
export async function ourselves(context: StepContext): Promise<Ourselves | null> {
  const { facts, integration } = context;
  const [before, last] = facts.plan?.chain.slice(-2) ?? [];
  if (before && last) return { flow: 'assume-role', principalArn: before.roleArn, externalId: last.externalId };
  if (facts.plan?.start.kind === 'hostDefault') {
    const principalArn = await hostPrincipal(context, facts.plan);
    return principalArn === null ? null : { flow: 'assume-role', principalArn, externalId: before?.externalId ?? null };
  }
  const issuer = integration.issuerUrl ?? (typeof facts.claims?.iss === 'string' ? facts.claims.iss : null);
  if (!facts.claims || !facts.roleArn || !issuer) return null;
  return {
    flow: 'web-identity',
    providerArn: providerArn(facts.roleArn, issuer),
    subject: String(facts.claims.sub ?? ''),
    audience: String(facts.claims.aud ?? ''),
  };
}

/** The IAM ARN behind the host's own credentials, as a trust policy names it; null when AWS does not say. */
async function hostPrincipal(context: StepContext, plan: CredentialPlan): Promise<string | null> {
  const { signal } = context;
  const host = await exchange(...exchangeArguments(context, { ...plan, chain: [] }, signal));
  const clients = clientsFor(context, host.credentials, plan.endpoints);
  try {
    const { Arn } = await clients.sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    return principalOf(Arn ?? '', null)?.arn ?? null;
  } catch {
    return null;
  } finally {
    clients.destroy();
  }
}
