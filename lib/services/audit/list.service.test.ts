import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inDirectory } from '@/lib/db/transaction';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { listAuditLog, listInstallAuditLog } from './list';
import { writeAudit } from './write';

let f: ServiceFixture;
let workspaceId: string;
let context: ReturnType<ServiceFixture['as']>;
beforeAll(async () => {
  f = await openServiceFixture();
  workspaceId = await f.workspace();
  context = f.as(await f.member(workspaceId, 'admin'), workspaceId, 'admin');
  for (const [action, label] of [
    ['member.joined', 'Ada_1'],
    ['member.removed', 'Adax1'],
    ['membership.other', '100%'],
    ['scan.started', 'Ada_1'],
  ] as const) {
    const record = { action, target: { kind: 'user', id: label.toLowerCase(), label } };
    await inDirectory(f.db, (tx) => writeAudit(tx, context, workspaceId, record));
    await inDirectory(f.db, (tx) => writeAudit(tx, context, null, record));
  }
});
afterAll(() => f.close());

const actions = async (query: Parameters<typeof listAuditLog>[1]) =>
  (await listAuditLog(context, query)).auditEntries.map(({ action }) => action);

describe('listAuditLog', () => {
  test('pages newest first, without a gap or a repeat', async () => {
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await listAuditLog(context, { pageSize: 1, pageToken });
      seen.push(...page.auditEntries.map(({ action }) => action));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual(['scan.started', 'membership.other', 'member.removed', 'member.joined']);
  });

  test.each([
    [{ action: 'member' }, ['member.removed', 'member.joined']],
    [{ action: 'scan.started' }, ['scan.started']],
    [{ target: 'ada_' }, ['scan.started', 'member.joined']],
    [{ target: '0%' }, ['membership.other']],
    [{ target: 'adax1' }, ['member.removed']],
    [{ actor: 'nobody' }, []],
    [{ from: '2999-01-01T00:00:00Z' }, []],
    [{ to: '2999-01-01T00:00:00Z', action: 'scan' }, ['scan.started']],
  ])('filters by %o', async (query, expected) => {
    expect(await actions(query)).toEqual(expected);
  });

  test('finds an actor by id and by part of the name', async () => {
    expect(await actions({ actor: context.actor.id, action: 'scan' })).toEqual(['scan.started']);
    expect(await actions({ actor: context.actor.label.toUpperCase(), action: 'scan' })).toEqual(['scan.started']);
  });

  test('refuses viewers, strangers, and a token of another list', async () => {
    const viewer = f.as(await f.member(workspaceId, 'viewer'), workspaceId, 'viewer');
    await expect(listAuditLog(viewer, {})).rejects.toMatchObject({ code: 'permission_denied' });
    const stranger = f.as(await f.person(), workspaceId, null);
    await expect(listAuditLog(stranger, {})).rejects.toMatchObject({ code: 'not_found' });
    const pageToken = Buffer.from(`["x' OR true --","${workspaceId}"]`).toString('base64url');
    await expect(listAuditLog(context, { pageToken })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('listInstallAuditLog', () => {
  test('shows the install’s rows to its administrators only', async () => {
    const administrator = f.administrator(await f.person({ installAdmin: true }));
    const { auditEntries } = await listInstallAuditLog(administrator, {});
    expect(auditEntries).toHaveLength(4);
    await expect(listInstallAuditLog(context, {})).rejects.toMatchObject({ code: 'permission_denied' });
  });
});
