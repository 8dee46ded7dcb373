import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateUserCommand, GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aSandbox, refusalOf, TestClock, type TestSandbox } from '../testing/sandbox';

describe('the admin endpoints', () => {
  const clock = new TestClock();
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await aSandbox({ clock });
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await ask('DELETE', '/faults');
    await ask('DELETE', '/calls');
  });
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${sandbox.url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const users = () => sandbox.admin('payments-prod').iam.send(new ListUsersCommand({}));

  it('say that this is the sandbox, to people and to programs', async () => {
    const page = await fetch(`${sandbox.url}/_sandbox/`, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<b>SANDBOX</b>');
    expect(await (await ask('GET', '/healthz')).json()).toEqual({ status: 'ok', sandbox: true });
    const { accounts } = (await (await ask('GET', '/accounts')).json()) as { accounts: { name: string }[] };
    expect(accounts.map((account) => account.name)).toEqual([
      'northquay-management',
      'payments-prod',
      'data-lake',
      'staging',
    ]);
  });

  it('are closed to web pages of another origin', async () => {
    const headers = { origin: 'https://evil.example' };
    expect((await fetch(`${sandbox.url}/_sandbox/accounts`, { headers })).status).toBe(403);
  });

  it('count every call exactly', async () => {
    await users();
    await users();
    await refusalOf(sandbox.admin('payments-prod').iam.send(new GetUserCommand({ UserName: 'nobody' })));
    const { total, counts } = (await (await ask('GET', '/calls')).json()) as { total: number; counts: unknown[] };
    const account = '339712905844';
    expect(total).toBe(3);
    expect(counts).toEqual([
      { account, service: 'iam', action: 'ListUsers', calls: 2, errors: 0 },
      { account, service: 'iam', action: 'GetUser', calls: 1, errors: 1 },
    ]);
  });

  it('throttle, deny and fail what a fault matches, as often as it says', async () => {
    await ask('POST', '/faults', { kind: 'throttle', match: { action: 'ListUsers' }, times: 2 });
    expect(await refusalOf(users())).toBe('Throttling: Rate exceeded');
    expect(await refusalOf(users())).toBe('Throttling: Rate exceeded');
    await users();
    await ask('POST', '/faults', { kind: 'deny', match: { service: 'iam', account: '339712905844' } });
    expect(await refusalOf(users())).toMatch(
      /^AccessDenied: User: .* with an explicit deny in a service control policy$/,
    );
    await sandbox.admin('staging').iam.send(new ListUsersCommand({}));
    await ask('DELETE', '/faults');
    await ask('POST', '/faults', { kind: 'error', code: 'ServiceFailure', message: 'Try later.', times: 1 });
    expect(await refusalOf(users())).toBe('ServiceFailureException: Try later.');
    await users();
    expect((await ask('POST', '/faults', { kind: 'meteor' })).status).toBe(400);
  });

  it('expire sessions and drop connections', async () => {
    const { Credentials: given } = await sandbox.admin('payments-prod').sts.send(new GetSessionTokenCommand({}));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
    const session = sandbox.clients({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
    await ask('POST', '/faults', { kind: 'expire_sessions', times: 1 });
    expect(await refusalOf(session.sts.send(new GetCallerIdentityCommand({})))).toMatch(/^ExpiredToken/);
    expect((await session.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('339712905844');
    await ask('POST', '/faults', { kind: 'drop_connection', times: 1 });
    expect(await refusalOf(users())).toMatch(/ECONNRESET|socket hang up/);
  });

  it('let reads lag behind writes', async () => {
    const { iam } = sandbox.admin('payments-prod');
    await ask('POST', '/faults', { kind: 'stale_reads', milliseconds: 20_000 });
    await iam.send(new CreateUserCommand({ UserName: 'late' }));
    expect(await refusalOf(iam.send(new GetUserCommand({ UserName: 'late' })))).toMatch(/^NoSuchEntity/);
    expect((await users()).Users?.some((user) => user.UserName === 'late')).toBe(false);
    clock.forward(21_000);
    expect((await users()).Users?.some((user) => user.UserName === 'late')).toBe(true);
    clock.forward(-21_000);
  });

  it('record mutations in the shape of CloudTrail, in order and without secrets', async () => {
    const heard: string[] = [];
    const stop = sandbox.world.changes.listen((record) => heard.push(record.eventName));
    const since = sandbox.world.changes.sequence;
    await sandbox.admin('payments-prod').iam.send(new CreateUserCommand({ UserName: 'recorded' }));
    await users();
    stop();
    const { changes } = (await (await ask('GET', `/changes?since=${since}`)).json()) as { changes: object[] };
    expect(heard).toEqual(['CreateUser']);
    expect(changes).toMatchObject([
      {
        sequence: since + 1,
        eventName: 'CreateUser',
        eventSource: 'iam.amazonaws.com',
        awsRegion: 'us-east-1',
        requestParameters: { userName: 'recorded' },
        userIdentity: { type: 'IAMUser', userName: 'sandbox-admin' },
      },
    ]);
  });

  it('show the organization to its management account only', async () => {
    const { organizations } = sandbox.admin('northquay-management');
    const { Accounts } = await organizations.send(new ListAccountsCommand({}));
    expect(Accounts?.map((account) => [account.Name, account.Status])).toContainEqual(['data-lake', 'ACTIVE']);
    const { Roots } = await organizations.send(new ListRootsCommand({}));
    const { OrganizationalUnits } = await organizations.send(
      new ListOrganizationalUnitsForParentCommand({ ParentId: Roots?.[0]?.Id }),
    );
    expect(OrganizationalUnits?.map((unit) => unit.Name)).toEqual(['Workloads']);
    const direct = await organizations.send(new ListAccountsForParentCommand({ ParentId: Roots?.[0]?.Id }));
    expect(direct.Accounts?.map((account) => account.Name)).toEqual(['northquay-management']);
    expect(await refusalOf(sandbox.admin('staging').organizations.send(new ListAccountsCommand({})))).toBe(
      "AccessDeniedException: You don't have permissions to access this resource.",
    );
  });

  it('begin a new world on reset, and fill an account on request', async () => {
    const generated = await ask('POST', '/generate', { account: '991122334455', users: 5, keysPerUser: 1 });
    expect(await generated.json()).toMatchObject({ account: '991122334455', users: 5, keys: 5 });
    expect((await ask('POST', '/generate', { account: 'x' })).status).toBe(400);
    await ask('POST', '/reset');
    expect([...sandbox.world.accounts.keys()]).not.toContain('991122334455');
    expect((await users()).Users?.some((user) => user.UserName === 'recorded')).toBe(false);
  });
});

describe('the snapshot', () => {
  it('keeps the world, its sessions and its order of changes over a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mooring-sandbox-'));
    const first = await aSandbox({ dataDir });
    await first.admin('staging').iam.send(new CreateUserCommand({ UserName: 'kept' }));
    const { Credentials: given } = await first.admin('staging').sts.send(new GetSessionTokenCommand({}));
    const sequence = first.world.changes.sequence;
    await first.close();
    const files = await readdir(dataDir);
    expect(files.map((name) => name.replace(/\.\d+\.json$/, '')).sort()).toEqual([
      ...[...first.world.accounts.keys()].sort().map((id) => `sandbox-account-${id}`),
      'sandbox-world.json',
    ]);
    for (const name of files) expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);

    const second = await aSandbox({ dataDir });
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
    const session = second.clients({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
    expect((await session.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
      'arn:aws:iam::586209417733:user/sandbox-admin',
    );
    expect((await second.admin('staging').iam.send(new GetUserCommand({ UserName: 'kept' }))).User?.UserName).toBe(
      'kept',
    );
    expect(second.world.changes.sequence).toBe(sequence);
    expect(second.account('payments-prod').oidcProviders.size).toBe(2);
    await second.close();
    await rm(dataDir, { recursive: true });
  });
});
