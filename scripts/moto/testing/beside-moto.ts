import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { createMemo } from '@/lib/collectors/memo';
import { collectorsOf } from '@/lib/collectors/registry';
import { type CollectContext, GLOBAL_REGION } from '@/lib/collectors/types';
import type { CollectorService } from '@/lib/schemas/collector-service';
import { type MotoServer, startMoto } from '../../test/moto';
import { type MotoCli, startMotoCli } from '../aws-cli';
import { motoInstalled } from '../server';
import { ACCOUNT, type Place } from '../service';
import { MOTO_SERVICES } from '../services';

const KEYS = { accessKeyId: 'testing', secretAccessKey: 'testing' };

/**
 * Tests that the collectors of these services list from moto_server what the AWS CLI lists, lose no part of it, and read
 * one as they list it.
 */
export function besideMoto(
  services: readonly CollectorService[],
  { region, many }: { region: string; many: number },
): void {
  const absent = !motoInstalled();
  if (absent) console.warn(`SKIPPED, ${services.join(', ')} beside moto: moto_server and aws are not both installed`);
  describe.skipIf(absent)(`beside moto and the AWS CLI`, { timeout: 60_000 }, () => {
    let server: MotoServer;
    let clients: AwsClients;
    let place: Place;
    let cli: MotoCli;

    beforeAll(async () => {
      server = await startMoto();
      cli = await startMotoCli(server.url);
      place = { aws: cli.in(region), region, account: ACCOUNT };
      clients = awsClients({ credentials: KEYS, region, endpoints: { default: server.url } });
      for (const service of services) await MOTO_SERVICES[service].fill(place, many);
    }, 120_000);

    afterAll(async () => {
      clients?.destroy();
      cli?.close();
      await server?.stop();
    });

    const memo = createMemo();
    test.each(services.flatMap(collectorsOf))('$type', async (collector) => {
      const ctx: CollectContext = {
        accountId: ACCOUNT,
        partition: 'aws',
        region: collector.scope === 'global' ? GLOBAL_REGION : region,
        clients,
        signal: new AbortController().signal,
        now: Date.now,
        memo,
        knownScope: async () => null,
      };
      const resources = [];
      const codes: string[] = [];
      for await (const page of collector.list(ctx)) {
        resources.push(...page.items.map((raw) => collector.normalize(raw, ctx)));
        codes.push(...(page.gaps ?? []).map(({ code }) => code));
      }
      const { lists, gaps, unreadable } = MOTO_SERVICES[collector.service];
      const theirs = await lists[collector.type]?.(place);
      expect(theirs?.length).toBeGreaterThan(0);
      expect(resources.map(({ id }) => id).sort()).toEqual(theirs?.sort());
      const known = gaps?.[collector.type]?.code;
      expect(codes.filter((code) => code !== known)).toEqual([]);
      if (unreadable?.[collector.type]) return;
      const listed = resources.at(-1);
      const ref = { id: listed?.id ?? '', name: listed?.name ?? '', ...(listed?.arn ? { arn: listed.arn } : {}) };
      const { found, missing } = await collector.getMany(ctx, [ref]);
      expect(missing).toEqual([]);
      expect(found.map(({ raw }) => collector.normalize(raw, ctx).attributes)).toEqual([listed?.attributes]);
    });
  });
}
