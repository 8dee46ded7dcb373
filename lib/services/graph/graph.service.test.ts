import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Relationship } from '@/lib/collectors/types';
import { ACCOUNT, type InventoryFixture, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { ADMINISTRATOR, arn, attached, EVERYTHING, role, trust, user } from '../inventory/testing/world';
import { resourceGraph } from './neighbourhood';
import { listNeighbours } from './neighbours';
import { putResources } from './testing';
import { usedBy, usedByKey } from './used-by';

const KEY = 'arn:aws:kms:eu-central-1:999988887777:key/0c1d';
let f: InventoryFixture;
let workspaceId: string;
let foreignId: string;
let uids = new Map<string, string>();
const uid = (name: string) => uids.get(name) ?? `no ${name}`;

const ec2 = (kind: string, id: string, relationships: Relationship[] = []) =>
  resource(id, { type: `AWS::EC2::${kind}`, name: id, arn: arn(`${kind}/${id}`), relationships });
const group = { kind: 'protectedBy', toType: 'AWS::EC2::SecurityGroup', toId: 'sg-1' } as const;
const subnet = { kind: 'belongsTo', toType: 'AWS::EC2::Subnet', toId: 'subnet-1' } as const;
const profile = { kind: 'runsAs', toType: 'AWS::IAM::InstanceProfile', toArn: arn('instance-profile/web') } as const;

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  foreignId = await f.workspace();
  const root = trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
  const inline = (document: object) => ({
    inlinePolicies: [{ policyName: 'own', policyDocument: JSON.parse(JSON.stringify(document)) }],
  });
  const trusts = { kind: 'trusts', toType: 'AWS::Organizations::Account', toId: ACCOUNT } as const;
  uids = await putResources(f, workspaceId, [
    ec2('VPC', 'vpc-1'),
    ec2('Subnet', 'subnet-1', [{ kind: 'belongsTo', toType: 'AWS::EC2::VPC', toId: 'vpc-1' }]),
    ec2('SecurityGroup', 'sg-1', [{ kind: 'belongsTo', toType: 'AWS::EC2::VPC', toId: 'vpc-1' }]),
    ...Array.from({ length: 150 }, (_, n) =>
      ec2('NetworkInterface', `eni-${String(n).padStart(3, '0')}`, [group, subnet]),
    ),
    ec2('Instance', 'i-1', [group, profile]),
    ec2('Volume', 'vol-1', [{ kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KEY }]),
    resource('AIPAWEB', {
      type: 'AWS::IAM::InstanceProfile',
      name: 'web',
      arn: arn('instance-profile/web'),
      relationships: [{ kind: 'contains', toType: 'AWS::IAM::Role', toArn: arn('role/web') }],
    }),
    role('AROAWEB', {
      name: 'web',
      arn: arn('role/web'),
      attributes: root,
      relationships: [trusts, attached(ADMINISTRATOR)],
    }),
    role('AROAOPEN', {
      name: 'open',
      arn: arn('role/open'),
      attributes: trust({ AWS: '*' }),
      relationships: [{ kind: 'trusts', toType: 'AWS::IAM::AnyPrincipal', toId: '*' }],
    }),
    user('ada', { attributes: inline(EVERYTHING) }),
    user('bob'),
  ]);
});
afterAll(() => f.close());

const graph = (name: string, query: Partial<Parameters<typeof resourceGraph>[1]> = {}) =>
  resourceGraph(f.as(workspaceId), { uid: uid(name), ...query });

