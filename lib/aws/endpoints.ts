import type { ServiceClients } from './services';

/** The services Mooring has clients for. */
export type AwsService = keyof ServiceClients;

/**
 * Where AWS is called, an install setting (never a workspace's): a URL per service, or one for all. Empty means AWS's
 * own endpoints.
 */
export type AwsEndpoints = { default?: string } & { [service in AwsService]?: string };

/** The override for a service, or undefined for AWS's own endpoint. */
export function endpointFor(endpoints: AwsEndpoints, service: AwsService): string | undefined {
  return endpoints[service] ?? endpoints.default;
}
