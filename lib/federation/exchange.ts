import { AppError } from '@/lib/errors/app-error';
import type { RetrieverConfig } from './retrievers/config';
import { retrieve } from './retrievers/registry';
import type { RetrieverContext } from './retrievers/retriever';
import { type AwsSession, assumeRole, assumeRoleWithWebIdentity, type StsClientFactory } from './sts';
import type { AwsCredentials, RoleHop } from './types';

/** A credential ready to run: how to prove who we are, then the roles to assume in order. */
export type ExchangePlan = {
  retriever: RetrieverConfig;
  /** With a token the first role is assumed with it; with host credentials every role by AssumeRole, and none is fine. */
  chain: readonly RoleHop[];
  region: string;
};

export type ExchangeResult = {
  credentials: AwsCredentials;
  /** One per assumed role, in order; empty when the host's own credentials are used as they are. */
  sessions: AwsSession[];
};

/**
 * Proves who we are and walks the chain of roles. Each failure is the AppError of the step that failed
 * (`stsFailureOf` gives AWS's code and text). Nothing is retried here beyond the client's own retries.
 */
export async function exchange(
  plan: ExchangePlan,
  context: RetrieverContext,
  stsClient: StsClientFactory,
): Promise<ExchangeResult> {
  const retrieved = await retrieve(plan.retriever, context);
  const sessions: AwsSession[] = [];
  let credentials: AwsCredentials;
  let rest = plan.chain;
  if (retrieved.via === 'token') {
    const [first, ...others] = plan.chain;
    if (!first) throw new AppError('invalid_request', 'A token needs a role to be exchanged for. Add the role ARN.');
    if (first.externalId !== undefined) {
      throw new AppError(
        'invalid_request',
        'The role assumed with a token cannot have an External ID: AWS does not take one.',
      );
    }
    const client = stsClient({ region: plan.region });
    const session = await closing(client, () =>
      assumeRoleWithWebIdentity(client, { ...first, token: retrieved.token }, context.signal),
    );
    sessions.push(session);
    credentials = session.credentials;
    rest = others;
  } else {
    credentials = retrieved.credentials;
  }
  for (const hop of rest) {
    const client = stsClient({ region: plan.region, credentials });
    const session = await closing(client, () => assumeRole(client, hop, context.signal));
    sessions.push(session);
    credentials = session.credentials;
  }
  return { credentials, sessions };
}

async function closing<T>(client: { destroy(): void }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    client.destroy();
  }
}
