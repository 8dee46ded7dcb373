import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { RenewableCredentials } from '@/lib/aws/credentials';
import type { AwsEndpoints } from '@/lib/aws/endpoints';
import { RateBudget } from '@/lib/aws/rate-budget';
import type { EventPort, ShardFence } from '../event-port';
import type { ExchangeCredentials } from '../run-scan-job';

/** An integration's identity, for a lease: any live lease of the workspace may renew it. */
export type Identity = { fence: ShardFence; integrationId: string; endpoints: AwsEndpoints };

type Options = { port: EventPort; exchange: ExchangeCredentials; signal: AbortSignal; userAgent?: string };
type Held = { credentials: RenewableCredentials; fence: ShardFence };

/**
 * Credentials of integrations and clients made with them, shared by all that a sensor consumes: one exchange an
 * integration, one set of sockets a region, one budget an (account, service, region).
 */
export class Identities {
  private readonly held = new Map<string, Held>();
  private readonly readers = new Map<string, AwsClients>();

  constructor(private readonly options: Options) {}

  credentials({ fence, integrationId }: Identity): RenewableCredentials {
    const key = `${fence.workspaceId}/${integrationId}`;
    const known = this.held.get(key);
    if (known) {
      known.fence = fence;
      return known.credentials;
    }
    const { port, exchange, signal } = this.options;
    const held: Held = {
      fence,
      credentials: new RenewableCredentials(async () =>
        exchange(await port.credentials(held.fence, integrationId), signal),
      ),
    };
    this.held.set(key, held);
    return held.credentials;
  }

  /** Clients that read resources of `accountId`, within the budget that all sensors share. */
  reader(identity: Identity, accountId: string, region: string): AwsClients {
    const { fence, integrationId, endpoints } = identity;
    const credentials = this.credentials(identity);
    const key = `${fence.workspaceId}/${integrationId}/${accountId}/${region}`;
    const known = this.readers.get(key);
    if (known) return known;
    const { port, signal, userAgent } = this.options;
    const clients = awsClients({
      credentials,
      region,
      endpoints,
      signal,
      budget: (service) =>
        new RateBudget({ accountId, service, region }, (bucket, ask) => port.leaseRateSlice(bucket, ask)),
      ...(userAgent ? { userAgent } : {}),
    });
    this.readers.set(key, clients);
    return clients;
  }

  /**
   * Clients for a transport (queues, buckets of logs, streams): AWS's limits on these are per queue, prefix and shard, and
   * strategies keep to them; the account's budget is for what describes it.
   */
  transport(identity: Identity, region: string, signal: AbortSignal): AwsClients {
    const { userAgent } = this.options;
    return awsClients({
      credentials: this.credentials(identity),
      region,
      endpoints: identity.endpoints,
      signal,
      ...(userAgent ? { userAgent } : {}),
    });
  }

  destroy(): void {
    for (const clients of this.readers.values()) clients.destroy();
    this.readers.clear();
  }
}
