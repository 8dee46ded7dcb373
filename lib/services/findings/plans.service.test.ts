import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingsInNeed } from '../inventory/attention/findings';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { admittingRoles, CANDIDATES } from './candidates';
import { exportFindings } from './export';
import { listFindings } from './list';
import { refreshFindings } from './refresh';
import { findingSummary } from './summary';

/** Enough that reading a whole table is never cheapest; half of them are another workspace's. */
const ROWS = 20_000;
/** Of the fixture's pool (lib/db/client). */
const CONNECTIONS = 10;
const FIRST = '00000000-0000-0000-0000-000000000000';

let f: InventoryFixture;
let workspaceId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  for (const id of [workspaceId, await f.workspace()]) await generate(id, ROWS / 2);
  await f.asOwner('ANALYZE tenant.resource, tenant.finding, tenant.policy_reading, tenant.relationship');
  await f.asOwner('VACUUM tenant.resource, tenant.finding');
}, 600_000);
afterAll(() => f.close());

/** Resources of which each has a finding of one of four rules; one key in two hundred is past its limit without one. */
async function generate(id: string, rows: number): Promise<void> {
  await f.asOwner(
    `INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, name, attributes, volatile,
       content_hash, row_hash, aws_created_at, first_seen_at, observed_at, changed_at)
     SELECT $1::uuid, gen_random_uuid(), lpad((n % 40)::text, 12, '1'), 'global', 'iam',
       (ARRAY['AWS::EC2::Volume', 'AWS::EC2::Snapshot', 'AWS::IAM::Role', 'AWS::IAM::AccessKey', 'AWS::EC2::Subnet'])[1 + n % 5],
       'ID' || n, CASE WHEN n % 1000 = 0 THEN 'payroll-' ELSE 'thing-' END || md5(n::text),
       jsonb_build_object('status', 'Active', 'userName', 'u' || n, 'encrypted', false, 'createDate', now() - n % 200 * interval '1 day',
         'note', repeat(md5(n::text), 8)),
       '{}', '\\x00', '\\x00', now() - n % 200 * interval '1 day', now(), now(), now()
     FROM generate_series(1, $2::int) n`,
    [id, rows],
  );
  await f.asOwner(
    `INSERT INTO tenant.finding (workspace_id, id, rule, resource_uid, type, account_id, region, severity, evidence, search_text,
       first_seen_at, confirmed_at, state, resolved_at, resolution)
     SELECT workspace_id, gen_random_uuid(), CASE type WHEN 'AWS::EC2::Volume' THEN 'volume-unencrypted'
         WHEN 'AWS::EC2::Snapshot' THEN 'snapshot-unencrypted' WHEN 'AWS::IAM::Role' THEN 'role-open-to-outsiders'
         ELSE 'access-key-old' END, uid, type, account_id, region,
       (ARRAY['critical', 'high', 'medium', 'low'])[1 + ascii(right(name, 1)) % 4],
       jsonb_build_object('text', name, 'facts', '[]'::jsonb, 'lines', '[]'::jsonb, 'calls', '[]'::jsonb), E'\\n' || lower(name), now(), now(),
       CASE WHEN id LIKE '%7' THEN 'resolved' ELSE 'open' END, CASE WHEN id LIKE '%7' THEN now() END,
       CASE WHEN id LIKE '%7' THEN 'fixed' END
     FROM tenant.resource WHERE workspace_id = $1::uuid AND type <> 'AWS::EC2::Subnet'
       AND NOT (type = 'AWS::IAM::AccessKey' AND id LIKE '%99')`,
    [id],
  );
}

const CASES: [string, object][] = [
  ['open', {}],
  ['resolved', { state: 'resolved' }],
  ['muted', { state: 'muted' }],
  ['of one rule', { rule: ['volume-unencrypted'] }],
  ['of one account and severity', { account: ['111111111123'], severity: ['low'] }],
  ['with a rare text', { q: 'payroll' }],
  ['with a frequent text', { q: 'thing' }],
  ['with a short text', { q: 'pa' }],
  ['with a text that nothing has', { q: 'no such thing' }],
];

describe('findings are read by indexes', () => {
  test.each(CASES)('%s: no sequential scan', async (_name, filter) => {
    const [made] = await f.asOwner<{ sql: string }>(
      'SELECT tenant.finding_search_sql($1::uuid, $2::jsonb, NULL, 51, now()) AS sql',
      [workspaceId, JSON.stringify(filter)],
    );
    const rows = await f.asOwner<{ 'QUERY PLAN': string }>(
      `EXPLAIN (COSTS OFF) ${made?.sql.replace('FROM finding f', 'FROM tenant.finding f')}`,
    );
    const text = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).not.toMatch(/Seq Scan/);
    expect(text).toMatch(/Index/);
  });

  test('the verbs and a sweep answer in bounded time, and read no table whole', async () => {
    const context = f.as(workspaceId);
    const read = async () => {
      for (const [, filter] of CASES) await listFindings(context, filter);
      await findingSummary(context, {});
      await f.read(workspaceId, async (tx) => {
        await findingsInNeed(tx, workspaceId, new Date());
        for (const candidates of [...CANDIDATES, admittingRoles]) {
          await candidates(tx, workspaceId, { after: FIRST, limit: 500, now: new Date() });
        }
      });
    };
    await read();
    // Each connection keeps its own counts back for a while: all are asked to tell, while none is free for two.
    const flushed = () =>
      Promise.all(
        Array.from({ length: CONNECTIONS }, () =>
          f.read(workspaceId, (tx) => tx.$executeRaw`SELECT pg_stat_force_next_flush(), pg_sleep(0.2)`),
        ),
      );
    const scans = async () => {
      await flushed();
      return f.asOwner<{ relname: string; seq_scan: string }>(
        `SELECT relname, seq_scan FROM pg_stat_user_tables, pg_stat_force_next_flush()
         WHERE schemaname = 'tenant' AND relname IN ('finding', 'resource') ORDER BY 1`,
      );
    };
    const before = await scans();
    const started = performance.now();
    await read();
    const took = performance.now() - started;
    expect(await scans()).toEqual(before);
    console.info(`lists, summary, overview and candidates over ${ROWS / 2} resources: ${took.toFixed(0)} ms`);
  });

  test('everything is judged anew in bounded steps that go on where the last one stopped', async () => {
    await f.read(workspaceId, (tx) => tx.$executeRaw`DELETE FROM tenant.finding WHERE rule = 'volume-unencrypted'`);
    const open = async () =>
      (await findingSummary(f.as(workspaceId), {})).rules.find(({ rule }) => rule === 'volume-unencrypted')?.open ?? 0;
    const first = await refreshFindings(f.deps, workspaceId, { atMost: 1000 });
    expect(first).toMatchObject({ judged: 1000, cursor: expect.any(String) });
    expect(await open()).toBeLessThan(1000);
    const started = performance.now();
    const rest = await refreshFindings(f.deps, workspaceId, { cursor: first.cursor });
    console.info(`${rest.judged} resources judged anew: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    expect([first.judged + rest.judged, rest.cursor, await open()]).toEqual([(ROWS / 2 / 5) * 4, null, ROWS / 2 / 5]);
  });

  test('an export holds one page at a time', async () => {
    const { body } = await exportFindings(
      { ...f.as(workspaceId), signal: new AbortController().signal },
      { format: 'jsonl' },
    );
    let longest = 0;
    let lines = 0;
    for await (const part of body) {
      const here = part.split('\n').length - 1;
      longest = Math.max(longest, here);
      lines += here;
    }
    expect(longest).toBe(1000);
    expect(lines).toBeGreaterThan(5000);
  });
});
