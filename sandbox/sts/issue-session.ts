import type { Account } from '../store/account';
import { accessKeyId, secretAccessKey, sessionToken } from '../store/ids';
import type { RoleCaller, SignedCaller } from '../store/session';
import type { Role } from '../store/types';
import type { World } from '../store/world';
import type { Params } from '../wire/params';

/** Puts temporary credentials into the world and gives them in the shape of STS's `Credentials`. */
export function issueSession(
  world: World,
  accountId: string,
  seconds: number,
  callerOf: (accessKey: string) => SignedCaller,
) {
  const id = accessKeyId(world.random, 'ASIA', accountId);
  // STS expiries are whole seconds.
  const expiresAt = (Math.floor(world.clock.now() / 1000) + seconds) * 1000;
  const session = {
    accessKeyId: id,
    secret: secretAccessKey(world.random),
    token: sessionToken(world.random),
    expiresAt,
    caller: callerOf(id),
  };
  world.addSession(session);
  return {
    AccessKeyId: id,
    SecretAccessKey: session.secret,
    SessionToken: session.token,
    Expiration: new Date(expiresAt),
  };
}

type SessionFacts = Pick<RoleCaller, 'sessionTags' | 'sourceIdentity' | 'webIdentity'>;

/** Credentials of an assumed role, with the session policies of the call. */
export function issueRoleSession(
  world: World,
  account: Account,
  role: Role,
  params: Params,
  granted: { assumedRoleArn: string; durationSeconds: number },
  facts: SessionFacts,
) {
  const sessionName = params.string('RoleSessionName');
  const policy = params.optional('Policy');
  return issueSession(world, account.id, granted.durationSeconds, (accessKey) => ({
    kind: 'role',
    accountId: account.id,
    arn: granted.assumedRoleArn,
    userId: `${role.id}:${sessionName}`,
    roleName: role.name,
    roleArn: role.arn,
    roleId: role.id,
    sessionName,
    accessKeyId: accessKey,
    issuedAt: world.clock.now(),
    sessionPolicies: policy === undefined ? [] : [policy],
    sessionPolicyArns: sessionPolicyArns(params),
    ...facts,
  }));
}

export function sessionPolicyArns(params: Params): string[] {
  return params.structs('PolicyArns').map((each) => each.string('arn'));
}

/** Members that both AssumeRole calls take. */
export function roleRequest(params: Params) {
  const seconds = params.optional('DurationSeconds');
  return {
    roleArn: params.string('RoleArn'),
    roleSessionName: params.string('RoleSessionName'),
    policy: params.optional('Policy'),
    policyArns: sessionPolicyArns(params),
    ...(seconds === undefined ? {} : { durationSeconds: Number(seconds) }),
  };
}

export function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
