import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccountAliasesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListRoles,
  TagUserCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSandbox, refusalOf, TestClock, type TestSandbox } from '../testing/sandbox';
import { generate } from '../world/generate';

const ACCOUNT = '586209417733';
const trust = (principal: object, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
  });
const policy = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

describe('IAM', () => {
  const clock = new TestClock();
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await aSandbox({ clock });
  });
  afterAll(() => sandbox.close());
  const iam = () => sandbox.admin('staging').iam;

  it('keeps names unique whatever their case, and refuses what IAM refuses', async () => {
    await iam().send(new CreateUserCommand({ UserName: 'Zoe', Tags: [{ Key: 'team', Value: 'payments' }] }));
    expect(await refusalOf(iam().send(new CreateUserCommand({ UserName: 'zoe' })))).toBe(
      'EntityAlreadyExistsException: User with name zoe already exists.',
    );
    expect(await refusalOf(iam().send(new GetUserCommand({ UserName: 'nobody' })))).toBe(
      'NoSuchEntityException: The user with name nobody cannot be found.',
    );
    expect(await refusalOf(iam().send(new CreateUserCommand({ UserName: 'a b' })))).toMatch(
      /^ValidationError: 1 validation error detected: Value 'a b' at 'userName'/,
    );
    await iam().send(new TagUserCommand({ UserName: 'Zoe', Tags: [{ Key: 'Team', Value: 'platform' }] }));
    expect((await iam().send(new ListUserTagsCommand({ UserName: 'Zoe' }))).Tags).toEqual([
      { Key: 'Team', Value: 'platform' },
    ]);
  });

  it('holds two keys a user, and does not delete a user that has any', async () => {
    await iam().send(new CreateUserCommand({ UserName: 'keys' }));
    const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName: 'keys' }));
    expect(AccessKey?.AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    await iam().send(new CreateAccessKeyCommand({ UserName: 'keys' }));
    expect(await refusalOf(iam().send(new CreateAccessKeyCommand({ UserName: 'keys' })))).toBe(
      'LimitExceededException: Cannot exceed quota for AccessKeysPerUser: 2',
    );
    expect(await refusalOf(iam().send(new DeleteUserCommand({ UserName: 'keys' })))).toBe(
      'DeleteConflictException: Cannot delete entity, must delete access keys first.',
    );
    const unused = await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: AccessKey?.AccessKeyId ?? '' }));
    expect(unused.AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    await refusalOf(sandbox.clients(key).iam.send(new ListUsersCommand({})));
    const used = await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }));
    expect(used).toMatchObject({ UserName: 'keys', AccessKeyLastUsed: { ServiceName: 'iam', Region: 'eu-west-1' } });
  });

  it('checks policy documents: malformed ones, unknown principals, five versions', async () => {
    const create = (RoleName: string, AssumeRolePolicyDocument: string) =>
      iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    expect(await refusalOf(create('bad', '{'))).toBe(
      'MalformedPolicyDocumentException: This policy contains invalid Json',
    );
    const ghost = `arn:aws:iam::${ACCOUNT}:role/ghost`;
    expect(await refusalOf(create('bad', trust({ AWS: ghost })))).toBe(
      `MalformedPolicyDocumentException: Invalid principal in policy: "AWS":"${ghost}"`,
    );
    expect(await refusalOf(create('bad', trust({ AWS: '*' }, { Resource: '*' })))).toBe(
      'MalformedPolicyDocumentException: Has prohibited field Resource',
    );
    const { Role } = await create('good', trust({ Service: 'ec2.amazonaws.com' }));
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).Statement[0].Principal).toEqual({
      Service: 'ec2.amazonaws.com',
    });
    await iam().send(new UpdateAssumeRolePolicyCommand({ RoleName: 'good', PolicyDocument: trust({ AWS: ACCOUNT }) }));

    const { Policy } = await iam().send(
      new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: policy('s3:Get*') }),
    );
    const PolicyArn = Policy?.Arn ?? '';
    for (let version = 2; version <= 5; version += 1) {
      await iam().send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(`s3:Get${version}*`), SetAsDefault: true }),
      );
    }
    expect(
      await refusalOf(iam().send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy('s3:*') }))),
    ).toMatch(/^LimitExceededException: A managed policy can have up to 5 versions/);
    await iam().send(new AttachRolePolicyCommand({ RoleName: 'good', PolicyArn }));
    expect((await iam().send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      AttachmentCount: 1,
      DefaultVersionId: 'v5',
    });
    expect(await refusalOf(iam().send(new DeletePolicyCommand({ PolicyArn })))).toMatch(
      /^DeleteConflictException: Cannot delete a policy attached/,
    );
    expect(await refusalOf(iam().send(new DeleteRoleCommand({ RoleName: 'good' })))).toMatch(
      /must detach all policies first/,
    );
  });

  it('refuses a second provider for one URL, and URLs that are not plain https', async () => {
    const create = (Url: string) =>
      iam().send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ['mooring'] }));
    await create('https://issuer.mooring.test/oidc/a');
    expect(await refusalOf(create('https://issuer.mooring.test/oidc/a'))).toBe(
      'EntityAlreadyExistsException: Provider with url https://issuer.mooring.test/oidc/a already exists.',
    );
    for (const url of [
      'http://issuer.mooring.test',
      'https://issuer.mooring.test:8443',
      'https://issuer.mooring.test?x=1',
    ]) {
      expect(await refusalOf(create(url))).toMatch(/^ValidationError: Invalid Open ID Connect Provider URL/);
    }
  });

  it('states the account: summary, alias, password policy', async () => {
    const { SummaryMap } = await iam().send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ Users: sandbox.account('staging').users.size, AccessKeysPerUserQuota: 2 });
    expect((await sandbox.admin('payments-prod').iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([
      'northquay-payments',
    ]);
    expect(await refusalOf(sandbox.admin('data-lake').iam.send(new GetAccountPasswordPolicyCommand({})))).toBe(
      'NoSuchEntityException: The Password Policy with domain name 730335184422 cannot be found.',
    );
  });

  it('makes one credential report in four hours', async () => {
    const { iam: other } = sandbox.admin('payments-prod');
    expect(await refusalOf(other.send(new GetCredentialReportCommand({})))).toMatch(
      /^CredentialReportNotPresentException/,
    );
    expect((await other.send(new GenerateCredentialReportCommand({}))).State).toBe('STARTED');
    expect((await other.send(new GenerateCredentialReportCommand({}))).State).toBe('COMPLETE');
    const read = async () =>
      Buffer.from((await other.send(new GetCredentialReportCommand({}))).Content ?? []).toString();
    const csv = await read();
    const [header, root, ...rows] = csv.split('\n').map((line) => line.split(','));
    expect(header).toHaveLength(22);
    expect(root?.[0]).toBe('<root_account>');
    expect(rows).toHaveLength(sandbox.account('payments-prod').users.size);
    await other.send(new CreateUserCommand({ UserName: 'too-new-for-the-report' }));
    expect(await read()).toBe(csv);
    clock.forward(4 * 3_600_000);
    expect(await refusalOf(sandbox.admin('payments-prod').iam.send(new GetCredentialReportCommand({})))).toMatch(
      /^CredentialReportExpiredException/,
    );
  });
});

