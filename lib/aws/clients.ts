import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { CallBudget, CallObserver } from './calls';
import { RenewableCredentials } from './credentials';
import { type AwsEndpoints, type AwsService, endpointFor } from './endpoints';
import { type Instrumented, instrument } from './middleware';
import { cappedCollector } from './response-cap';
import { CLIENTS, type ClientConfig, type ServiceClients } from './services';

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

export type AwsClients = ServiceClients & {
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

  const config = (service: AwsService): ClientConfig => ({
    region: options.region,
    endpoint: endpointFor(options.endpoints, service),
    credentials: credentials ?? UNSIGNED,
    maxAttempts: limits.maxAttempts,
    retryMode: 'standard',
    requestHandler,
    streamCollector: cappedCollector(limits.maxBytes),
    customUserAgent: options.userAgent,
  });
  const make = (service: AwsService): Instrumented & { destroy(): void } => {
    const client = CLIENTS[service](config(service));
    instrument(client, service, {
      budget: options.budget?.(service),
      observer: options.observer,
      signal: options.signal,
      renewal,
    });
    made.push(client);
    return client;
  };
  const destroy = () => {
    for (const client of made) client.destroy();
    requestHandler.destroy();
  };
  const clients = { destroy };
  for (const service of Object.keys(CLIENTS) as AwsService[]) {
    let client: ReturnType<typeof make> | undefined;
    Object.defineProperty(clients, service, { enumerable: true, get: () => (client ??= make(service)) });
  }
  return clients as AwsClients;
}
