import { uniqueId } from '../store/ids';
import type { Role } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { deleteConflict, entityAlreadyExists, limitExceeded, validationError } from '../wire/errors';
import { boundaryActions, boundaryContext, boundaryOutput, boundaryParam } from './boundaries';
import { findRole } from './find';
import { entityArn, nameParam, pathParam, pathPrefix } from './names';
import { paginate } from './page';
import { checkTrustPolicy, documentSize, encodedDocument } from './policy-documents';
import { optionalTags, tagActions, tagsParam } from './tags';

const MAX_NAME = 64;
const MAX_TRUST_SIZE = 2048;
const MIN_SESSION = 3600;
const MAX_SESSION = 43_200;

export function askRole(call: Call) {
  const name = call.params.optional('RoleName');
  const role = name === undefined ? undefined : call.account.roles.get(name);
  return { resource: entityArn(call, 'role', name), resourceTags: role?.tags ?? [] };
}

/** A role as lists show it: without tags, boundary and last use. */
export function roleOutput(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodedDocument(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

export function roleLastUsed(role: Role) {
  return role.lastUsed === undefined ? {} : { LastUsedDate: new Date(role.lastUsed.at), Region: role.lastUsed.region };
}

export function detailedRole(role: Role) {
  return {
    ...roleOutput(role),
    PermissionsBoundary: boundaryOutput(role.boundary),
    Tags: optionalTags(role.tags),
  };
}

export function saveRole(call: Call, role: Role): void {
  call.account.roles.put(role.name, role, call.now);
}

function trustParam(call: Call, parameter: string): string {
  const document = call.params.string(parameter);
  checkTrustPolicy(call.world, document);
  if (documentSize(document) > MAX_TRUST_SIZE) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST_SIZE}`);
  }
  return document;
}

function sessionParam(call: Call, fallback: number): number {
  return call.params.integer('MaxSessionDuration', fallback, MIN_SESSION, MAX_SESSION);
}

function descriptionParam(call: Call): string | undefined {
  const text = call.params.optional('Description');
  if (text !== undefined && text.length > 1000) {
    throw validationError(
      "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 1000",
    );
  }
  return text;
}

const tags = tagActions(askRole, findRole, saveRole);
const boundaries = boundaryActions(askRole, findRole, saveRole);

export const roleActions = {
  CreateRole: writes(
    (call) => ({
      resource: call.account.iamArn(
        'role',
        call.params.optional('Path') ?? '/',
        call.params.optional('RoleName') ?? '',
      ),
      context: boundaryContext(call),
    }),
    (call) => {
      const { account, params } = call;
      const name = nameParam(params, 'RoleName', MAX_NAME);
      const path = pathParam(params);
      const trust = trustParam(call, 'AssumeRolePolicyDocument');
      if (account.roles.isTaken(name)) throw entityAlreadyExists(`Role with name ${name} already exists.`);
      const role: Role = {
        name,
        path,
        id: uniqueId(call.world.random, 'AROA'),
        arn: account.iamArn('role', path, name),
        createdAt: call.now,
        inlinePolicies: [],
        attachedPolicies: [],
        trust,
        description: descriptionParam(call),
        maxSessionDuration: sessionParam(call, MIN_SESSION),
        tags: tagsParam(call),
        boundary: boundaryParam(call),
        lastUsed: undefined,
      };
      saveRole(call, role);
      return { Role: detailedRole(role) };
    },
  ),
  GetRole: reads(askRole, (call) => {
    const role = findRole(call);
    return { Role: { ...detailedRole(role), RoleLastUsed: roleLastUsed(role) } };
  }),
  ListRoles: reads(
    (call) => call.account.iamArn('role', pathPrefix(call.params), ''),
    (call) => {
      const prefix = pathPrefix(call.params);
      const roles = call.account.roles.list(call.readAt).filter((role) => role.path.startsWith(prefix));
      const { items, ...page } = paginate(call, roles, (role) => role.name);
      return { Roles: items.map(roleOutput), ...page };
    },
  ),
  UpdateRole: writes(askRole, (call) => {
    const role = findRole(call);
    const description = descriptionParam(call) ?? role.description;
    saveRole(call, { ...role, description, maxSessionDuration: sessionParam(call, role.maxSessionDuration) });
    return {};
  }),
  UpdateRoleDescription: writes(askRole, (call) => {
    const role = { ...findRole(call), description: descriptionParam(call) };
    saveRole(call, role);
    return { Role: roleOutput(role) };
  }),
  UpdateAssumeRolePolicy: writes(askRole, (call) => {
    saveRole(call, { ...findRole(call), trust: trustParam(call, 'PolicyDocument') });
    return undefined;
  }),
  DeleteRole: writes(askRole, (call) => {
    const role = findRole(call);
    const inTheWay = obstacle(call, role);
    if (inTheWay !== undefined) throw deleteConflict(`Cannot delete entity, must ${inTheWay} first.`);
    call.account.roles.delete(role.name, call.now);
    return undefined;
  }),
  TagRole: tags.tag,
  UntagRole: tags.untag,
  ListRoleTags: tags.list,
  PutRolePermissionsBoundary: boundaries.put,
  DeleteRolePermissionsBoundary: boundaries.remove,
};

function obstacle(call: Call, role: Role): string | undefined {
  if (role.attachedPolicies.length > 0) return 'detach all policies';
  if (role.inlinePolicies.length > 0) return 'delete policies';
  if (call.account.instanceProfiles.list().some((profile) => profile.roleName === role.name)) {
    return 'remove roles from instance profile';
  }
  return undefined;
}
