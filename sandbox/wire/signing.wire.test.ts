import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSandbox, type Credentials, refusalOf, TestClock, type TestSandbox } from '../testing/sandbox';

describe('who signs', () => {
  const clock = new TestClock();
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await aSandbox({ clock });
  });
  afterAll(() => sandbox.close());
  const identity = (credentials: Credentials) =>
    sandbox.clients(credentials).sts.send(new GetCallerIdentityCommand({}));

  it('knows the holder of a key', async () => {
    const answer = await identity(sandbox.adminKey('staging'));
    expect(answer).toMatchObject({ Account: '586209417733', Arn: 'arn:aws:iam::586209417733:user/sandbox-admin' });
    expect(answer.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
  });

  it('refuses a wrong secret, an unknown key and a request without a signature', async () => {
    const key = sandbox.adminKey('staging');
    expect(await refusalOf(identity({ ...key, secretAccessKey: 'x'.repeat(40) }))).toMatch(
      /^SignatureDoesNotMatch: The request signature we calculated/,
    );
    expect(await refusalOf(identity({ ...key, accessKeyId: 'AKIAQAAAAAAAAAAAAAAA' }))).toBe(
      'InvalidClientTokenId: The security token included in the request is invalid.',
    );
    const answer = await fetch(sandbox.url, { method: 'POST', body: 'Action=GetCallerIdentity&Version=2011-06-15' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  it('notices a body that was changed on the way', async () => {
    const { sts } = sandbox.admin('staging');
    sts.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string };
        return next({ ...args, request: { ...request, body: request.body.replace('Identity', 'Identitx') } });
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    expect(await refusalOf(sts.send(new GetCallerIdentityCommand({})))).toMatch(/^SignatureDoesNotMatch/);
  });

  it('refuses a clock that is more than five minutes off', async () => {
    const { sts } = sandbox.admin('staging');
    clock.forward(6 * 60_000);
    const refusal = await refusalOf(sts.send(new GetCallerIdentityCommand({})));
    clock.forward(-6 * 60_000);
    expect(refusal).toMatch(/^SignatureDoesNotMatch: Signature expired: .* is now earlier than .*- 5 min\.\)$/);
  });

  it('stops knowing a key that was made inactive', async () => {
    const { iam } = sandbox.admin('staging');
    await iam.send(new CreateUserCommand({ UserName: 'short-lived' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'short-lived' }));
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    expect((await identity(key)).Arn).toBe('arn:aws:iam::586209417733:user/short-lived');
    await iam.send(
      new UpdateAccessKeyCommand({ UserName: 'short-lived', AccessKeyId: key.accessKeyId, Status: 'Inactive' }),
    );
    expect(await refusalOf(identity(key))).toMatch(/^InvalidClientTokenId/);
  });

  it('wants the session token of temporary credentials, and lets them expire', async () => {
    const { sts } = sandbox.admin('staging');
    const { Credentials: given } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    const temporary = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    expect((await identity(temporary)).Arn).toBe('arn:aws:iam::586209417733:user/sandbox-admin');
    expect(await refusalOf(identity({ ...temporary, sessionToken: 'another' }))).toMatch(/^InvalidClientTokenId/);
    clock.forward(901_000);
    expect(await refusalOf(identity(temporary))).toBe(
      'ExpiredToken: The security token included in the request is expired',
    );
    clock.forward(-901_000);
  });

  it('refuses what it does not emulate in so many words', async () => {
    const { sts, iam } = sandbox.admin('staging');
    expect(
      await refusalOf(
        sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::586209417733:role/none', RoleSessionName: 'x1' })),
      ),
    ).toBe(
      'AccessDenied: User: arn:aws:iam::586209417733:user/sandbox-admin is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::586209417733:role/none',
    );
    const { ListMFADeviceTagsCommand } = await import('@aws-sdk/client-iam');
    expect(
      await refusalOf(iam.send(new ListMFADeviceTagsCommand({ SerialNumber: 'arn:aws:iam::586209417733:mfa/x' }))),
    ).toBe('InvalidAction: Could not find operation ListMFADeviceTags for version 2010-05-08');
    expect((await iam.send(new ListUsersCommand({}))).Users?.length).toBeGreaterThan(3);
  });
});
