import { createHash, type KeyObject } from 'node:crypto';
import { ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { publicKeyOf } from '@/lib/events/digest/signature';
import type { StrategyContext } from '@/lib/events/strategies/types';

const HOUR = 3_600_000;
const MOST_PAGES = 10;

/** CloudTrail's public keys, which each region has of its own; those once fetched are kept. */
export class PublicKeys {
  private readonly known = new Map<string, KeyObject>();

  constructor(private readonly ctx: StrategyContext) {}

  /** The key of a fingerprint that was valid at `moment` (epoch ms); null: CloudTrail does not name it. */
  async find(region: string, fingerprint: string, moment: number): Promise<KeyObject | null> {
    const name = `${region}/${fingerprint.toLowerCase()}`;
    if (!this.known.has(name)) await this.fetch(region, moment);
    return this.known.get(name) ?? null;
  }

  private async fetch(region: string, moment: number): Promise<void> {
    const { cloudtrail } = this.ctx.clients(region);
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const command = new ListPublicKeysCommand({
        StartTime: new Date(moment - HOUR),
        EndTime: new Date(moment),
        ...(token ? { NextToken: token } : {}),
      });
      const answer = await cloudtrail.send(command, { abortSignal: this.ctx.signal });
      for (const { Value } of answer.PublicKeyList ?? []) {
        const key = Value && publicKeyOf(Value);
        // The fingerprint is the MD5 of the key: made here, so that it is not AWS's word that binds the two.
        if (key) this.known.set(`${region}/${createHash('md5').update(Value).digest('hex')}`, key);
      }
      token = answer.NextToken;
      if (token === undefined) return;
    }
  }
}
