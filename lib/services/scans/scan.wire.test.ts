import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import { inWorkspace } from '@/lib/db/transaction';
import { exchange } from '@/lib/federation/exchange';
import type { CollectorService } from '@/lib/schemas/collector-service';
import { runScanJob } from '@/lib/sensor/run-scan-job';
import { exchangeArguments } from '../credentials/exchange-arguments';
import { getIntegration } from '../integrations/list';
import { sensorPort } from '../sensor/port';
import { connectIntegration } from '../verifications/connect';
import { openSandboxInstall, type SandboxInstall } from '../verifications/testing/sandbox-install';
import { AUDITING, pinned, policyOf, type ScannerRole, scannerRole } from '../verifications/testing/scanner-role';
import { getScan } from './get';
import { listScanChanges } from './list';
import { startScan } from './start';

let m: SandboxInstall;
beforeAll(async () => {
  m = await openSandboxInstall();
});
afterEach(() => m.aws.sandbox.faults.clear());
afterAll(() => m.close());

async function connected(services?: CollectorService[]) {
  const role = await scannerRole(m, { account: 'data-lake', ...(services ? { services } : {}) });
  const { id: verificationId } = await role.verify();
  m.sent.length = 0;
  await connectIntegration(role.context, { integrationId: role.integration.id, verificationId });
  return { role, first: await runQueued(role) };
}

/** Runs the scan jobs in the queue as a worker does, and answers their scan with the versions it caused. */
async function runQueued({ context, workspaceId }: ScannerRole) {
  const jobs = m.sent.flatMap(({ name, payload }) => (name === 'scan-job' ? [payload as { scanJobId: string }] : []));
  m.sent.length = 0;
  for (const { scanJobId: jobId } of jobs) {
    await runScanJob({
      port: sensorPort(m.deps, workspaceId),
      jobId,
      sensorId: uuidv7(),
      collectors: COLLECTORS,
      exchange: async (plan, signal) => (await exchange(...exchangeArguments(m.deps, plan, signal))).credentials,
    });
  }
  const { scanId } = await inWorkspace(m.db, workspaceId, (tx) =>
    tx.scanJob.findFirstOrThrow({ where: { workspaceId, id: jobs[0]?.scanJobId } }),
  );
  const scan = await getScan(context, { scanId });
  const changes = await allChanges(context, scanId);
  return { ...scan, changes: changes.map(({ type, name, kind }) => `${kind} ${type} ${name}`).sort() };
}

async function allChanges(context: ScannerRole['context'], scanId: string) {
  const changes = [];
  let pageToken: string | undefined;
  do {
    const page = await listScanChanges(context, { scanId, pageSize: 200, ...(pageToken ? { pageToken } : {}) });
    changes.push(...page.changes);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return changes;
}

async function scanAgain(role: ScannerRole) {
  await startScan(role.context, { integrationId: role.integration.id });
  return runQueued(role);
}

const stateOf = async (role: ScannerRole) => {
  const { state, problem } = await getIntegration(role.context, { integrationId: role.integration.id });
  return { state, problem };
};

/**
 * Every stored row and version as text: equal before and after means that nothing was written. Left out is the row of
 * the scanner's own role, whose last use the scan itself moves on.
 */
const stored = (role: ScannerRole) =>
  inWorkspace(m.db, role.workspaceId, async (tx) => {
    const rows = await tx.$queryRaw<{ row: string }[]>`
      SELECT r::text || xmin::text AS row FROM tenant.resource r WHERE name <> ${role.roleName}
      UNION ALL SELECT v::text || xmin::text FROM tenant.resource_version v
      UNION ALL SELECT c::text FROM tenant.version_cause c ORDER BY 1`;
    return rows.map(({ row }) => row);
  });

describe('a scan of a connected account', () => {
  test('settles everything with first versions; another one writes no row; then exactly what changed', async () => {
    const { role, first } = await connected(['iam']);
    expect(first).toMatchObject({
      state: 'complete',
      scopesDone: 10,
      scopesTotal: 10,
      changed: 0,
      deleted: 0,
      errors: 0,
    });
    expect(first.created).toBe(first.resources);
    expect(first.changes.every((line) => line.startsWith('created '))).toBe(true);
    expect(first.changes).toHaveLength(first.created);
    const account = m.aws.account('data-lake');
    const counted = (type: string) => first.scopes.find((scope) => scope.type === type)?.seen;
    expect(counted('AWS::IAM::User')).toBe(account.users.size);
    expect(counted('AWS::IAM::Role')).toBe(account.roles.size);
    expect((await stateOf(role)).state).toBe('connected');

    const before = await stored(role);
    const second = await scanAgain(role);
    expect(second).toMatchObject({ state: 'complete', created: 0, changed: 0, deleted: 0, changes: [] });
    expect(await stored(role)).toEqual(before);

    const { iam } = role;
    await iam.send(new CreateUserCommand({ UserName: 'leaver' }));
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'subject',
        AssumeRolePolicyDocument: policyOf({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    expect((await scanAgain(role)).changes).toEqual([
      'created AWS::IAM::Role subject',
      'created AWS::IAM::User leaver',
    ]);
    const grant = policyOf({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'subject', PolicyName: 'read', PolicyDocument: grant }));
    await iam.send(new DeleteUserCommand({ UserName: 'leaver' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'sandbox-admin' }));
    expect((await scanAgain(role)).changes).toEqual([
      'changed AWS::IAM::Role subject',
      `created AWS::IAM::AccessKey ${AccessKey?.AccessKeyId}`,
      'deleted AWS::IAM::User leaver',
    ]);
    await iam.send(new CreateUserCommand({ UserName: 'leaver' }));
    expect((await scanAgain(role)).changes).toEqual(['recreated AWS::IAM::User leaver']);
  });

  test('that is denied one action shows it and deletes nothing of it', async () => {
    const { role } = await connected(['iam']);
    m.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'ListAccessKeys' } });
    const denied = await scanAgain(role);
    expect(denied).toMatchObject({ state: 'partial', scopesDone: 10, deleted: 0, changes: [] });
    const open = denied.scopes.filter(({ status }) => status !== 'complete');
    expect(open).toMatchObject([
      { type: 'AWS::IAM::AccessKey', status: 'denied', error: { action: 'iam:ListAccessKeys' } },
    ]);
    expect((await stateOf(role)).state).toBe('connected');
  });
});

