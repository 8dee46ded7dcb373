import { AppError } from '@/lib/errors/app-error';
import type { QueueConfig } from '@/lib/schemas/event-source';

export type QueuePlace = { accountId: string; name: string; region: string | null; arn: string };

const HOSTS = [
  /^sqs(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/,
  /^([a-z0-9-]+)\.queue\.amazonaws\.com$/,
];

/** Account, name and region that a queue URL tells. A host that is not SQS's own (an endpoint of one's own) tells none. */
export function placeOf({ queueURL, region }: QueueConfig): QueuePlace {
  const { hostname, pathname } = new URL(queueURL);
  const [accountId = '', name = ''] = pathname.split('/').slice(-2);
  const told = HOSTS.map((host) => host.exec(hostname)?.[1]).find((found) => found !== undefined) ?? null;
  const at = hostname === 'queue.amazonaws.com' ? 'us-east-1' : told;
  return { accountId, name, region: at, arn: `arn:${partitionOf(region)}:sqs:${region}:${accountId}:${name}` };
}

/** What of a queue URL contradicts the account and region beside it; null: it fits. */
export function misfitOf(config: QueueConfig): string | null {
  const { accountId, region } = placeOf(config);
  if (accountId !== config.accountID) return `The queue URL is of account ${accountId}, not of ${config.accountID}.`;
  if (region !== null && region !== config.region) return `The queue URL is of ${region}, not of ${config.region}.`;
  return null;
}

/** Throws an AppError where the URL does not fit: a signed request must not go where nobody meant it to. */
export function mustFit(config: QueueConfig): void {
  const misfit = misfitOf(config);
  if (misfit) throw new AppError('invalid_request', `${misfit} Correct the source's configuration.`);
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
