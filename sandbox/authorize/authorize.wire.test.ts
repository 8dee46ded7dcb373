import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSandbox, refusalOf, type TestSandbox } from '../testing/sandbox';

const allow = (Action: string | string[], more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }] });

const ACCOUNT = '730335184422';

describe('what a caller may do', () => {
  let sandbox: TestSandbox;
  let last = 0;
  beforeAll(async () => {
    sandbox = await aSandbox();
  });
  afterAll(() => sandbox.close());
  const admin = () => sandbox.admin('data-lake').iam;

  /** A user with one inline policy, or none, and its clients. */
  async function aUser(document?: string) {
    last += 1;
    const UserName = `caller-${last}`;
    await admin().send(new CreateUserCommand({ UserName }));
    if (document)
      await admin().send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: document }));
    const { AccessKey } = await admin().send(new CreateAccessKeyCommand({ UserName }));
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    return { UserName, arn: `arn:aws:iam::${ACCOUNT}:user/${UserName}`, ...sandbox.clients(key) };
  }

  it('is nothing without a policy, and the refusal says so as AWS does', async () => {
    const user = await aUser();
    expect(await refusalOf(user.iam.send(new ListUsersCommand({})))).toBe(
      `AccessDenied: User: ${user.arn} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${ACCOUNT}:user/ because no identity-based policy allows the iam:ListUsers action`,
    );
  });

  it('comes from inline policies, from groups and from AWS-managed policies', async () => {
    const user = await aUser(allow('iam:GetUser'));
    expect((await user.iam.send(new GetUserCommand({}))).User?.UserName).toBe(user.UserName);
    await refusalOf(user.iam.send(new ListUsersCommand({})));
    await admin().send(new CreateGroupCommand({ GroupName: 'readers' }));
    await admin().send(
      new AttachGroupPolicyCommand({ GroupName: 'readers', PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' }),
    );
    await admin().send(new AddUserToGroupCommand({ GroupName: 'readers', UserName: user.UserName }));
    expect((await user.iam.send(new ListUsersCommand({}))).Users?.length).toBeGreaterThan(5);
    expect(await refusalOf(user.iam.send(new CreateUserCommand({ UserName: 'not-me' })))).toMatch(
      /no identity-based policy allows the iam:CreateUser/,
    );
  });

  it('looks at the resource, its tags and the condition keys of the request', async () => {
    const user = await aUser(
      allow('iam:DeleteUser', {
        Resource: `arn:aws:iam::${ACCOUNT}:user/temp/*`,
        Condition: { StringEquals: { 'aws:ResourceTag/stage': 'old' } },
      }),
    );
    await admin().send(
      new CreateUserCommand({ UserName: 'gone-1', Path: '/temp/', Tags: [{ Key: 'stage', Value: 'old' }] }),
    );
    await admin().send(new CreateUserCommand({ UserName: 'gone-2', Path: '/temp/' }));
    await user.iam.send(new DeleteUserCommand({ UserName: 'gone-1' }));
    expect(await refusalOf(user.iam.send(new DeleteUserCommand({ UserName: 'gone-2' })))).toContain(
      `user/temp/gone-2 because no identity-based policy`,
    );
  });

  it('ends at an explicit deny and at a permissions boundary', async () => {
    const denied = await aUser(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' },
        ],
      }),
    );
    expect(await refusalOf(denied.iam.send(new ListUsersCommand({})))).toMatch(
      / with an explicit deny in an identity-based policy$/,
    );
    const bounded = await aUser(allow('iam:*'));
    await admin().send(
      new PutUserPermissionsBoundaryCommand({
        UserName: bounded.UserName,
        PermissionsBoundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
      }),
    );
    expect((await bounded.iam.send(new ListUsersCommand({}))).Users).toBeDefined();
    expect(await refusalOf(bounded.iam.send(new CreateUserCommand({ UserName: 'more' })))).toMatch(
      /because no permissions boundary allows the iam:CreateUser action$/,
    );
  });

  it('is narrowed by a session policy, and asks for the right External ID', async () => {
    const user = await aUser(allow('sts:AssumeRole'));
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/vendor-read`;
    await admin().send(
      new CreateRoleCommand({
        RoleName: 'vendor-read',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: user.arn },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'sts:ExternalId': 'right' } },
            },
          ],
        }),
      }),
    );
    await admin().send(
      new PutRolePolicyCommand({ RoleName: 'vendor-read', PolicyName: 'read', PolicyDocument: allow('iam:*') }),
    );
    const take = (more: object) => user.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe', ...more }));
    expect(await refusalOf(take({}))).toMatch(
      /^AccessDenied: User: .* is not authorized to perform: sts:AssumeRole on resource/,
    );
    expect(await refusalOf(take({ ExternalId: 'wrong' }))).toMatch(/^AccessDenied/);
    const taken = await take({ ExternalId: 'right', Policy: allow('iam:GetUser') });
    expect(taken.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/vendor-read/probe`);
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = taken.Credentials ?? {};
    const session = sandbox.clients({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
    expect((await session.iam.send(new GetUserCommand({ UserName: user.UserName }))).User?.Arn).toBe(user.arn);
    expect(await refusalOf(session.iam.send(new ListUsersCommand({})))).toMatch(
      /because no session policy allows the iam:ListUsers action$/,
    );
  });

  it('is what the simulation says', async () => {
    const user = await aUser(allow('iam:List*'));
    const { EvaluationResults } = await admin().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: user.arn,
        ActionNames: ['iam:ListUsers', 'iam:CreateUser'],
      }),
    );
    const decisions = EvaluationResults?.map((each) => [each.EvalActionName, each.EvalDecision]);
    expect(decisions).toEqual([
      ['iam:ListUsers', 'allowed'],
      ['iam:CreateUser', 'implicitDeny'],
    ]);
    expect(EvaluationResults?.[0]?.MatchedStatements?.[0]?.SourcePolicyId).toBe('own');
  });
});