describe('a scan of all services over the regions of an account', { timeout: 180_000 }, () => {
  test('is complete; denied two scopes of one region it says so and deletes nothing', async () => {
    const { role, first } = await connected();
    const jobs = first.jobs.map(({ service }) => service);
    expect(jobs.toSorted()).toEqual([...new Set(COLLECTORS.map(({ service }) => service))].toSorted());
    const regional = COLLECTORS.filter(({ scope }) => scope === 'regional').length;
    expect(first.regions.length).toBeGreaterThan(10);
    const total = COLLECTORS.length - regional + regional * first.regions.length;
    expect(first).toMatchObject({ state: 'complete', scopesDone: total, scopesTotal: total, deleted: 0 });
    const scopes = first.scopes.map(({ region, type }) => `${region} ${type}`);
    expect(new Set(scopes).size).toBe(total);
    const region = first.scopes.find(({ type, seen }) => type === 'AWS::EC2::VPC' && seen > 0)?.region ?? '';
    expect(region).not.toBe('');

    const live = () => inWorkspace(m.db, role.workspaceId, (tx) => tx.resource.count({ where: { deletedAt: null } }));
    const before = await live();
    const denied = { 'AWS::EC2::VPC': 'DescribeVpcs', 'AWS::EC2::Subnet': 'DescribeSubnets' };
    for (const action of Object.values(denied)) {
      m.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'ec2', action, region } });
    }
    const second = await scanAgain(role);
    expect(second).toMatchObject({ state: 'partial', created: 0, deleted: 0 });
    const open = second.scopes.filter(({ status }) => status !== 'complete');
    expect(open.map(({ region: at, type, status, error }) => [at, type, status, error?.action]).toSorted()).toEqual(
      Object.entries(denied)
        .map(([type, action]) => [region, type, 'denied', `ec2:${action}`])
        .toSorted(),
    );
    expect(await live()).toBe(before);
    expect((await stateOf(role)).state).toBe('connected');
  });
});

describe('a connection', () => {
  test('is not failing for what passes by itself, is when its role is gone, and heals with it', async () => {
    const { role } = await connected(['iam']);
    m.aws.sandbox.faults.add({ kind: 'throttle', match: { action: 'AssumeRoleWithWebIdentity' } });
    const throttled = await scanAgain(role);
    expect(throttled).toMatchObject({ state: 'failed', jobs: [{ error: { kind: 'transient', code: 'Throttling' } }] });
    expect(await stateOf(role)).toMatchObject({ state: 'connected', problem: null });
    m.aws.sandbox.faults.clear();
    const RoleName = role.roleName;
    for (const PolicyArn of AUDITING) await role.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    const powerless = await scanAgain(role);
    expect(powerless).toMatchObject({ state: 'failed', deleted: 0, changes: [] });
    expect(await stateOf(role)).toMatchObject({ state: 'failing', problem: { code: 'AccessDenied' } });

    await role.iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await scanAgain(role)).toMatchObject({
      state: 'failed',
      jobs: [{ state: 'failed', error: { kind: 'refused' } }],
    });
    const failing = await stateOf(role);
    expect(failing).toMatchObject({
      state: 'failing',
      problem: {
        code: 'AccessDenied',
        message: expect.stringContaining('Not authorized to perform sts:AssumeRoleWithWebIdentity'),
      },
    });

    await role.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policyOf(pinned(role.named)) }));
    for (const PolicyArn of AUDITING) await role.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    expect((await scanAgain(role)).state).toBe('complete');
    expect(await stateOf(role)).toMatchObject({ state: 'connected', problem: null });
  });
});
