import { CreateUserCommand, DeleteUserCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { iamCollectors } from '@/lib/collectors/aws/iam/collectors';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { type RunScanJobOptions, runScanJob } from './run-scan-job';
import { fillIam } from './testing/iam-world';
import { MemoryPort, type MemoryPortOptions } from './testing/memory-port';
import { ACCOUNT_ID, ADMIN, addEmptyAccount } from './testing/sandbox-account';

const WORLD = { users: 280, keys: 30, roles: 6, groups: 3, policies: 4 };
const TYPES = iamCollectors.map((collector) => collector.type);

let aws: RunningSandbox;
let clients: AwsClients;

beforeAll(async () => {
  aws = await startSandbox();
  addEmptyAccount(aws);
  clients = awsClients({ credentials: ADMIN, region: 'us-east-1', endpoints: { default: aws.url } });
  await fillIam(clients, ACCOUNT_ID, WORLD);
}, 60_000);

afterAll(async () => {
  clients.destroy();
  await aws.close();
});

beforeEach(() => aws.sandbox.calls.reset());
afterEach(() => aws.sandbox.faults.clear());

const portFor = (options: Partial<MemoryPortOptions> = {}) =>
  new MemoryPort({ accountId: ACCOUNT_ID, types: TYPES, endpoints: { default: aws.url }, ...options });

const run = (port: MemoryPort, options: Partial<RunScanJobOptions> = {}) =>
  runScanJob({
    port,
    jobId: 'job',
    sensorId: 's',
    collectors: iamCollectors,
    exchange: async () => ADMIN,
    ...options,
  });

const calls = () => Object.fromEntries(aws.sandbox.calls.summary().counts.map(({ action, calls: n }) => [action, n]));

describe('a scan of IAM', () => {
  test('finds everything with exactly the planned calls', async () => {
    const port = portFor();
    expect(await run(port)).toBe('finished');
    expect([...port.outcomes].filter(([, outcome]) => outcome.status !== 'complete')).toEqual([]);
    const { accounts } = aws.world;
    const account = accounts.get(ACCOUNT_ID);
    const idsOf = (table: Iterable<{ id: string }>) => [...table].map((row) => row.id).sort();
    expect(port.ids('AWS::IAM::User').sort()).toEqual(idsOf(account?.users.list() ?? []));
    expect(port.ids('AWS::IAM::Role').sort()).toEqual(idsOf(account?.roles.list() ?? []));
    expect(port.ids('AWS::IAM::ManagedPolicy').sort()).toEqual(idsOf(account?.policies.list() ?? []));
    expect(port.ids('AWS::IAM::AccessKey').sort()).toEqual(
      idsOf((account?.users.list() ?? []).flatMap((user) => user.accessKeys)),
    );
    const users = WORLD.users + 1;
    const { GenerateCredentialReport, GetAccessKeyLastUsed = 0, ...planned } = calls();
    expect(planned).toEqual({
      GetAccountAuthorizationDetails: 5,
      ListRoles: 1,
      GetCredentialReport: 1,
      ListVirtualMFADevices: 1,
      ListAccessKeys: users,
      GetAccountSummary: 1,
      GetAccountPasswordPolicy: 1,
      ListOpenIDConnectProviders: 1,
      GetOpenIDConnectProvider: 1,
      ListSAMLProviders: 1,
      ListInstanceProfiles: 1,
    });
    expect(GenerateCredentialReport).toBeLessThanOrEqual(2);
    expect(GetAccessKeyLastUsed).toBe(0);
    const total = aws.sandbox.calls.summary().total;
    expect(port.ended?.progress).toMatchObject({ calls: total, throttles: 0, errors: 0, scopesDone: TYPES.length });
  });

  test('a rescan of an unchanged account gives the same hashes', async () => {
    const [first, second] = [portFor(), portFor()];
    await run(first);
    await run(second);
    const hashes = (port: MemoryPort) =>
      TYPES.flatMap((type) =>
        [...(port.rows.get(type) ?? [])].map(([id, row]) => `${type} ${id} ${row.rowHash}`),
      ).sort();
    expect(hashes(second)).toEqual(hashes(first));
    expect(hashes(first).length).toBeGreaterThan(320);
  });

  test('reads the same content by name as by list', async () => {
    const port = portFor();
    await run(port);
    for (const type of ['AWS::IAM::User', 'AWS::IAM::Role', 'AWS::IAM::Group']) {
      const collector = iamCollectors.find((each) => each.type === type);
      const row = [...(port.rows.get(type)?.values() ?? [])].find(({ resource }) => resource.name.endsWith('-0'));
      const context = {
        accountId: ACCOUNT_ID,
        partition: 'aws',
        region: 'global',
        clients,
        signal: new AbortController().signal,
        now: Date.now,
        memo: { once: <T>(_key: string, make: () => Promise<T>) => make() },
        knownScope: async () => null,
      };
      const read = await collector?.getMany(context, [{ name: row?.resource.name }, { name: 'no-such' }]);
      expect(read?.missing.map(({ ref }) => ref.name)).toEqual(['no-such']);
      expect(collector?.normalize(read?.found[0]?.raw, context)).toEqual(row?.resource);
    }
  });

  test('a denied action leaves that scope denied, deletes nothing, and the others complete', async () => {
    aws.sandbox.faults.add({ kind: 'deny', match: { action: 'ListSAMLProviders' } });
    const port = portFor();
    expect(await run(port)).toBe('finished');
    expect(port.outcomes.get('AWS::IAM::SAMLProvider')).toMatchObject({
      status: 'denied',
      seenIds: [],
      error: { kind: 'denied', code: 'AccessDenied', action: 'iam:ListSAMLProviders' },
    });
    const others = [...port.outcomes].filter(([type]) => type !== 'AWS::IAM::SAMLProvider');
    expect(others.map(([, outcome]) => outcome.status)).toEqual(others.map(() => 'complete'));
  });

  test('without the credential report the users are there, with the gap recorded', async () => {
    aws.sandbox.faults.add({ kind: 'deny', match: { action: 'GenerateCredentialReport' } });
    const port = portFor();
    await run(port);
    const users = port.outcomes.get('AWS::IAM::User');
    expect(users).toMatchObject({ status: 'complete', gaps: [{ aspect: 'credentialReport', code: 'AccessDenied' }] });
    const [row] = port.rows.get('AWS::IAM::User')?.values() ?? [];
    expect(row?.resource.unread).toContain('volatile.passwordLastUsed');
    expect(calls().GetAccessKeyLastUsed).toBe(port.ids('AWS::IAM::AccessKey').length);
  });

  test('a refusal in mid-list makes the scope partial', async () => {
    aws.sandbox.faults.add({ kind: 'deny', match: { action: 'ListAccessKeys' }, times: 2 });
    const port = portFor();
    await run(port);
    expect(port.outcomes.get('AWS::IAM::AccessKey')).toMatchObject({ status: 'partial', seenIds: [] });
  });

  test('throttling is waited out and counted', async () => {
    aws.sandbox.faults.add({ kind: 'throttle', match: { action: 'ListRoles' }, times: 2 });
    const port = portFor();
    await run(port);
    expect(port.outcomes.get('AWS::IAM::Role')?.status).toBe('complete');
    expect(port.ended?.progress.perAction['iam:ListRoles']).toMatchObject({ calls: 3, throttles: 2 });
  });

  test('credentials that expire in mid-page are renewed and the list goes on', async () => {
    aws.sandbox.faults.add({
      kind: 'error',
      code: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      status: 403,
      match: { action: 'ListAccessKeys' },
      times: 1,
    });
    let exchanges = 0;
    const port = portFor();
    await run(port, {
      exchange: async () => {
        exchanges += 1;
        return ADMIN;
      },
    });
    expect(exchanges).toBe(2);
    expect(port.outcomes.get('AWS::IAM::AccessKey')?.status).toBe('complete');
  });

  test('a second attempt lists only what is open, and takes the users from what it knows', async () => {
    aws.sandbox.faults.add({ kind: 'delay', milliseconds: 30_000, match: { action: 'ListAccessKeys' } });
    const port = portFor();
    const first = run(port);
    await expect.poll(() => port.outcomes.size, { timeout: 60_000 }).toBe(TYPES.length - 1);
    port.steal();
    expect(await first).toBe('fenceLost');
    aws.sandbox.faults.clear();
    aws.sandbox.calls.reset();
    expect(await run(port)).toBe('finished');
    expect(calls()).toMatchObject({ ListAccessKeys: WORLD.users + 1 });
    expect(calls().GetAccountAuthorizationDetails).toBeUndefined();
    expect(port.ids('AWS::IAM::AccessKey')).toHaveLength(WORLD.keys + 1);
  });

  test('a cancelled run ends as cancelled, with nothing settled from half a list', async () => {
    aws.sandbox.faults.add({ kind: 'delay', milliseconds: 30_000, match: { action: 'ListAccessKeys' } });
    const port = portFor();
    const running = run(port);
    await expect.poll(() => port.outcomes.size, { timeout: 60_000 }).toBe(TYPES.length - 1);
    port.cancelled = true;
    expect(await running).toBe('cancelled');
    expect(port.outcomes.has('AWS::IAM::AccessKey')).toBe(false);
  });

  test('a user deleted in AWS is gone after the next complete list only', async () => {
    const port = portFor();
    await clients.iam.send(new CreateUserCommand({ UserName: 'leaver' }));
    await run(port);
    const before = port.ids('AWS::IAM::User').length;
    await clients.iam.send(new DeleteUserCommand({ UserName: 'leaver' }));
    port.ended = null;
    port.outcomes.clear();
    await run(port);
    expect(port.ids('AWS::IAM::User')).toHaveLength(before - 1);
  });
});
