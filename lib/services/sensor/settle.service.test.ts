import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { type InventoryFixture, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 0, 1);
const iso = (ms: number) => new Date(ms).toISOString();

let f: InventoryFixture;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());

let workspaceId: string;
let integration: Integration;
beforeEach(async () => {
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId);
});

const rows = () =>
  f.read(workspaceId, (tx) => tx.resource.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } }));
const row = async (id: string) => (await rows()).find((one) => one.id === id);
const versions = (uid: string | undefined) =>
  f.read(workspaceId, (tx) =>
    tx.resourceVersion.findMany({
      where: { workspaceId, resourceUid: uid ?? '' },
      include: { causes: true },
      orderBy: { version: 'asc' },
    }),
  );
/** Where every row of the inventory lies and which transaction wrote it: equal before and after means nothing was written. */
const footprint = () =>
  f.asOwner<{ place: string }>(
    `SELECT t || ':' || c || ':' || x AS place FROM (
       SELECT 'resource' AS t, ctid::text AS c, xmin::text AS x FROM tenant.resource
       UNION ALL SELECT 'version', ctid::text, xmin::text FROM tenant.resource_version
       UNION ALL SELECT 'cause', ctid::text, xmin::text FROM tenant.version_cause
       UNION ALL SELECT 'edge', ctid::text, xmin::text FROM tenant.relationship
       UNION ALL SELECT 'reading', ctid::text, xmin::text FROM tenant.policy_reading
       UNION ALL SELECT 'finding', ctid::text, xmin::text FROM tenant.finding
       UNION ALL SELECT 'rollup', ctid::text, xmin::text FROM tenant.inventory_rollup) all_rows ORDER BY 1`,
  );

