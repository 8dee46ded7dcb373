import type { SignedCaller } from '../store/session';
import type { World } from '../store/world';
import { AwsError } from './errors';
import type { WireRequest } from './request';
import { type SignatureClaim, verifySignature } from './sigv4';

const invalidToken = () =>
  new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);

/** Proves who signed the request: a user's access key, or temporary credentials with their session token. */
export function authenticate(world: World, request: WireRequest, claim: SignatureClaim): SignedCaller {
  return claim.accessKeyId.startsWith('ASIA')
    ? authenticateSession(world, request, claim)
    : authenticateUser(world, request, claim);
}

function authenticateUser(world: World, request: WireRequest, claim: SignatureClaim): SignedCaller {
  const owner = world.keyOwner(claim.accessKeyId);
  const key = owner?.user.accessKeys.find((each) => each.id === claim.accessKeyId);
  if (!owner || !key || key.status === 'Inactive' || claim.sessionToken !== undefined) throw invalidToken();
  const now = world.clock.now();
  verifySignature(request, claim, key.secret, now);
  key.lastUsed = { at: now, service: claim.service, region: claim.region };
  const { user, account } = owner;
  return {
    kind: 'user',
    accountId: account.id,
    arn: user.arn,
    userId: user.id,
    userName: user.name,
    accessKeyId: key.id,
    session: undefined,
  };
}

function authenticateSession(world: World, request: WireRequest, claim: SignatureClaim): SignedCaller {
  const session = world.sessions.get(claim.accessKeyId);
  if (session === undefined || session.token !== claim.sessionToken) throw invalidToken();
  const now = world.clock.now();
  verifySignature(request, claim, session.secret, now);
  if (session.expiresAt <= now) throw expiredToken();
  const { caller } = session;
  const account = world.accounts.get(caller.accountId);
  if (caller.kind === 'role') {
    // A session outlives neither its role nor a role made again under the same name.
    const role = account?.roles.get(caller.roleName);
    if (role?.id !== caller.roleId) throw invalidToken();
    role.lastUsed = { at: now, region: claim.region };
  } else if (account?.users.get(caller.userName)?.id !== caller.userId) {
    throw invalidToken();
  }
  return caller;
}

export function expiredToken(): AwsError {
  return new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
}
