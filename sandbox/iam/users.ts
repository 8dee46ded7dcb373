import { uniqueId } from '../store/ids';
import type { User } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { deleteConflict, entityAlreadyExists } from '../wire/errors';
import { boundaryActions, boundaryContext, boundaryOutput, boundaryParam } from './boundaries';
import { findUser, findUserOrSelf } from './find';
import { entityArn, nameParam, pathParam, pathPrefix } from './names';
import { paginate } from './page';
import { optionalTags, tagActions, tagsParam } from './tags';

const MAX_NAME = 64;

/** The question about the user a call names, or about the caller itself. */
export function askUser(call: Call) {
  const name = call.params.optional('UserName') ?? (call.caller.kind === 'user' ? call.caller.userName : undefined);
  const user = name === undefined ? undefined : call.account.users.get(name);
  return { resource: entityArn(call, 'user', name), resourceTags: user?.tags ?? [] };
}

export function userOutput(user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    PasswordLastUsed: user.passwordLastUsed === undefined ? undefined : new Date(user.passwordLastUsed),
  };
}

function detailed(user: User) {
  return { ...userOutput(user), PermissionsBoundary: boundaryOutput(user.boundary), Tags: optionalTags(user.tags) };
}

export function saveUser(call: Call, user: User): void {
  call.account.users.put(user.name, user, call.now);
}

const tags = tagActions(askUser, findUserOrSelf, saveUser);
const boundaries = boundaryActions(askUser, (call) => findUser(call), saveUser);

export const userActions = {
  CreateUser: writes(
    (call) => ({ ...askUser(call), context: boundaryContext(call) }),
    (call) => {
      const { account, params } = call;
      const name = nameParam(params, 'UserName', MAX_NAME);
      const path = pathParam(params);
      if (account.users.isTaken(name)) throw entityAlreadyExists(`User with name ${name} already exists.`);
      const user: User = {
        name,
        path,
        id: uniqueId(call.world.random, 'AIDA'),
        arn: account.iamArn('user', path, name),
        createdAt: call.now,
        inlinePolicies: [],
        attachedPolicies: [],
        tags: tagsParam(call),
        boundary: boundaryParam(call),
        groups: [],
        loginProfile: undefined,
        passwordLastUsed: undefined,
        mfaDevices: [],
        accessKeys: [],
      };
      saveUser(call, user);
      return { User: detailed(user) };
    },
  ),
  GetUser: reads(askUser, (call) => ({ User: detailed(findUserOrSelf(call)) })),
  ListUsers: reads(
    (call) => call.account.iamArn('user', pathPrefix(call.params), ''),
    (call) => {
      const prefix = pathPrefix(call.params);
      const users = call.account.users.list(call.readAt).filter((user) => user.path.startsWith(prefix));
      const { items, ...page } = paginate(call, users, (user) => user.name);
      return { Users: items.map(userOutput), ...page };
    },
  ),
  UpdateUser: writes(askUser, (call) => {
    const { account, params } = call;
    const user = findUser(call);
    const name = params.has('NewUserName') ? nameParam(params, 'NewUserName', MAX_NAME) : user.name;
    const path = params.optional('NewPath') ?? user.path;
    const renamed = name.toLowerCase() !== user.name.toLowerCase();
    if (renamed && account.users.isTaken(name)) throw entityAlreadyExists(`User with name ${name} already exists.`);
    account.users.delete(user.name, call.now);
    saveUser(call, { ...user, name, path, arn: account.iamArn('user', path, name) });
    return undefined;
  }),
  DeleteUser: writes(askUser, (call) => {
    const user = findUser(call);
    const inTheWay = obstacle(user);
    if (inTheWay !== undefined) throw deleteConflict(`Cannot delete entity, must ${inTheWay} first.`);
    call.account.users.delete(user.name, call.now);
    return undefined;
  }),
  PutUserPermissionsBoundary: boundaries.put,
  DeleteUserPermissionsBoundary: boundaries.remove,
  TagUser: tags.tag,
  UntagUser: tags.untag,
  ListUserTags: tags.list,
};

function obstacle(user: User): string | undefined {
  if (user.accessKeys.length > 0) return 'delete access keys';
  if (user.loginProfile !== undefined) return 'delete login profile';
  if (user.mfaDevices.length > 0) return 'delete MFA device';
  if (user.attachedPolicies.length > 0) return 'detach all policies';
  if (user.inlinePolicies.length > 0) return 'delete policies';
  if (user.groups.length > 0) return 'remove users from group';
  return undefined;
}
