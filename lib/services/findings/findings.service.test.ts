import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NormalizedResource } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { FindingFilter } from '@/lib/schemas/finding';
import { ACCOUNT, type InventoryFixture, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { ADMINISTRATOR, accessKey, arn, attached, role, trust, user } from '../inventory/testing/world';
import { listFindings } from './list';
import { muteFinding, unmuteFinding } from './mute';
import { endMute, listMutes, muteRule } from './mute-rule';
import { findingSummary } from './summary';
import { sweepFindings } from './sweep';
import { observe } from './testing/observe';

const NOW = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();
const REASON = 'Accepted until the supplier has moved.';

let f: InventoryFixture;
let workspaceId: string;
let integration: Integration;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());
beforeEach(async () => {
  f.clock.now = () => new Date(NOW);
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId);
});

const editor = () => f.as(workspaceId, 'editor');
const later = (days: number) => {
  f.clock.now = () => new Date(NOW + days * DAY);
};
const see = (things: NormalizedResource[], daysAgo = 1, alsoTypes: string[] = []) =>
  observe(f, integration, { at: NOW - daysAgo * DAY, things, alsoTypes });
const list = async (filter: Partial<FindingFilter> = {}) =>
  (await listFindings(editor(), { ...filter, pageSize: 100 })).findings;
const found = async (filter: Partial<FindingFilter> = {}) =>
  (await list(filter)).map(({ rule, resource: { name }, severity }) => `${severity} ${rule} ${name}`);
const only = async (filter: Partial<FindingFilter> = {}) => {
  const [finding, ...others] = await list(filter);
  if (!finding || others.length > 0) throw new Error(`not one finding: ${(await found(filter)).join(', ')}`);
  return finding;
};
const volume = (id: string, encrypted: boolean | undefined, changes: Partial<NormalizedResource> = {}) =>
  resource(id, {
    type: 'AWS::EC2::Volume',
    name: id,
    arn: null,
    attributes: { size: 8, ...(encrypted === undefined ? {} : { encrypted }) },
    ...changes,
  });
const group = (id: string, cidrIp = '0.0.0.0/0') =>
  resource(id, {
    type: 'AWS::EC2::SecurityGroup',
    name: id,
    arn: null,
    attributes: { ipPermissions: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: [{ cidrIp }] }] },
  });

describe('the life of a finding', () => {
  test('opens when content says so, and is confirmed by every complete list after that', async () => {
    await see([volume('vol-1', false), volume('vol-2', true), volume('vol-3', undefined)], 3);
    expect(await only()).toMatchObject({
      rule: 'volume-unencrypted',
      severity: 'medium',
      state: 'open',
      resource: { name: 'vol-1', accountId: ACCOUNT },
      firstSeenAt: new Date(NOW - 3 * DAY + 1000).toISOString(),
      evidence: { text: 'The volume vol-1 is not encrypted.', calls: ['ec2:DescribeVolumes'] },
    });
    await see([volume('vol-1', false), volume('vol-2', true)], 1);
    expect((await only()).lastConfirmedAt).toBe(new Date(NOW - DAY).toISOString());
  });

  test('is resolved when it is fixed, and the same one opens again when it comes back', async () => {
    await see([volume('vol-1', false)], 3);
    const first = await only();
    await see([volume('vol-1', true)], 2);
    expect(await list()).toEqual([]);
    expect(await only({ state: 'resolved' })).toMatchObject({ id: first.id, resolution: 'fixed', state: 'resolved' });
    await see([volume('vol-1', false)], 1);
    expect(await only()).toMatchObject({
      id: first.id,
      firstSeenAt: first.firstSeenAt,
      timesReopened: 1,
      reopenedAt: new Date(NOW - DAY + 1000).toISOString(),
      resolution: null,
    });
  });

  test('ends with its resource; what is made again under its id is found anew', async () => {
    await see([volume('vol-1', false)], 3);
    const first = await only();
    await see([], 2, ['AWS::EC2::Volume']);
    expect(await only({ state: 'resolved' })).toMatchObject({ id: first.id, resolution: 'resource_deleted' });
    await see([volume('vol-1', false)], 1);
    const second = await only();
    expect(second.id).not.toBe(first.id);
    expect(second).toMatchObject({ timesReopened: 0, firstSeenAt: new Date(NOW - DAY + 1000).toISOString() });
    expect(await found({ state: 'resolved' })).toHaveLength(1);
  });

  test('ends when nobody watches the resource, and is open again when somebody does', async () => {
    await see([volume('vol-1', false)], 2);
    await f.read(workspaceId, (tx) =>
      tx.resource.updateMany({ where: { workspaceId }, data: { unwatchedAt: new Date(NOW - DAY) } }),
    );
    expect(await only({ state: 'resolved' })).toMatchObject({ resolution: 'no_longer_watched' });
    await see([volume('vol-1', false)], 1);
    expect(await only()).toMatchObject({ timesReopened: 1 });
  });

  test('what is unread neither opens nor ends one', async () => {
    const ada = { passwordEnabled: true, mfaActive: false };
    await see([user('ada', { volatile: ada }), user('bea')], 3);
    expect(await found()).toEqual(['high user-without-mfa ada']);
    const unread = ['volatile.passwordEnabled', 'volatile.mfaActive'];
    await see([user('ada', { unread }), user('bea', { unread })], 2);
    expect(await found()).toEqual(['high user-without-mfa ada']);
    await see([user('ada', { volatile: { ...ada, mfaActive: true } })], 1);
    expect(await found()).toEqual([]);
  });
});

