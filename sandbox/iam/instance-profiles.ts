import { uniqueId } from '../store/ids';
import type { InstanceProfile } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from '../wire/errors';
import { findInstanceProfile, findRole } from './find';
import { entityArn, nameParam, pathParam, pathPrefix } from './names';
import { paginate } from './page';
import { askRole, roleOutput } from './roles';
import { optionalTags, tagActions, tagsParam } from './tags';

export function askProfile(call: Call) {
  const name = call.params.optional('InstanceProfileName');
  const profile = name === undefined ? undefined : call.account.instanceProfiles.get(name);
  return { resource: entityArn(call, 'instance-profile', name), resourceTags: profile?.tags ?? [] };
}

export function profileOutput(call: Call, profile: InstanceProfile) {
  const role = profile.roleName === undefined ? undefined : call.account.roles.get(profile.roleName);
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: role === undefined ? [] : [roleOutput(role)],
  };
}

function save(call: Call, profile: InstanceProfile): void {
  call.account.instanceProfiles.put(profile.name, profile, call.now);
}

const tags = tagActions(askProfile, findInstanceProfile, save);

export const instanceProfileActions = {
  CreateInstanceProfile: writes(askProfile, (call) => {
    const { account, params } = call;
    const name = nameParam(params, 'InstanceProfileName', 128);
    const path = pathParam(params);
    if (account.instanceProfiles.isTaken(name)) {
      throw entityAlreadyExists(`Instance Profile ${name} already exists.`);
    }
    const profile: InstanceProfile = {
      name,
      path,
      id: uniqueId(call.world.random, 'AIPA'),
      arn: account.iamArn('instance-profile', path, name),
      createdAt: call.now,
      roleName: undefined,
      tags: tagsParam(call),
    };
    save(call, profile);
    return { InstanceProfile: { ...profileOutput(call, profile), Tags: optionalTags(profile.tags) } };
  }),
  GetInstanceProfile: reads(askProfile, (call) => {
    const profile = findInstanceProfile(call);
    return { InstanceProfile: { ...profileOutput(call, profile), Tags: optionalTags(profile.tags) } };
  }),
  ListInstanceProfiles: reads(
    (call) => call.account.iamArn('instance-profile', pathPrefix(call.params), ''),
    (call) => {
      const prefix = pathPrefix(call.params);
      const profiles = call.account.instanceProfiles.list(call.readAt).filter((each) => each.path.startsWith(prefix));
      const { items, ...page } = paginate(call, profiles, (each) => each.name);
      return { InstanceProfiles: items.map((each) => profileOutput(call, each)), ...page };
    },
  ),
  ListInstanceProfilesForRole: reads(askRole, (call) => {
    const role = findRole(call);
    const profiles = call.account.instanceProfiles.list(call.readAt).filter((each) => each.roleName === role.name);
    const { items, ...page } = paginate(call, profiles, (each) => each.name);
    return { InstanceProfiles: items.map((each) => profileOutput(call, each)), ...page };
  }),
  AddRoleToInstanceProfile: writes(
    (call) => [
      askProfile(call),
      { ...askRole(call), action: 'iam:PassRole', context: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    ],
    (call) => {
      const profile = findInstanceProfile(call);
      const role = findRole(call);
      if (profile.roleName !== undefined) {
        throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
      }
      save(call, { ...profile, roleName: role.name });
      return undefined;
    },
  ),
  RemoveRoleFromInstanceProfile: writes(askProfile, (call) => {
    const profile = findInstanceProfile(call);
    const role = call.params.string('RoleName');
    if (profile.roleName !== role) {
      throw noSuchEntity(`The role with name ${role} is not in the instance profile ${profile.name}.`);
    }
    save(call, { ...profile, roleName: undefined });
    return undefined;
  }),
  DeleteInstanceProfile: writes(askProfile, (call) => {
    const profile = findInstanceProfile(call);
    if (profile.roleName !== undefined) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    call.account.instanceProfiles.delete(profile.name, call.now);
    return undefined;
  }),
  TagInstanceProfile: tags.tag,
  UntagInstanceProfile: tags.untag,
  ListInstanceProfileTags: tags.list,
};
