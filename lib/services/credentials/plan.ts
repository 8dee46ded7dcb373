import type { AwsEndpoints } from '@/lib/aws/endpoints';
import type { Credential, Integration } from '@/lib/db/generated/prisma/client';
import { AppError } from '@/lib/errors/app-error';
import { roleSessionName } from '@/lib/federation/names';
import { roleHopSchema } from '@/lib/schemas/credential';
import type { CredentialPlan, CredentialStart, RoleHop } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { mintWorkspaceToken } from '../federation/mint';
import { awsEndpoints } from '../install/endpoints';
import { grantedHostIdentity } from './granted-host-identity';
import { hostToken } from './host-token';

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'>;
export type IntegrationWithCredential = Integration & { credential: Credential };

const SESSION_SECONDS = 3600;

/**
 * How an integration gets AWS credentials now: where the chain starts, then the roles in order. A token of the built-in
 * issuer is minted here; a host identity is looked up again each time, so that a grant taken away works at once.
 */
export async function credentialPlan(
  deps: Deps,
  integration: IntegrationWithCredential,
  overrides: { roleArn?: string; subject?: string } = {},
): Promise<CredentialPlan> {
  const endpoints: AwsEndpoints = await awsEndpoints(deps.db, deps.install);
  const roleArn = overrides.roleArn ?? integration.roleArn;
  const sessionName = roleSessionName(integration.id);
  const hop = (arn: string, externalId: string | null, first: boolean): RoleHop => ({
    roleArn: arn,
    externalId,
    sessionName,
    durationSeconds: first ? SESSION_SECONDS : 3600,
  });
  const chain = [
    ...(roleArn ? [hop(roleArn, null, true)] : []),
    ...roleHopSchema
      .array()
      .parse(integration.credential.roleChain)
      .map((link) => hop(link.roleArn, link.externalId ?? null, false)),
  ];
  return {
    start: await startOf(deps, integration, overrides.subject),
    chain,
    stsRegion: integration.region,
    endpoints,
  };
}

async function startOf(deps: Deps, integration: IntegrationWithCredential, subject?: string): Promise<CredentialStart> {
  const { credential, workspaceId } = integration;
  switch (credential.retriever) {
    case 'mooring_issuer': {
      const minted = await mintWorkspaceToken(deps, workspaceId, {
        issuer: known(integration.issuerUrl, 'issuer URL'),
        subject: subject ?? known(integration.subject, 'subject'),
        audience: known(integration.audience, 'audience'),
      });
      return { kind: 'webIdentityToken', token: minted.token, expiresAt: minted.expiresAt.getTime() };
    }
    case 'none': {
      const { profile } = await grantedHostIdentity(deps, credential);
      return { kind: 'hostDefault', profile };
    }
    case 'token_file': {
      const { path } = await grantedHostIdentity(deps, credential);
      return { kind: 'tokenFile', path: path ?? deps.install.federationTokenPath };
    }
    case 'kube_sa_token': {
      const retrieved = await hostToken(deps, credential);
      if (retrieved === null) throw new AppError('internal', 'A Kubernetes retriever answered without a token.');
      const expiresAt = retrieved.expiresAt ?? new Date(deps.now().getTime() + 600_000);
      return { kind: 'webIdentityToken', token: retrieved.token, expiresAt: expiresAt.getTime() };
    }
    default:
      throw new AppError('internal', 'The credential has a retriever that this version does not know.');
  }
}

function known(value: string | null, what: string): string {
  if (value !== null) return value;
  throw new AppError(
    'not_configured',
    `This integration was drafted without an ${what}, because the install had no public issuer URL. Set MOORING_ISSUER_URL and draft it again.`,
  );
}
