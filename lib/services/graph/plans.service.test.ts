import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { assumableBy } from './assumable';
import { edgesFrom, edgesTo } from './edges';
import { resourceGraph } from './neighbourhood';
import { keyTargets, usedBy, usedByKey, usersOf } from './used-by';

/** Edges of the workspace: enough that reading the whole table is never cheapest. */
const ROWS = 30_000;
const ACCOUNT = '111111111111';
const HUB = '00000000-0000-7000-8000-000000000001';
const KEY = 'arn:aws:kms:eu-central-1:999988887777:key/hub';

let f: InventoryFixture;
let workspaceId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  await f.asOwner(
    `INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, attributes,
       content_hash, row_hash, first_seen_at, observed_at, changed_at)
     SELECT $1::uuid, CASE WHEN n = 0 THEN $2::uuid ELSE gen_random_uuid() END, $3, 'eu-central-1', 'ec2',
       CASE WHEN n = 0 THEN 'AWS::EC2::SecurityGroup' ELSE 'AWS::EC2::NetworkInterface' END, 'id-' || n,
       'arn:aws:ec2:eu-central-1:' || $3 || ':thing/' || n, 'thing-' || n, '{}', '\\x00', '\\x00', now(), now(), now()
     FROM generate_series(0, $4::int) n`,
    [workspaceId, HUB, ACCOUNT, ROWS / 2],
  );
  // Every third is protected by the hub, each by a group of its own, and all are encrypted with a few keys.
  await f.asOwner(
    `INSERT INTO tenant.relationship (workspace_id, from_uid, kind, to_type, to_key, to_by)
     SELECT workspace_id, uid, 'protectedBy', 'AWS::EC2::SecurityGroup',
       CASE WHEN substr(id, 4)::int % 3 = 0 THEN 'id-0' ELSE 'sg-' || id END, 'id'
     FROM tenant.resource WHERE workspace_id = $1::uuid AND id <> 'id-0'
     UNION ALL
     SELECT workspace_id, uid, 'encryptsWith', 'AWS::KMS::Key',
       CASE WHEN substr(id, 4)::int % 100 = 0 THEN $2 ELSE 'arn:aws:kms:eu-central-1:1:key/' || id END, 'arn'
     FROM tenant.resource WHERE workspace_id = $1::uuid AND id <> 'id-0'`,
    [workspaceId, KEY],
  );
  await f.asOwner('ANALYZE tenant.resource, tenant.relationship');
}, 600_000);
afterAll(() => f.close());

/** A transaction that explains what it is asked instead of doing it, as the tenant role under row-level security. */
async function planOf(work: (tx: Transaction) => Promise<unknown>): Promise<string> {
  let plan = '';
  await f.read(workspaceId, async (tx) => {
    const $queryRaw = async (strings: TemplateStringsArray, ...values: unknown[]) => {
      const rows = await tx.$queryRaw<Record<string, string>[]>`EXPLAIN (COSTS OFF) ${Prisma.sql(strings, ...values)}`;
      plan += `${rows.map((row) => row['QUERY PLAN']).join('\n')}\n`;
      return [];
    };
    await work({ ...tx, $queryRaw } as unknown as Transaction);
  });
  return plan;
}

const FAN = { kinds: null, shown: 40, cap: 100_000 };

describe('edges are read by indexes', () => {
  test.each<[string, (tx: Transaction) => Promise<unknown>]>([
    ['what a hub is named by', (tx) => edgesTo(tx, workspaceId, [HUB], FAN)],
    ['of one kind', (tx) => edgesTo(tx, workspaceId, [HUB], { ...FAN, kinds: ['protectedBy'] })],
    ['what it names', (tx) => edgesFrom(tx, workspaceId, [HUB], FAN)],
    [
      'a page of what uses a key',
      (tx) => usersOf(tx, keyTargets(workspaceId, 'AWS::KMS::Key', KEY), { pageSize: 50 }, true),
    ],
    ['who trusts an account', (tx) => assumableBy(tx, workspaceId, [])],
  ])('%s: no sequential scan', async (_name, work) => {
    const plan = await planOf(work);
    expect(plan).toMatch(/Index/);
    expect(plan).not.toMatch(/Seq Scan/);
  });

  test('a hub of thousands is drawn, counted and paged in bounded time', async () => {
    const lines: string[] = [];
    const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const times: number[] = [];
      let answer: T | undefined;
      for (let n = 0; n < 5; n += 1) {
        const began = performance.now();
        answer = await work();
        times.push(performance.now() - began);
      }
      lines.push(`${name}: ${(times.sort((a, b) => a - b)[2] ?? 0).toFixed(1)} ms`);
      return answer as T;
    };
    const graph = await timed('graph of a hub', () => resourceGraph(f.as(workspaceId), { uid: HUB }));
    expect(graph.groups).toMatchObject([{ count: ROWS / 6 - 40, atLeast: false }]);
    await timed('two steps', () => resourceGraph(f.as(workspaceId), { uid: HUB, depth: 2 }));
    const used = await timed('what uses a hub', () => usedBy(f.as(workspaceId), { uid: HUB }));
    expect(used.counts).toEqual([{ kind: 'protectedBy', type: 'AWS::EC2::NetworkInterface', count: ROWS / 6 }]);
    const byKey = await timed('what uses a key', () =>
      usedByKey(f.as(workspaceId), { type: 'AWS::KMS::Key', key: KEY }),
    );
    expect(byKey.counts[0]?.count).toBe(ROWS / 200);
    console.log(`${ROWS} edges, ${ROWS / 6} of them to one group\n${lines.join('\n')}`);
    expect(lines).toHaveLength(4);
  }, 60_000);
});
