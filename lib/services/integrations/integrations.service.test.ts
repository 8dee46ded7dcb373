import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inWorkspace } from '@/lib/db/transaction';
import { COLLECTOR_SERVICES } from '@/lib/schemas/collector-service';
import { createCredential } from '../credentials/create';
import { listCredentials } from '../credentials/list';
import { scanned, verified } from '../testing/connection';
import { codes, openServiceFixture, type ServiceFixture } from '../testing/context';
import { connectIntegration } from '../verifications/connect';
import { startVerification } from '../verifications/start';
import { applyInSandbox } from './apply-in-sandbox';
import { createIntegration } from './create';
import { getIntegration, listIntegrations } from './list';
import { removeIntegration } from './remove';
import { downloadTerraform, renderIntegration } from './render';
import { updateIntegration } from './update';

const ROLE = 'arn:aws:iam::120458963014:role/mooring-scanner';
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture({ issuerBase: 'https://issuer.mooring.test' });
});
afterAll(() => f.close());

async function team() {
  const workspaceId = await f.workspace();
  const as = async (role: 'owner' | 'editor' | 'viewer') => f.as(await f.member(workspaceId, role), workspaceId, role);
  return { workspaceId, as, context: await as('editor') };
}

describe('a draft', () => {
  test('fixes what AWS will compare, makes its credential and publishes its issuer', async () => {
    const { workspaceId, context } = await team();
    const made = await createIntegration(context, { name: 'payments', region: 'eu-central-1' });
    expect(made).toMatchObject({
      state: 'draft',
      issuerUrl: `https://issuer.mooring.test/oidc/${workspaceId}`,
      audience: 'mooring',
      subject: `workspace:${workspaceId}:integration:${made.id}`,
      roleName: `mooring-scanner-${made.id.slice(-8)}`,
      credential: { name: 'payments', retriever: 'mooring_issuer' },
      version: 1,
    });
    expect(await f.db.directory.issuerKey.count({ where: { workspaceId, state: 'active' } })).toBe(1);
    f.install.issuerBase = 'https://moved.mooring.test';
    expect((await getIntegration(context, { integrationId: made.id })).issuerUrl).toBe(made.issuerUrl);
    f.install.issuerBase = 'https://issuer.mooring.test';
    expect(await f.actions(workspaceId)).toEqual(['integration.draft']);
  });

  test('of one name there is one, also at once; a name a credential has already is no obstacle', async () => {
    const { context } = await team();
    await createCredential(context, { name: 'payments', retriever: 'mooring_issuer' });
    const results = await Promise.allSettled([1, 2, 3].map(() => createIntegration(context, { name: 'payments' })));
    expect(codes(results).filter((code) => code !== null)).toEqual(['conflict', 'conflict']);
    const { integrations } = await listIntegrations(context, {});
    expect(integrations.map(({ credential }) => credential.name)).toEqual([expect.stringMatching(/^payments-\w{6}$/)]);
  });

  test('without a public issuer URL can be made, and says why nothing can be rendered', async () => {
    f.install.issuerBase = null;
    const { context } = await team();
    const { id: integrationId } = await createIntegration(context, { name: 'payments' });
    f.install.issuerBase = 'https://issuer.mooring.test';
    const rendered = renderIntegration(context, { integrationId });
    await expect(rendered).rejects.toMatchObject({ code: 'not_configured', message: expect.stringContaining('URL') });
  });

  test('is changed by its version; the second of two people loses nothing of the first', async () => {
    const { context, as } = await team();
    const other = await as('owner');
    const { id: integrationId } = await createIntegration(context, { name: 'payments' });
    await updateIntegration(context, { integrationId, version: 1, roleArn: ` ${ROLE} ` });
    const stale = updateIntegration(other, { integrationId, version: 1, region: 'eu-west-1' });
    await expect(stale).rejects.toMatchObject({
      code: 'stale_version',
      message: expect.stringContaining(context.actor.label),
      details: [{ version: 2, updatedBy: context.actor.label }],
    });
    expect(await getIntegration(context, { integrationId })).toMatchObject({
      roleArn: ROLE,
      accountId: '120458963014',
      region: 'us-east-1',
      version: 2,
    });
    const atOnce = await Promise.allSettled(
      ['eu-west-1', 'eu-west-2'].map((region) => updateIntegration(other, { integrationId, version: 2, region })),
    );
    expect(codes(atOnce).filter((code) => code !== null)).toEqual(['stale_version']);
  });

  test('takes the default role name again when its own is left out, and refuses what is no role', async () => {
    const { context } = await team();
    const options = { roleName: 'ours', permissionSet: 'minimal' } as const;
    const made = await createIntegration(context, { name: 'payments', options });
    expect(made.roleName).toBe('ours');
    const updated = await updateIntegration(context, { integrationId: made.id, version: 1, options: {} });
    expect(updated.roleName).toBe(`mooring-scanner-${made.id.slice(-8)}`);
    const wrong = updateIntegration(context, { integrationId: made.id, version: 2, roleArn: 'arn:aws:iam::1:role/x' });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_request', details: [{ path: 'roleArn' }] });
    await createIntegration(context, { name: 'staging' });
    const taken = updateIntegration(context, { integrationId: made.id, version: 2, name: 'staging' });
    await expect(taken).rejects.toMatchObject({ code: 'conflict', details: [{ path: 'name' }] });
    const cleared = await updateIntegration(context, { integrationId: made.id, version: 2, roleArn: '' });
    expect(cleared).toMatchObject({ roleArn: null, accountId: null });
  });

  test('renders its own values, and is not applied where there is no sandbox', async () => {
    const { context } = await team();
    const made = await createIntegration(context, { name: 'payments' });
    const rendered = await renderIntegration(context, { integrationId: made.id });
    const values = rendered.files.find(({ path }) => path.endsWith('.tfvars.json'));
    expect(JSON.parse(values?.content ?? '')).toMatchObject({ subject: made.subject, issuer_url: made.issuerUrl });
    expect((await downloadTerraform(context, { integrationId: made.id })).fileName).toBe('mooring-payments.zip');
    const applied = applyInSandbox(context, { integrationId: made.id, accountId: '120458963014' });
    await expect(applied).rejects.toMatchObject({ code: 'precondition_failed' });
  });
});