describe('a large account', () => {
  it('is listed completely, page by page, and says the same twice', async () => {
    const sandbox = await aSandbox();
    const wanted = { account: ACCOUNT, users: 1200, roles: 2500, policies: 700, groups: 20, keysPerUser: 2 };
    generate(sandbox.world, wanted);
    const { iam } = sandbox.admin('staging');
    const { users, roles, groups, policies } = sandbox.account('staging');
    const seen = { users: new Set(), roles: new Set(), groups: new Set(), policies: new Set() };
    let pages = 0;
    for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 1000 }, {})) {
      pages += 1;
      for (const each of page.UserDetailList ?? []) seen.users.add(each.UserId);
      for (const each of page.RoleDetailList ?? []) seen.roles.add(each.RoleId);
      for (const each of page.GroupDetailList ?? []) seen.groups.add(each.GroupId);
      for (const each of page.Policies ?? []) if (!each.Arn?.includes('::aws:')) seen.policies.add(each.PolicyId);
    }
    const sizes = Object.fromEntries(Object.entries(seen).map(([kind, ids]) => [kind, ids.size]));
    expect(sizes).toEqual({ users: users.size, roles: roles.size, groups: groups.size, policies: policies.size });
    expect(pages).toBe(5);
    const only = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Group'], MaxItems: 1000 }));
    expect([only.GroupDetailList?.length, only.UserDetailList?.length]).toEqual([groups.size, 0]);
    let listed = 0;
    for await (const page of paginateListRoles({ client: iam, pageSize: 1000 }, {})) listed += page.Roles?.length ?? 0;
    expect(listed).toBe(roles.size);

    const again = await aSandbox();
    generate(again.world, wanted);
    const idsOf = (each: TestSandbox) =>
      each
        .account('staging')
        .roles.list()
        .map((role) => [role.name, role.id]);
    expect(idsOf(again)).toEqual(idsOf(sandbox));
    const { Role } = await again.admin('staging').iam.send(new GetRoleCommand({ RoleName: roles.list().at(-1)?.name }));
    expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    await Promise.all([sandbox.close(), again.close()]);
  });
});
