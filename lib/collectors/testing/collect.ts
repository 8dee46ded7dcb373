import { expect } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { createMemo } from '@/lib/collectors/memo';
import { type AnyCollector, type CollectContext, GLOBAL_REGION, type NormalizedResource } from '@/lib/collectors/types';
import { ACCOUNT_ID, ADMIN, addEmptyAccount } from '@/lib/sensor/testing/sandbox-account';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';

export const REGION = 'eu-west-1';

/** A sandbox with one empty account and clients of it, for the wire tests of collectors. */
export type CollectorBench = {
  aws: RunningSandbox;
  accountId: string;
  /** To make resources with; not observed. */
  maker(region?: string): AwsClients;
  contextOf(collector: AnyCollector, region?: string): CollectContext;
  /** Lists a scope to its end. */
  list(collector: AnyCollector, region?: string): Promise<NormalizedResource[]>;
  /** Actions called since the last time this was asked. */
  taken(): string[];
  close(): Promise<void>;
};

export async function collectorBench(): Promise<CollectorBench> {
  const aws = await startSandbox();
  addEmptyAccount(aws);
  const sent = new Set<string>();
  const opened = new Map<string, AwsClients>();
  const open = (region: string, observed: boolean) => {
    const key = `${region} ${observed}`;
    const known = opened.get(key);
    if (known) return known;
    const made = awsClients({
      credentials: ADMIN,
      region,
      endpoints: { default: aws.url },
      ...(observed ? { observer: ({ action }: { action: string }) => void sent.add(action) } : {}),
    });
    opened.set(key, made);
    return made;
  };
  const contextOf = (collector: AnyCollector, region = REGION): CollectContext => ({
    accountId: ACCOUNT_ID,
    partition: 'aws',
    region: collector.scope === 'global' ? GLOBAL_REGION : region,
    clients: open(region, true),
    signal: new AbortController().signal,
    now: Date.now,
    memo: createMemo(),
    knownScope: async () => null,
  });
  return {
    aws,
    accountId: ACCOUNT_ID,
    maker: (region = REGION) => open(region, false),
    contextOf,
    list: async (collector, region) => {
      const ctx = contextOf(collector, region);
      const listed: NormalizedResource[] = [];
      for await (const page of collector.list(ctx)) {
        listed.push(...page.items.map((raw) => collector.normalize(raw, ctx)));
      }
      return listed;
    },
    taken: () => {
      const actions = [...sent].sort();
      sent.clear();
      return actions;
    },
    close: async () => {
      for (const clients of opened.values()) clients.destroy();
      await aws.close();
    },
  };
}

/**
 * What every collector owes, judged over the wire: its list finds something, calls only what it declares, `getMany`
 * finds the same things with the same content, tells a missing one as missing, and calls only what it declares.
 */
export async function expectSoundCollector(
  bench: CollectorBench,
  collector: AnyCollector,
  region?: string,
): Promise<void> {
  const ctx = bench.contextOf(collector, region);
  bench.taken();
  const raws: unknown[] = [];
  for await (const page of collector.list(ctx)) raws.push(...page.items);
  const listing = [...collector.actions, ...collector.enrichingActions];
  expect({ type: collector.type, undeclared: bench.taken().filter((action) => !listing.includes(action)) }).toEqual({
    type: collector.type,
    undeclared: [],
  });
  expect(raws.length, `${collector.type}: nothing to list`).toBeGreaterThan(0);
  for (const raw of raws.slice(0, 3)) {
    const listed = collector.normalize(raw, ctx);
    const ref = { id: listed.id, name: listed.name, ...(listed.arn ? { arn: listed.arn } : {}) };
    const { found } = await collector.getMany(bench.contextOf(collector, region), [ref]);
    expect(found, `${collector.type}: ${listed.id} is not found by getMany`).toHaveLength(1);
    const again = found.map((one) => collector.normalize(one.raw, ctx));
    expect(again[0]?.attributes).toEqual(listed.attributes);
    expect(again[0]?.id).toBe(listed.id);
  }
  const declared = [...listing, ...collector.readActions];
  expect(bench.taken().filter((action) => !declared.includes(action))).toEqual([]);
}
