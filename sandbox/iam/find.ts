import { findManagedPolicy } from '../authorize/documents';
import type { Table } from '../store/table';
import type { Group, InstanceProfile, ManagedPolicy, OidcProvider, Role, SamlProvider, User } from '../store/types';
import type { Call } from '../wire/action';
import { noSuchEntity, validationError } from '../wire/errors';

function lookUp<T extends object>(call: Call, table: Table<T>, name: string): T | undefined {
  return call.readAt === undefined ? table.get(name) : table.asOf(name, call.readAt);
}

export function findUser(call: Call, name = call.params.string('UserName')): User {
  const user = lookUp(call, call.account.users, name);
  if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

/** Actions about users take the caller's own name when none is given. */
export function findUserOrSelf(call: Call): User {
  return findUser(call, ownUserName(call));
}

export function ownUserName(call: Call): string {
  const given = call.params.optional('UserName');
  if (given !== undefined) return given;
  if (call.caller.kind !== 'user') {
    throw validationError('Must specify userName when calling with non-User credentials');
  }
  return call.caller.userName;
}

export function findGroup(call: Call, name = call.params.string('GroupName')): Group {
  const group = lookUp(call, call.account.groups, name);
  if (group === undefined) throw noSuchEntity(`The group with name ${name} cannot be found.`);
  return group;
}

export function findRole(call: Call, name = call.params.string('RoleName')): Role {
  const role = lookUp(call, call.account.roles, name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export function findPolicy(call: Call, arn = call.params.string('PolicyArn')): ManagedPolicy {
  const policy = findManagedPolicy(call.account, arn, call.readAt);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

export function findInstanceProfile(call: Call, name = call.params.string('InstanceProfileName')): InstanceProfile {
  const profile = lookUp(call, call.account.instanceProfiles, name);
  if (profile === undefined) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

export function findOidcProvider(call: Call): OidcProvider {
  const arn = call.params.string('OpenIDConnectProviderArn');
  const provider = lookUp(call, call.account.oidcProviders, arn);
  if (provider === undefined) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}

export function findSamlProvider(call: Call): SamlProvider {
  const arn = call.params.string('SAMLProviderArn');
  const provider = lookUp(call, call.account.samlProviders, arn);
  if (provider === undefined) throw noSuchEntity(`Manifest not found for arn ${arn}`);
  return provider;
}