describe('settling what a scan observed', () => {
  test('a new resource becomes a created version that names its scan', async () => {
    const scanId = await scan(f, integration, { at: T0, things: [resource('AROA1', { tags: { team: 'payments' } })] });
    const one = await row('AROA1');
    expect(one).toMatchObject({
      version: 1,
      integrationId: integration.id,
      tags: { team: 'payments' },
      deletedAt: null,
    });
    expect(one?.observedAt.toISOString()).toBe(iso(T0 + 1000));
    expect(one?.awsCreatedAt?.toISOString()).toBe('2025-01-02T03:04:05.000Z');
    expect(await versions(one?.uid)).toMatchObject([
      { version: 1, kind: 'created', seenAfter: null, seenAt: new Date(T0 + 1000), causes: [{ kind: 'scan', scanId }] },
    ]);
  });

  test('a rescan that finds nothing new writes no row of the inventory', async () => {
    const edge = {
      kind: 'attached',
      toType: 'AWS::IAM::ManagedPolicy',
      toArn: 'arn:aws:iam::aws:policy/SecurityAudit',
    } as const;
    const things = Array.from({ length: 700 }, (_, n) => resource(`AROA${n}`, { relationships: [edge] }));
    await scan(f, integration, { at: T0, things });
    const before = await footprint();
    await scan(f, integration, { at: T0 + HOUR, things });
    expect(await footprint()).toEqual(before);
    expect(before.length).toBeGreaterThan(2800);
  });

  test('changed content makes the next version, seen between the last complete list and now', async () => {
    await scan(f, integration, { at: T0, things: [resource('AROA1')] });
    await scan(f, integration, { at: T0 + HOUR, things: [resource('AROA1')] });
    const things = [resource('AROA1', { attributes: { path: '/ops/' } })];
    const scanId = await scan(f, integration, { at: T0 + 2 * HOUR, things });
    const one = await row('AROA1');
    expect(one).toMatchObject({ version: 2, attributes: { path: '/ops/' }, changedAt: new Date(T0 + 2 * HOUR + 1000) });
    expect((await versions(one?.uid))[1]).toMatchObject({
      kind: 'changed',
      seenAfter: new Date(T0 + HOUR),
      seenAt: new Date(T0 + 2 * HOUR + 1000),
      document: { name: 'role-aroa1', attributes: { path: '/ops/' } },
      causes: [{ kind: 'scan', scanId }],
    });
  });

  test('what is volatile updates the row and makes no version', async () => {
    await scan(f, integration, { at: T0, things: [resource('AROA1')] });
    const before = await row('AROA1');
    const volatile = { lastUsed: { date: '2026-01-01T00:30:00.000Z', region: 'eu-central-1' } };
    await scan(f, integration, { at: T0 + HOUR, things: [resource('AROA1', { volatile })] });
    const after = await row('AROA1');
    expect(after).toMatchObject({ version: 1, volatile, changedAt: before?.changedAt });
    expect(after?.observedAt.toISOString()).toBe(iso(T0 + HOUR + 1000));
    expect(await versions(after?.uid)).toHaveLength(1);
  });

  test('an observation older than the row is dropped', async () => {
    await scan(f, integration, { at: T0 + HOUR, things: [resource('AROA1')], status: 'partial' });
    await scan(f, integration, {
      at: T0,
      things: [resource('AROA1', { attributes: { path: '/old/' } })],
      status: 'partial',
    });
    expect(await row('AROA1')).toMatchObject({ version: 1, attributes: { path: '/' } });
  });

  test('an observation older than the last complete list of its scope is dropped, also of what that list lacked', async () => {
    await scan(f, integration, { at: T0, things: [resource('AROA1')] });
    await scan(f, integration, { at: T0 + 2 * HOUR, things: [resource('AROA1')] });
    const late = [resource('AROA1', { attributes: { path: '/old/' } }), resource('AROA2')];
    await scan(f, integration, { at: T0 + HOUR, things: late, status: 'partial' });
    expect((await rows()).map(({ id, version }) => [id, version])).toEqual([['AROA1', 1]]);
  });

  test('of one thing listed twice the later sight counts, with its edges', async () => {
    const edge = (toName: string) => [{ kind: 'memberOf' as const, toType: 'AWS::IAM::Group', toName }];
    const things = [
      resource('AROA1', { relationships: edge('first') }),
      resource('AROA1', { relationships: edge('second') }),
    ];
    await scan(f, integration, { at: T0, things });
    const edges = await f.read(workspaceId, (tx) => tx.relationship.findMany({ where: { workspaceId } }));
    expect(edges.map(({ toKey }) => toKey)).toEqual(['second']);
  });

  test('parts that could not be read keep their value, whatever else changed', async () => {
    const full = resource('AROA1', { tags: { team: 'a' }, attributes: { path: '/', description: 'kept' } });
    await scan(f, integration, { at: T0, things: [full] });
    const poor = resource('AROA1', { attributes: { path: '/new/' }, unread: ['tags', 'attributes.description'] });
    await scan(f, integration, { at: T0 + HOUR, things: [poor] });
    expect(await row('AROA1')).toMatchObject({
      tags: { team: 'a' },
      attributes: { path: '/new/', description: 'kept' },
    });
    const before = await footprint();
    await scan(f, integration, { at: T0 + 2 * HOUR, things: [poor] });
    expect(await footprint()).toEqual(before);
  });

  test('edges are exactly what was last seen', async () => {
    const to = (toArn: string) => ({ kind: 'attached' as const, toType: 'AWS::IAM::ManagedPolicy', toArn });
    await scan(f, integration, {
      at: T0,
      things: [resource('AROA1', { relationships: [to('arn:a'), to('arn:b'), to('arn:b')] })],
    });
    await scan(f, integration, {
      at: T0 + HOUR,
      things: [resource('AROA1', { relationships: [to('arn:b'), to('arn:c')] })],
    });
    const edges = await f.read(workspaceId, (tx) =>
      tx.relationship.findMany({ where: { workspaceId }, orderBy: { toKey: 'asc' } }),
    );
    expect(edges.map(({ toKey, toBy }) => [toKey, toBy])).toEqual([
      ['arn:b', 'arn'],
      ['arn:c', 'arn'],
    ]);
    await scan(f, integration, { at: T0 + 2 * HOUR, things: [resource('AROA1')] });
    expect(await f.read(workspaceId, (tx) => tx.relationship.count({ where: { workspaceId } }))).toBe(0);
  });

  test('text that PostgreSQL cannot hold is replaced, and the batch is settled', async () => {
    const odd = resource('AROA1', {
      tags: { odd: 'a\u0000b' },
      attributes: { 'k\u0000': 'half \ud800 pair', kept: '\\u0000' },
    });
    await scan(f, integration, { at: T0, things: [odd, resource('AROA2')] });
    expect(await row('AROA1')).toMatchObject({
      tags: { odd: 'a\ufffdb' },
      attributes: { 'k\ufffd': 'half \ufffd pair', kept: '\\u0000' },
    });
    expect(await rows()).toHaveLength(2);
  });
});

