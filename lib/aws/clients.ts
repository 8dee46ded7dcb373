import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { CallBudget, CallObserver } from './calls';
import { RenewableCredentials } from './credentials';
import { type AwsEndpoints, type AwsService, endpointFor } from './endpoints';
import { type Instrumented, instrument } from './middleware';
import { cappedCollector } from './response-cap';

export type AwsClientOptions = {
  /** Omit for calls that AWS takes unsigned (AssumeRoleWithWebIdentity). */
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | RenewableCredentials;
  region: string;
  endpoints: AwsEndpoints;
  /** Appended to the SDK's user agent, `name/version`; AWS shows it in CloudTrail. */
  userAgent?: string;
  /** The budget that a service's calls draw on; none: unlimited. */
  budget?: (service: AwsService) => CallBudget | undefined;
  observer?: CallObserver;
  /** Aborts waits for the budget and requests under way. */
  signal?: AbortSignal;
  limits?: Partial<AwsLimits>;
};

/** Attempts include the first. Backoff is the SDK's standard one: jittered, doubling, at most 20 s. */
export type AwsLimits = {
  connectMs: number;
  requestMs: number;
  maxAttempts: number;
  maxSockets: number;
  maxBytes: number;
};

/** 32 MB is four times the largest page IAM gives; more is not AWS talking. */
export const AWS_LIMITS: AwsLimits = {
  connectMs: 3_000,
  requestMs: 30_000,
  maxAttempts: 6,
  maxSockets: 32,
  maxBytes: 32 * 1024 * 1024,
};

export type AwsClients = {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly organizations: OrganizationsClient;
  readonly cloudformation: CloudFormationClient;
  /** Closes the sockets; calls after it fail. */
  destroy(): void;
};

const UNSIGNED: AwsCredentialIdentity = { accessKeyId: '', secretAccessKey: '' };

/**
 * SDK v3 clients that share one keep-alive agent. Each is made at its first use. Errors are the SDK's: pass them to
 * `classifyAwsError`.
 */
export function awsClients(options: AwsClientOptions): AwsClients {
  const limits = { ...AWS_LIMITS, ...options.limits };
  const agent = { keepAlive: true, maxSockets: limits.maxSockets };
  const requestHandler = new NodeHttpHandler({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: limits.connectMs,
    requestTimeout: limits.requestMs,
    throwOnRequestTimeout: true,
  });
  const made: { destroy(): void }[] = [];
  const renewal = options.credentials instanceof RenewableCredentials ? options.credentials : undefined;
  const credentials =
    options.credentials instanceof RenewableCredentials ? options.credentials.provider : options.credentials;

  const config = (service: AwsService) => ({
    region: options.region,
    endpoint: endpointFor(options.endpoints, service),
    credentials: credentials ?? UNSIGNED,
    maxAttempts: limits.maxAttempts,
    retryMode: 'standard' as const,
    requestHandler,
    streamCollector: cappedCollector(limits.maxBytes),
    customUserAgent: options.userAgent,
  });
  const lazily = <C extends Instrumented & { destroy(): void }>(service: AwsService, make: () => C) => {
    let client: C | undefined;
    return () => {
      if (client === undefined) {
        client = make();
        instrument(client, service, {
          budget: options.budget?.(service),
          observer: options.observer,
          signal: options.signal,
          renewal,
        });
        made.push(client);
      }
      return client;
    };
  };

  const iam = lazily('iam', () => new IAMClient(config('iam')));
  const sts = lazily('sts', () => new STSClient(config('sts')));
  const organizations = lazily('organizations', () => new OrganizationsClient(config('organizations')));
  const cloudformation = lazily('cloudformation', () => new CloudFormationClient(config('cloudformation')));
  return {
    get iam() {
      return iam();
    },
    get sts() {
      return sts();
    },
    get organizations() {
      return organizations();
    },
    get cloudformation() {
      return cloudformation();
    },
    destroy() {
      for (const client of made) client.destroy();
      requestHandler.destroy();
    },
  };
}