describe('what settling cannot know', () => {
  test('keys become old by themselves', async () => {
    const used = { date: ago(1), service: 's3', region: null };
    await see([user('ada'), accessKey('AKIAOLD', 'ada', ago(60), used), accessKey('AKIANEVER', 'ada', ago(10), null)]);
    expect(await found()).toEqual([]);
    later(25);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual(['medium access-key-never-used AKIANEVER']);
    later(40);
    await sweepFindings(f.deps, workspaceId);
    expect((await found()).sort()).toEqual(['medium access-key-never-used AKIANEVER', 'medium access-key-old AKIAOLD']);
    later(400);
    await sweepFindings(f.deps, workspaceId);
    expect((await found()).sort()).toEqual(['high access-key-old AKIAOLD', 'medium access-key-never-used AKIANEVER']);
  });

  test('a sweep ends between two pages when its worker drains, and the next one does it all', async () => {
    const used = { date: ago(1), service: 's3', region: null };
    await see([user('ada'), accessKey('AKIAOLD', 'ada', ago(60), used)]);
    later(400);
    const signal = AbortSignal.abort(new Error('drains'));
    await expect(sweepFindings({ ...f.deps, signal }, workspaceId)).rejects.toThrow('drains');
    expect(await found()).toEqual([]);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual(['high access-key-old AKIAOLD']);
  });

  test('rights that a user got later make its keys worse', async () => {
    const key = accessKey('AKIAOLD', 'ada', ago(100), { date: ago(1), service: 's3', region: null });
    await see([user('ada'), key], 2);
    expect(await found()).toEqual(['medium access-key-old AKIAOLD']);
    await see([user('ada', { relationships: [attached(ADMINISTRATOR)] }), key], 1);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual(['critical access-key-old AKIAOLD']);
  });

  test('a provider is unused only once all roles were listed and none names it', async () => {
    const issuer = arn('oidc-provider/ci.example.test');
    const provider = role(issuer, { type: 'AWS::IAM::OIDCProvider', name: 'ci', arn: issuer, attributes: {} });
    const trusting = role('AROACI', {
      name: 'ci',
      attributes: trust(
        { Federated: issuer },
        { StringEquals: { 'ci.example.test:sub': 'job:1', 'ci.example.test:aud': 'aws' } },
      ),
      relationships: [{ kind: 'federatedBy', toType: 'AWS::IAM::OIDCProvider', toArn: issuer }],
    });
    await see([provider], 4);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual([]);
    await see([provider, trusting], 3);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual([]);
    await see([provider], 2, ['AWS::IAM::Role']);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual(['low oidc-provider-unused ci']);
  });

  test('how bad an open group is depends on what it protects', async () => {
    const eni = (attributes: NormalizedResource['attributes']) =>
      resource('eni-1', {
        type: 'AWS::EC2::NetworkInterface',
        name: 'eni-1',
        attributes,
        relationships: [{ kind: 'protectedBy', toType: 'AWS::EC2::SecurityGroup', toId: 'sg-1' }],
      });
    await see([group('sg-1')], 5);
    expect(await found()).toEqual(['high security-group-open sg-1']);
    const seen = async (daysAgo: number, things: NormalizedResource[]) => {
      await see([group('sg-1'), ...things], daysAgo, ['AWS::EC2::NetworkInterface']);
      await sweepFindings(f.deps, workspaceId);
      return found();
    };
    expect(await seen(4, [])).toEqual(['low security-group-open sg-1']);
    expect(await seen(3, [eni({})])).toEqual(['medium security-group-open sg-1']);
    expect(await seen(2, [eni({ association: { publicIp: '198.51.100.7' } })])).toEqual([
      'critical security-group-open sg-1',
    ]);
    expect((await only()).evidence.facts).toContainEqual({
      term: 'Protects',
      value: '1 resource, 1 with a public address: eni-1',
    });
    await see([group('sg-1', '10.0.0.0/8')], 1);
    expect(await found()).toEqual([]);
  });

  test('an account that is connected is no outsider, and is one again when it is removed', async () => {
    await see([role('AROAV', { name: 'vendor', attributes: trust({ AWS: 'arn:aws:iam::586209417733:root' }) })]);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual(['medium role-open-to-outsiders vendor']);
    const sibling = await f.integration(workspaceId, { accountId: '586209417733' });
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual([]);
    await f.read(workspaceId, (tx) => tx.integration.deleteMany({ where: { workspaceId, id: sibling.id } }));
    await sweepFindings(f.deps, workspaceId);
    expect(await only()).toMatchObject({ timesReopened: 1 });
  });

  test('a sweep that finds nothing new writes no finding', async () => {
    await see([group('sg-1'), volume('vol-1', false), accessKey('AKIAOLD', 'ada', ago(100), undefined)]);
    await sweepFindings(f.deps, workspaceId);
    const places = () =>
      f.asOwner(`SELECT ctid::text, xmin::text FROM tenant.finding WHERE workspace_id = $1 ORDER BY id`, [workspaceId]);
    const before = await places();
    await sweepFindings(f.deps, workspaceId);
    expect(await places()).toEqual(before);
    expect(before).toHaveLength(3);
  });

  test('when the rules have changed everything is judged anew, and rules that are no more leave nothing open', async () => {
    await see([volume('vol-1', false)]);
    await sweepFindings(f.deps, workspaceId);
    await f.read(workspaceId, async (tx) => {
      await tx.$executeRaw`UPDATE tenant.finding SET rule = 'former-rule'`;
      await tx.$executeRaw`UPDATE tenant.finding_judgement SET rules = 'of a former version'`;
    });
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual(['medium volume-unencrypted vol-1']);
    const past = await f.read(
      workspaceId,
      (tx) => tx.$queryRaw`SELECT state, resolution FROM tenant.finding WHERE rule = 'former-rule'`,
    );
    expect(past).toEqual([{ state: 'resolved', resolution: 'rule_changed' }]);
  });
});

