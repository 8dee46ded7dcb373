import { type ActionDefinition, anyResource, noPermission, reads } from '../wire/action';
import { accessDenied, validationError } from '../wire/errors';
import { assumeRole } from './assume-role';
import { issueSession } from './issue-session';

/** Every signed STS action the sandbox answers; AssumeRoleWithWebIdentity is unsigned and stands in web-identity.ts. */
export const stsActions: Readonly<Record<string, ActionDefinition>> = {
  AssumeRole: assumeRole,

  GetCallerIdentity: reads(noPermission, ({ caller }) => ({
    Arn: caller.arn,
    UserId: caller.userId,
    Account: caller.accountId,
  })),

  /** Answers for any key of any account, as AWS does; a key nobody has is a ValidationError. */
  GetAccessKeyInfo: reads(anyResource, ({ world, params }) => {
    const id = params.matching('AccessKeyId', /^\w+$/, '[\\w]*', 16, 128);
    const account = world.keyOwner(id)?.account.id ?? world.sessions.get(id)?.caller.accountId;
    if (account === undefined) throw validationError(`Invalid access key ID: ${id}`);
    return { Account: account };
  }),

  GetSessionToken: reads(noPermission, (call) => {
    const { caller, world, params } = call;
    if (caller.kind !== 'user' || caller.session !== undefined) {
      throw accessDenied('Cannot call GetSessionToken with session credentials');
    }
    const seconds = params.integer('DurationSeconds', 43_200, 900, 129_600);
    const serial = params.optional('SerialNumber');
    const user = call.account.users.get(caller.userName);
    if (serial !== undefined && !user?.mfaDevices.some((device) => device.serialNumber === serial)) {
      throw accessDenied('MultiFactorAuthentication failed, must provide valid MFA serial number.');
    }
    // Any six digits pass: the sandbox holds no one's authenticator.
    if (serial !== undefined && !/^\d{6}$/.test(params.optional('TokenCode') ?? '')) {
      throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
    }
    const session = { mfa: serial !== undefined, issuedAt: call.now };
    return {
      Credentials: issueSession(world, caller.accountId, seconds, (accessKeyId) => ({
        ...caller,
        accessKeyId,
        session,
      })),
    };
  }),
};
