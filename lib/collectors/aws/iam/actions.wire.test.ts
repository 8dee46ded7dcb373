import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { iamCollectors } from '@/lib/collectors/aws/iam/collectors';
import { createMemo } from '@/lib/collectors/memo';
import type { CollectContext } from '@/lib/collectors/types';
import { fillIam } from '@/lib/sensor/testing/iam-world';
import { ACCOUNT_ID, ADMIN, addEmptyAccount } from '@/lib/sensor/testing/sandbox-account';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';

let aws: RunningSandbox;
const sent = new Set<string>();
let clients: AwsClients;

beforeAll(async () => {
  aws = await startSandbox();
  addEmptyAccount(aws);
  const options = { credentials: ADMIN, region: 'us-east-1', endpoints: { default: aws.url } };
  const filler = awsClients(options);
  await fillIam(filler, ACCOUNT_ID, { users: 3, keys: 2, roles: 2, groups: 1, policies: 1 });
  filler.destroy();
  clients = awsClients({ ...options, observer: ({ action }) => sent.add(action) });
});

afterAll(async () => {
  clients.destroy();
  await aws.close();
});

const context = (): CollectContext => ({
  accountId: ACCOUNT_ID,
  partition: 'aws',
  region: 'global',
  clients,
  signal: new AbortController().signal,
  now: Date.now,
  memo: createMemo(),
  knownScope: async () => null,
});

test.each(iamCollectors.map((collector) => [collector.type, collector] as const))(
  '%s calls nothing but the actions it declares',
  async (_type, collector) => {
    sent.clear();
    const items: unknown[] = [];
    for await (const page of collector.list(context())) items.push(...page.items);
    const listed = [...collector.actions, ...collector.enrichingActions];
    expect([...sent].filter((action) => !listed.includes(action))).toEqual([]);
    sent.clear();
    for (const raw of items.slice(0, 3)) {
      const { id, arn, name } = collector.normalize(raw, context());
      const { found } = await collector.getMany(context(), [{ id, name, arn: arn ?? undefined }]);
      expect(found).toHaveLength(1);
    }
    const declared = [...listed, ...collector.readActions];
    expect([...sent].filter((action) => !declared.includes(action))).toEqual([]);
  },
);
