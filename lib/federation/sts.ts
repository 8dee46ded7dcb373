import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  type STSClient,
} from '@aws-sdk/client-sts';
import { AppError } from '@/lib/errors/app-error';
import { stsError } from './sts-failure';
import type { AwsCredentials, RoleHop, StsFailure } from './types';

/** Makes an STS client (endpoint, retries and timeouts are lib/aws's); without credentials for the unsigned call. */
export type StsClientFactory = (options: { region: string; credentials?: AwsCredentials }) => STSClient;

/** What STS gave. The web-identity facts are null after an AssumeRole. */
export type AwsSession = {
  credentials: AwsCredentials & { sessionToken: string; expiration: Date };
  assumedRoleArn: string;
  assumedRoleId: string;
  provider: string | null;
  audience: string | null;
  subject: string | null;
};

/** Exchanges a token for a role's credentials. Unsigned: no credentials of ours are in the request. */
export async function assumeRoleWithWebIdentity(
  client: STSClient,
  input: { roleArn: string; sessionName: string; token: string; durationSeconds?: number },
  signal?: AbortSignal,
): Promise<AwsSession> {
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: input.roleArn,
    RoleSessionName: input.sessionName,
    WebIdentityToken: input.token,
    DurationSeconds: input.durationSeconds,
  });
  const answer = await send('AssumeRoleWithWebIdentity', () => client.send(command, { abortSignal: signal }));
  return {
    ...session('AssumeRoleWithWebIdentity', answer),
    provider: answer.Provider ?? null,
    audience: answer.Audience ?? null,
    subject: answer.SubjectFromWebIdentityToken ?? null,
  };
}

/** Assumes a role with the client's credentials, with the hop's External ID when it has one. */
export async function assumeRole(client: STSClient, hop: RoleHop, signal?: AbortSignal): Promise<AwsSession> {
  const command = new AssumeRoleCommand({
    RoleArn: hop.roleArn,
    RoleSessionName: hop.sessionName,
    ExternalId: hop.externalId,
    DurationSeconds: hop.durationSeconds,
  });
  const answer = await send('AssumeRole', () => client.send(command, { abortSignal: signal }));
  return { ...session('AssumeRole', answer), provider: null, audience: null, subject: null };
}

async function send<T>(operation: StsFailure['operation'], call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw stsError(operation, error);
  }
}

function session(
  operation: StsFailure['operation'],
  answer: { Credentials?: Credentials; AssumedRoleUser?: { Arn?: string; AssumedRoleId?: string } },
): Pick<AwsSession, 'credentials' | 'assumedRoleArn' | 'assumedRoleId'> {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  const { Arn, AssumedRoleId } = answer.AssumedRoleUser ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration || !Arn || !AssumedRoleId) {
    throw new AppError('upstream_refused', `${operation} was answered without credentials.`);
  }
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
  return { credentials, assumedRoleArn: Arn, assumedRoleId: AssumedRoleId };
}