describe('connecting', () => {
  async function draft() {
    const { workspaceId, context, as } = await team();
    const { id: integrationId } = await createIntegration(context, { name: 'payments' });
    await updateIntegration(context, { integrationId, version: 1, roleArn: ROLE });
    return { workspaceId, context, as, integrationId };
  }

  test('saves what was verified, starts the first scan and the schedule, and is audited', async () => {
    const { workspaceId, context, integrationId } = await draft();
    const verificationId = await verified(f, context, integrationId);
    const saved = await connectIntegration(context, { integrationId, verificationId });
    expect(saved).toMatchObject({ state: 'connected', accountId: '120458963014', verificationId, openReason: null });
    expect(saved.lastScan?.state).toBe('queued');
    expect(saved.schedule.nextRunAt).toBe(new Date(f.clock.now.getTime() + 3_600_000).toISOString());
    expect(
      f.sent.filter(({ name, payload }) => name === 'scan-job' && Object.values(payload).includes(workspaceId)),
    ).toHaveLength(COLLECTOR_SERVICES.length);
    expect((await f.actions(workspaceId)).at(-1)).toBe('integration.connect');
    await connectIntegration(context, { integrationId, verificationId });
    const scans = await inWorkspace(f.db, workspaceId, (tx) => tx.scan.count({ where: { workspaceId } }));
    expect(scans).toBe(1);
  });

  test('is refused when anything changed since, is running still, or failed', async () => {
    const { context, integrationId } = await draft();
    const before = await verified(f, context, integrationId);
    await updateIntegration(context, { integrationId, version: 2, roleArn: `${ROLE}-other` });
    const refused = async (verificationId: string, openReason?: string) =>
      codes(await Promise.allSettled([connectIntegration(context, { integrationId, verificationId, openReason })]))[0];
    expect(await refused(before)).toBe('stale_version');
    expect(await refused(await verified(f, context, integrationId, { finished: false }))).toBe('precondition_failed');
    const failed = await verified(f, context, integrationId, { canSave: false });
    expect(await refused(failed, 'because I say so, please')).toBe('precondition_failed');
    expect((await getIntegration(context, { integrationId })).state).toBe('draft');
  });

  test('with a verification of another integration or workspace is not found', async () => {
    const [mine, theirs] = [await draft(), await draft()];
    const foreign = await verified(f, theirs.context, theirs.integrationId);
    const missing = { code: 'not_found' };
    const { integrationId, context } = mine;
    await expect(connectIntegration(context, { integrationId, verificationId: foreign })).rejects.toMatchObject(
      missing,
    );
    const sibling = await createIntegration(context, { name: 'sibling' });
    const siblings = await verified(f, context, sibling.id);
    await expect(connectIntegration(context, { integrationId, verificationId: siblings })).rejects.toMatchObject(
      missing,
    );
  });

  test('an open role is an owner’s to save, with a reason that is shown and audited', async () => {
    const { workspaceId, context, as, integrationId } = await draft();
    const owner = await as('owner');
    const verificationId = await verified(f, context, integrationId, { canSave: false, openRole: true });
    const openReason = 'Legacy role, replaced in March';
    const ask = { integrationId, verificationId };
    await expect(connectIntegration(owner, ask)).rejects.toMatchObject({ code: 'precondition_failed' });
    await expect(connectIntegration(owner, { ...ask, openReason: 'short' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(connectIntegration(context, { ...ask, openReason })).rejects.toMatchObject({
      code: 'permission_denied',
    });
    const saved = await connectIntegration(owner, { ...ask, openReason });
    expect(saved).toMatchObject({ state: 'open_role', openReason });
    const [entry] = await f.db.directory.auditEntry.findMany({
      where: { workspaceId, action: 'integration.connect_open' },
    });
    expect(entry).toMatchObject({ actorLabel: owner.actor.label, detail: { openReason, roleArn: ROLE } });
  });

  test('afterwards role, region and options stay; a form sent whole and the schedule are fine', async () => {
    const { context, integrationId } = await draft();
    await connectIntegration(context, { integrationId, verificationId: await verified(f, context, integrationId) });
    const { version, region, options, roleArn } = await getIntegration(context, { integrationId });
    for (const change of [
      { region: 'eu-west-1' },
      { roleArn: '' },
      { options: { permissionSet: 'minimal' as const } },
    ]) {
      const refused = updateIntegration(context, { integrationId, version, ...change });
      await expect(refused).rejects.toMatchObject({ code: 'conflict' });
    }
    const whole = { region, options, roleArn: roleArn ?? '', schedule: { everyMinutes: 30, enabled: true } };
    const updated = await updateIntegration(context, { integrationId, version, name: 'renamed', ...whole });
    expect(updated).toMatchObject({ name: 'renamed', roleArn: ROLE, schedule: { everyMinutes: 30 } });
    expect(updated.schedule.nextRunAt).toBe(new Date(f.clock.now.getTime() + 1_800_000).toISOString());
  });

  test('verifying needs a role, and queues one job with its steps pending', async () => {
    const { workspaceId, context } = await team();
    const { id: integrationId } = await createIntegration(context, { name: 'payments' });
    await expect(startVerification(context, { integrationId })).rejects.toMatchObject({ code: 'precondition_failed' });
    await updateIntegration(context, { integrationId, version: 1, roleArn: ROLE });
    const { verification } = await startVerification(context, { integrationId });
    expect(verification).toMatchObject({ state: 'queued', current: true, canSave: false });
    expect(new Set(verification.steps.map(({ state }) => state))).toEqual(new Set(['pending']));
    expect(f.sent).toContainEqual({ name: 'verification', payload: { workspaceId, verificationId: verification.id } });
  });
});

describe('removing', () => {
  test('keeps the resources, no longer watched, frees the account, and takes its own credential along', async () => {
    const { workspaceId, context } = await team();
    const { id: integrationId } = await createIntegration(context, { name: 'payments' });
    await updateIntegration(context, { integrationId, version: 1, roleArn: ROLE });
    await connectIntegration(context, { integrationId, verificationId: await verified(f, context, integrationId) });
    const uid = await scanned(f, context, integrationId, 'deploy');
    expect((await getIntegration(context, { integrationId })).resources).toBe(1);
    await expect(removeIntegration(context, { integrationId })).rejects.toMatchObject({ code: 'conflict' });
    await f.asOwner(`UPDATE tenant.scan SET state = 'cancelled' WHERE workspace_id = $1`, [workspaceId]);
    await removeIntegration(context, { integrationId });
    const [resource, scopes] = await inWorkspace(f.db, workspaceId, async (tx) => [
      await tx.resource.findUniqueOrThrow({ where: { workspaceId_uid: { workspaceId, uid } } }),
      await tx.inventoryScope.count({ where: { workspaceId } }),
    ]);
    expect(resource).toMatchObject({ deletedAt: null, unwatchedAt: f.clock.now, integrationId: null });
    expect(scopes).toBe(0);
    expect((await listCredentials(context, {})).credentials).toEqual([]);
    expect(await f.db.directory.schedule.count({ where: { workspaceId } })).toBe(0);
    const [entry] = await f.db.directory.auditEntry.findMany({ where: { workspaceId, action: 'integration.remove' } });
    expect(entry?.detail).toEqual({ resourcesNoLongerWatched: 1 });
  });

  test('leaves a credential that somebody named, and one that another draft came to use', async () => {
    const { context } = await team();
    const named = await createCredential(context, { name: 'hub', retriever: 'mooring_issuer' });
    const first = await createIntegration(context, { name: 'first', credentialId: named.id });
    const second = await createIntegration(context, { name: 'second' });
    await createIntegration(context, { name: 'third', credentialId: second.credential.id });
    await removeIntegration(context, { integrationId: first.id });
    await removeIntegration(context, { integrationId: second.id });
    expect((await listCredentials(context, {})).credentials.map(({ name }) => name)).toEqual(['hub', 'second']);
  });
});

test('an integration of another workspace is not there, whatever is asked of it', async () => {
  const [a, b] = [await team(), await team()];
  const { id: integrationId } = await createIntegration(a.context, { name: 'payments' });
  const verificationId = await verified(f, a.context, integrationId);
  const stranger = f.as(await f.person(), a.workspaceId, null);
  for (const context of [b.context, stranger]) {
    const asked = await Promise.allSettled([
      getIntegration(context, { integrationId }),
      updateIntegration(context, { integrationId, version: 1, name: 'mine' }),
      removeIntegration(context, { integrationId }),
      renderIntegration(context, { integrationId }),
      downloadTerraform(context, { integrationId }),
      applyInSandbox(context, { integrationId, accountId: '120458963014' }),
      startVerification(context, { integrationId }),
      connectIntegration(context, { integrationId, verificationId }),
    ]);
    expect(new Set(codes(asked))).toEqual(new Set(['not_found']));
  }
  expect((await listIntegrations(b.context, {})).integrations).toEqual([]);
});

test('a viewer reads and changes nothing', async () => {
  const { context, as } = await team();
  const { id: integrationId } = await createIntegration(context, { name: 'payments' });
  const viewer = await as('viewer');
  expect((await renderIntegration(viewer, { integrationId })).files.length).toBeGreaterThan(0);
  const asked = await Promise.allSettled([
    createIntegration(viewer, { name: 'mine' }),
    updateIntegration(viewer, { integrationId, version: 1 }),
    removeIntegration(viewer, { integrationId }),
    startVerification(viewer, { integrationId }),
  ]);
  expect(new Set(codes(asked))).toEqual(new Set(['permission_denied']));
});