describe('resources.graph', () => {
  test('draws both sides and counts what it leaves out', async () => {
    const { nodes, edges, groups, root } = await graph('SecurityGroup sg-1');
    expect(nodes[0]).toMatchObject({ id: root, side: 'self', depth: 0, name: 'sg-1' });
    expect(nodes.filter(({ side }) => side === 'out').map(({ name }) => name)).toEqual(['vpc-1']);
    const interfaces = nodes.filter(({ type }) => type === 'AWS::EC2::NetworkInterface');
    expect(groups).toEqual([
      {
        of: root,
        direction: 'in',
        kind: 'protectedBy',
        type: 'AWS::EC2::NetworkInterface',
        count: 150 - interfaces.length,
        atLeast: false,
      },
    ]);
    expect(edges).toContainEqual({
      from: uid('Instance i-1'),
      to: root,
      kind: 'protectedBy',
      certainty: 'certain',
      risky: false,
      note: null,
    });
  });

  test('never has more nodes than asked for, and loses none silently', async () => {
    const { nodes, groups } = await graph('VPC vpc-1', { depth: 3, limit: 20 });
    expect(nodes.length).toBeLessThanOrEqual(20);
    const direct = await graph('SecurityGroup sg-1', { limit: 10 });
    expect(direct.nodes).toHaveLength(10);
    const drawn = direct.nodes.filter(({ type }) => type === 'AWS::EC2::NetworkInterface').length;
    const left = direct.groups.find(({ type }) => type === 'AWS::EC2::NetworkInterface')?.count ?? 0;
    expect(drawn + left).toBe(150);
    expect(groups.length).toBeGreaterThan(0);
  });

  test('goes on from what it met, by kind and direction', async () => {
    const names = (answer: Awaited<ReturnType<typeof graph>>) => answer.nodes.map(({ name }) => name).sort();
    expect(names(await graph('Instance i-1', { depth: 3, direction: 'out', kinds: ['runsAs', 'contains'] }))).toEqual([
      'i-1',
      'web',
      'web',
    ]);
    expect(names(await graph('Instance i-1', { direction: 'in' }))).toEqual(['i-1']);
    const far = await graph('Volume vol-1');
    expect(far.nodes[1]).toMatchObject({
      uid: null,
      state: 'absent',
      type: 'AWS::KMS::Key',
      name: '0c1d',
      accountId: '999988887777',
    });
  });

  test('derives who may assume a role from both sides’ policies', async () => {
    const web = await graph('Role web', { kinds: ['mayAssume'] });
    expect(web.edges).toHaveLength(2);
    expect(web.edges).toEqual(
      expect.arrayContaining([
        {
          from: uid('User ada'),
          to: uid('Role web'),
          kind: 'mayAssume',
          certainty: 'certain',
          risky: false,
          note: null,
        },
        {
          from: uid('Role web'),
          to: uid('Role open'),
          kind: 'mayAssume',
          certainty: 'certain',
          risky: false,
          note: null,
        },
      ]),
    );
    expect(web.assume).toEqual({ looked: 4, left: 0 });
    const open = await graph('Role open', { kinds: ['mayAssume'], direction: 'in' });
    expect(open.edges[0]).toMatchObject({ risky: true, note: 'callers without a sure end' });
    expect(open.nodes[1]).toMatchObject({ type: 'AWS::IAM::AnyPrincipal', uid: null });
    const ada = await graph('User ada', { kinds: ['mayAssume'], direction: 'out' });
    expect(
      ada.nodes
        .slice(1)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['open', 'web']);
  });

  test('a foreign resource is not found', async () => {
    for (const verb of [resourceGraph, usedBy] as const) {
      await expect(verb(f.as(foreignId), { uid: uid('VPC vpc-1') })).rejects.toMatchObject({ code: 'not_found' });
      await expect(verb(f.as(workspaceId), { uid: uuidv7() })).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

/** All pages of a list, by two thirds of what fits. */
async function all<T>(
  read: (pageToken?: string) => Promise<{ rows: T[]; nextPageToken?: string | undefined }>,
): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const page = await read(token);
    found.push(...page.rows);
    token = page.nextPageToken;
  } while (token);
  return found;
}

describe('what uses it', () => {
  test('a security group: counts first, then every row once, page by page', async () => {
    const first = await usedBy(f.as(workspaceId), { uid: uid('SecurityGroup sg-1'), pageSize: 40 });
    expect(first.counts).toEqual([
      { kind: 'protectedBy', type: 'AWS::EC2::NetworkInterface', count: 150 },
      { kind: 'protectedBy', type: 'AWS::EC2::Instance', count: 1 },
    ]);
    const rows = await all(async (pageToken) => {
      const page = await usedBy(f.as(workspaceId), { uid: uid('SecurityGroup sg-1'), pageSize: 40, pageToken });
      return { rows: page.users, nextPageToken: page.nextPageToken };
    });
    expect(new Set(rows.map((row) => row.uid)).size).toBe(151);
    expect(rows).toHaveLength(151);
    const filtered = await usedBy(f.as(workspaceId), { uid: uid('SecurityGroup sg-1'), byType: 'AWS::EC2::Instance' });
    expect(filtered.users).toMatchObject([{ name: 'i-1' }]);
  });

  test('a role through its instance profile', async () => {
    const { users, counts } = await usedBy(f.as(workspaceId), { uid: uid('Role web') });
    expect(users).toMatchObject([
      { kind: 'contains', name: 'web', type: 'AWS::IAM::InstanceProfile', via: null },
      { kind: 'runsAs', name: 'i-1', via: { uid: uid('InstanceProfile web'), name: 'web' } },
    ]);
    expect(counts).toHaveLength(2);
  });

  test('a key of another account, by its ARN; nothing of another workspace', async () => {
    const asked = { type: 'AWS::KMS::Key', key: KEY };
    expect((await usedByKey(f.as(workspaceId), asked)).users).toMatchObject([{ name: 'vol-1', kind: 'encryptsWith' }]);
    expect((await usedByKey(f.as(foreignId), asked)).users).toEqual([]);
  });

  test('a group of the picture opens to all its members', async () => {
    const rows = await all(async (pageToken) => {
      const asked = {
        uid: uid('Subnet subnet-1'),
        direction: 'in',
        kind: 'belongsTo',
        pageSize: 60,
        pageToken,
      } as const;
      const page = await listNeighbours(f.as(workspaceId), asked);
      return { rows: page.neighbours, nextPageToken: page.nextPageToken };
    });
    expect(new Set(rows.map((row) => row.uid)).size).toBe(150);
    const out = await all(async (pageToken) => {
      const page = await listNeighbours(f.as(workspaceId), {
        uid: uid('Instance i-1'),
        direction: 'out',
        pageSize: 1,
        pageToken,
      });
      return { rows: page.neighbours, nextPageToken: page.nextPageToken };
    });
    expect(out.map(({ name }) => name)).toEqual(['sg-1', 'web']);
  });

  test('what was deleted uses nothing', async () => {
    const where = { workspaceId_uid: { workspaceId, uid: uid('Volume vol-1') } };
    await f.read(workspaceId, (tx) => tx.resource.update({ where, data: { deletedAt: new Date() } }));
    expect((await usedByKey(f.as(workspaceId), { type: 'AWS::KMS::Key', key: KEY })).users).toEqual([]);
  });
});