describe('what a list no longer has', () => {
  test('is marked deleted by a complete list, with a version that says between when', async () => {
    await scan(f, integration, { at: T0, things: [resource('AROA1'), resource('AROA2')] });
    const scanId = await scan(f, integration, { at: T0 + HOUR, things: [resource('AROA1')] });
    const gone = await row('AROA2');
    expect(gone).toMatchObject({ version: 2, deletedAt: new Date(T0 + HOUR) });
    expect((await versions(gone?.uid))[1]).toMatchObject({
      kind: 'deleted',
      seenAfter: new Date(T0 + 1000),
      seenAt: new Date(T0 + HOUR),
      causes: [{ kind: 'scan', scanId }],
    });
    expect((await row('AROA1'))?.deletedAt).toBeNull();
  });

  test.each(['partial', 'denied', 'failed'] as const)('stays when the list was %s', async (status) => {
    await scan(f, integration, { at: T0, things: [resource('AROA1'), resource('AROA2')] });
    await scan(f, integration, { at: T0 + HOUR, things: [], alsoTypes: ['AWS::IAM::Role'], status });
    expect((await rows()).map(({ deletedAt, version }) => [deletedAt, version])).toEqual([
      [null, 1],
      [null, 1],
    ]);
    const ledger = await f.read(workspaceId, (tx) =>
      tx.inventoryScope.findFirst({ where: { workspaceId, type: 'AWS::IAM::Role' } }),
    );
    expect(ledger).toMatchObject({ lastStatus: status, completeAt: new Date(T0), lastError: { code: 'AccessDenied' } });
  });

  test('stays when it was observed after the list began', async () => {
    await scan(f, integration, { at: T0, things: [resource('AROA1')] });
    await scan(f, integration, { at: T0 + HOUR, things: [resource('AROA2')], status: 'partial' });
    await scan(f, integration, { at: T0 + HOUR, things: [resource('AROA1')] });
    expect((await row('AROA2'))?.deletedAt).toBeNull();
  });

  test('stays when a later list was complete already', async () => {
    await scan(f, integration, { at: T0, things: [resource('AROA1'), resource('AROA2')] });
    await scan(f, integration, { at: T0 + 2 * HOUR, things: [resource('AROA1'), resource('AROA2')] });
    await scan(f, integration, { at: T0 + HOUR, things: [resource('AROA1')] });
    expect((await row('AROA2'))?.deletedAt).toBeNull();
  });

  test('comes back under the same id as recreated', async () => {
    const provider = resource('arn:p', { type: 'AWS::IAM::OIDCProvider', arn: 'arn:p', name: 'p' });
    await scan(f, integration, { at: T0, things: [provider] });
    await scan(f, integration, { at: T0 + HOUR, things: [], alsoTypes: ['AWS::IAM::OIDCProvider'] });
    await scan(f, integration, { at: T0 + 2 * HOUR, things: [provider] });
    const back = await row('arn:p');
    expect(back).toMatchObject({ version: 3, deletedAt: null });
    expect((await versions(back?.uid)).map(({ kind }) => kind)).toEqual(['created', 'deleted', 'recreated']);
  });

  test.each([
    ['between two scans', false],
    ['and both scans saw one of the two', true],
  ])('made anew under its name %s is another resource, linked to the first', async (_name, seenGone) => {
    await scan(f, integration, { at: T0, things: [resource('AROAOLD', { name: 'deploy' })] });
    if (seenGone) await scan(f, integration, { at: T0 + HOUR, things: [], alsoTypes: ['AWS::IAM::Role'] });
    await scan(f, integration, { at: T0 + 2 * HOUR, things: [resource('AROANEW', { name: 'deploy' })] });
    const [made, old] = [await row('AROANEW'), await row('AROAOLD')];
    expect(old?.deletedAt).not.toBeNull();
    expect(made).toMatchObject({ version: 1, previousUid: old?.uid, deletedAt: null });
    expect((await versions(made?.uid)).map(({ kind }) => kind)).toEqual(['recreated']);
  });

  test('is not what was renamed while another took its name', async () => {
    await scan(f, integration, { at: T0, things: [resource('AROA1', { name: 'deploy' })] });
    const things = [resource('AROA2', { name: 'deploy' }), resource('AROA1', { name: 'deploy-old' })];
    await scan(f, integration, { at: T0 + HOUR, things });
    expect(await row('AROA1')).toMatchObject({ version: 2, name: 'deploy-old', deletedAt: null });
    expect(await row('AROA2')).toMatchObject({ previousUid: null });
  });
});

test('settles 10,000 new rows under row-level security, and again without a write', async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const things = Array.from({ length: 10_000 }, (_, n) =>
    resource(`AROA${n}`, {
      tags: { team: `team-${n % 40}`, environment: n % 3 === 0 ? 'prod' : 'staging' },
      attributes: { path: '/', assumeRolePolicyDocument: trust, note: 'x'.repeat(600) },
      relationships: [{ kind: 'trusts', toType: 'AWS::ServicePrincipal', toId: 'ec2.amazonaws.com' }],
    }),
  );
  for (const name of ['first scan', 'rescan']) {
    const began = performance.now();
    await scan(f, integration, { at: name === 'rescan' ? T0 + HOUR : T0, things });
    const seconds = (performance.now() - began) / 1000;
    console.log(`${name} of 10,000 roles: ${seconds.toFixed(2)} s, ${Math.round(10_000 / seconds)} rows/s`);
  }
  expect(await rows()).toHaveLength(10_000);
}, 120_000);