describe('muting', () => {
  const actions = async () =>
    (await f.db.directory.auditEntry.findMany({ where: { workspaceId }, orderBy: { at: 'asc' } }))
      .map(({ action }) => action)
      .filter((action) => action.startsWith('finding.'));

  test('takes a finding out of the list with who, why and until when, and it comes back by itself', async () => {
    await see([volume('vol-1', false)]);
    const { id } = await only();
    await muteFinding(editor(), { findingId: id, reason: REASON, days: 30 });
    expect(await list()).toEqual([]);
    expect((await only({ state: 'muted' })).mute).toMatchObject({
      reason: REASON,
      createdBy: 'ada@example.test',
      until: new Date(NOW + 30 * DAY).toISOString(),
      covers: 'finding',
    });
    expect(await findingSummary(editor(), {})).toMatchObject({ open: 0, muted: 1 });
    later(31);
    expect(await only()).toMatchObject({ id, state: 'open', mute: null });
    expect(await actions()).toEqual(['finding.mute']);
  });

  test('until it is fixed: then it is open again when it comes back', async () => {
    await see([volume('vol-1', false)], 3);
    await muteFinding(editor(), { findingId: (await only()).id, reason: REASON, days: null });
    later(1000);
    expect((await only({ state: 'muted' })).mute?.until).toBeNull();
    later(0);
    await see([volume('vol-1', true)], 2);
    await see([volume('vol-1', false)], 1);
    expect(await only()).toMatchObject({ state: 'open', timesReopened: 1 });
  });

  test('ends when the finding gets worse, not when its evidence changes', async () => {
    const used = { date: ago(1), service: 's3', region: null };
    await see([user('ada'), accessKey('AKIAOLD', 'ada', ago(100), used)], 3);
    await muteFinding(editor(), { findingId: (await only()).id, reason: REASON, days: 366 });
    await see([user('ada'), accessKey('AKIAOLD', 'ada', ago(100), { ...used, date: ago(0.5) })], 2);
    expect(await found({ state: 'muted' })).toEqual(['medium access-key-old AKIAOLD']);
    await see([user('ada', { relationships: [attached(ADMINISTRATOR)] })], 1);
    await sweepFindings(f.deps, workspaceId);
    expect(await found()).toEqual(['critical access-key-old AKIAOLD']);
  });

  test('unmuting is audited once, and refused where a pattern covers it', async () => {
    await see([volume('vol-1', false, { tags: { team: 'web' } })]);
    const { id } = await only();
    await muteFinding(editor(), { findingId: id, reason: REASON, days: 3 });
    await unmuteFinding(editor(), { findingId: id });
    await unmuteFinding(editor(), { findingId: id });
    expect(await only()).toMatchObject({ state: 'open' });
    const { id: muteId } = await muteRule(editor(), {
      rule: 'volume-unencrypted',
      tag: 'team',
      reason: REASON,
      days: 9,
    });
    await expect(unmuteFinding(editor(), { findingId: id })).rejects.toMatchObject({
      code: 'conflict',
      details: [{ muteId }],
    });
    expect(await actions()).toEqual(['finding.mute', 'finding.unmute', 'finding.mute_rule']);
  });

  test('a pattern covers what is there and what comes, by account and tag, until it is ended', async () => {
    const tags = { team: 'web' };
    await see([volume('vol-1', false, { tags }), volume('vol-2', false, { tags: { team: 'data' } })], 3);
    const mute = await muteRule(editor(), {
      rule: 'volume-unencrypted',
      accountId: ACCOUNT,
      tag: 'team=web',
      reason: REASON,
      days: 90,
    });
    expect(mute).toMatchObject({ findings: 1, title: 'Volume that is not encrypted' });
    await see([volume('vol-1', false, { tags }), volume('vol-2', false), volume('vol-3', false, { tags })], 2);
    expect((await found({ state: 'muted' })).sort()).toEqual(
      ['vol-1', 'vol-3'].map((v) => `medium volume-unencrypted ${v}`),
    );
    // It is not of the pattern any more.
    await see([volume('vol-1', false), volume('vol-2', false), volume('vol-3', false, { tags })], 1);
    expect(await found({ state: 'muted' })).toEqual(['medium volume-unencrypted vol-3']);
    expect((await listMutes(editor(), {})).mutes).toMatchObject([{ id: mute.id, findings: 1 }]);
    await endMute(editor(), { muteId: mute.id });
    expect(await found()).toHaveLength(3);
    expect((await listMutes(editor(), {})).mutes).toEqual([]);
  });

  test('wants a reason, a year at most, a pattern that is not everything, and an editor', async () => {
    await see([volume('vol-1', false)]);
    const { id: findingId } = await only();
    await expect(muteFinding(editor(), { findingId, reason: 'ok', days: 1 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(muteFinding(editor(), { findingId, reason: REASON, days: 367 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(muteRule(editor(), { rule: 'bucket-public', reason: REASON, days: 9 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(muteFinding(f.as(workspaceId), { findingId, reason: REASON, days: 1 })).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });
});
