import { uniqueId } from '../store/ids';
import type { Group, User } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { deleteConflict, entityAlreadyExists, limitExceeded } from '../wire/errors';
import { findGroup, findUser } from './find';
import { entityArn, nameParam, pathParam, pathPrefix } from './names';
import { byKey, paginate } from './page';
import { askUser, saveUser, userOutput } from './users';

const MAX_NAME = 128;
const MAX_GROUPS_OF_USER = 10;

export function askGroup(call: Call) {
  return { resource: entityArn(call, 'group', call.params.optional('GroupName')) };
}

export function groupOutput(group: Group) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: new Date(group.createdAt),
  };
}

export function saveGroup(call: Call, group: Group): void {
  call.account.groups.put(group.name, group, call.now);
}

function membersOf(call: Call, name: string): User[] {
  return call.account.users.list(call.readAt).filter((user) => user.groups.includes(name));
}

export const groupActions = {
  CreateGroup: writes(askGroup, (call) => {
    const { account, params } = call;
    const name = nameParam(params, 'GroupName', MAX_NAME);
    const path = pathParam(params);
    if (account.groups.isTaken(name)) throw entityAlreadyExists(`Group with name ${name} already exists.`);
    const group: Group = {
      name,
      path,
      id: uniqueId(call.world.random, 'AGPA'),
      arn: account.iamArn('group', path, name),
      createdAt: call.now,
      inlinePolicies: [],
      attachedPolicies: [],
    };
    saveGroup(call, group);
    return { Group: groupOutput(group) };
  }),
  GetGroup: reads(askGroup, (call) => {
    const group = findGroup(call);
    const { items, ...page } = paginate(call, membersOf(call, group.name), (user) => user.name);
    return { Group: groupOutput(group), Users: items.map(userOutput), ...page };
  }),
  ListGroups: reads(
    (call) => call.account.iamArn('group', pathPrefix(call.params), ''),
    (call) => {
      const prefix = pathPrefix(call.params);
      const groups = call.account.groups.list(call.readAt).filter((group) => group.path.startsWith(prefix));
      const { items, ...page } = paginate(call, groups, (group) => group.name);
      return { Groups: items.map(groupOutput), ...page };
    },
  ),
  UpdateGroup: writes(askGroup, (call) => {
    const { account, params } = call;
    const group = findGroup(call);
    const name = params.has('NewGroupName') ? nameParam(params, 'NewGroupName', MAX_NAME) : group.name;
    const path = params.optional('NewPath') ?? group.path;
    if (name.toLowerCase() !== group.name.toLowerCase() && account.groups.isTaken(name)) {
      throw entityAlreadyExists(`Group with name ${name} already exists.`);
    }
    for (const user of membersOf(call, group.name)) {
      saveUser(call, { ...user, groups: user.groups.map((each) => (each === group.name ? name : each)) });
    }
    account.groups.delete(group.name, call.now);
    saveGroup(call, { ...group, name, path, arn: account.iamArn('group', path, name) });
    return undefined;
  }),
  DeleteGroup: writes(askGroup, (call) => {
    const group = findGroup(call);
    if (membersOf(call, group.name).length > 0) {
      throw deleteConflict('Cannot delete entity, must remove users from group first.');
    }
    if (group.attachedPolicies.length > 0)
      throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (group.inlinePolicies.length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    call.account.groups.delete(group.name, call.now);
    return undefined;
  }),
  AddUserToGroup: writes(askGroup, (call) => {
    const group = findGroup(call);
    const user = findUser(call);
    if (user.groups.includes(group.name)) return undefined;
    if (user.groups.length >= MAX_GROUPS_OF_USER) {
      throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS_OF_USER}`);
    }
    saveUser(call, { ...user, groups: [...user.groups, group.name].sort() });
    return undefined;
  }),
  RemoveUserFromGroup: writes(askGroup, (call) => {
    const group = findGroup(call);
    const user = findUser(call);
    saveUser(call, { ...user, groups: user.groups.filter((name) => name !== group.name) });
    return undefined;
  }),
  ListGroupsForUser: reads(askUser, (call) => {
    const groups = findUser(call).groups.map((name) => findGroup(call, name));
    const { items, ...page } = paginate(call, groups.sort(byKey((group) => group.name)), (group) => group.name);
    return { Groups: items.map(groupOutput), ...page };
  }),
};
