import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import { updateIntegration } from '../integrations/update';
import { listScans } from '../scans/list';
import { connectIntegration } from './connect';
import { openSandboxInstall, type SandboxInstall } from './testing/sandbox-install';
import { pinned, scannerRole } from './testing/scanner-role';

let m: SandboxInstall;
beforeAll(async () => {
  m = await openSandboxInstall();
});
afterAll(() => m.close());

describe('connecting what was verified', () => {
  test('saves the account, starts the first scan and its schedule, and is audited', async () => {
    const role = await scannerRole(m);
    const { id: verificationId, finishedAt } = await role.verify();
    m.sent.length = 0;
    const integrationId = role.integration.id;
    const saved = await connectIntegration(role.context, { integrationId, verificationId });
    expect(saved).toMatchObject({
      state: 'connected',
      accountId: '339712905844',
      openReason: null,
      verifiedAt: finishedAt,
    });
    const globals = COLLECTORS.filter(({ scope }) => scope === 'global');
    const services = [...new Set(COLLECTORS.map(({ service }) => service))];
    const { scans } = await listScans(role.context, {});
    expect(scans).toMatchObject([{ trigger: 'first', state: 'queued', scopesDone: 0, scopesTotal: globals.length }]);
    // One for each service; the regional scopes follow when the first of them knows the regions.
    expect(m.sent.map(({ name }) => name)).toEqual(services.map(() => 'scan-job'));
    expect(await m.db.directory.schedule.count({ where: { integrationId, enabled: true, everyMinutes: 60 } })).toBe(1);
    expect(await m.actions(role.workspaceId)).toEqual(
      expect.arrayContaining(['integration.verify', 'integration.connect']),
    );
  });

  test('is refused for what changed since, for what failed, and for another integration’s verification', async () => {
    const role = await scannerRole(m);
    const { id: verificationId } = await role.verify();
    const { id: integrationId, version } = role.integration;
    const connect = (change = {}) => connectIntegration(role.context, { integrationId, verificationId, ...change });
    const other = await scannerRole(m);
    await expect(connect({ verificationId: (await other.verify()).id })).rejects.toMatchObject({ code: 'not_found' });
    await updateIntegration(role.context, { integrationId, version, name: 'renamed' });
    await expect(connect()).rejects.toMatchObject({
      code: 'stale_version',
      message: `${role.context.actor.label} changed this integration after it was verified. Verify it again.`,
    });
    await role.retrust(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}',
    );
    const failed = await role.verify();
    expect(failed.state).toBe('failed');
    await expect(connect({ verificationId: failed.id, openReason: 'the deadline is today' })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    expect((await listScans(role.context, {})).scans).toEqual([]);
  });

  test('an open role is an owner’s to save, with a reason that stays', async () => {
    const role = await scannerRole(m, {
      trust: (named) => [
        pinned(named),
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::586209417733:root' }, Action: 'sts:AssumeRole' },
      ],
    });
    const { id: verificationId } = await role.verify();
    const integrationId = role.integration.id;
    const openReason = 'the platform team shares this role';
    const owner = await role.owner();
    await expect(connectIntegration(role.context, { integrationId, verificationId, openReason })).rejects.toMatchObject(
      {
        code: 'permission_denied',
      },
    );
    await expect(connectIntegration(owner, { integrationId, verificationId })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    expect(await connectIntegration(owner, { integrationId, verificationId, openReason })).toMatchObject({
      state: 'open_role',
      openReason,
    });
    expect(await m.actions(role.workspaceId)).toContain('integration.connect_open');
  });
});
