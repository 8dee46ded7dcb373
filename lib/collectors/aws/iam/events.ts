import { firstOf, nothing, only, picking, refFrom, textsAt, theOnly, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping, TrailEvent } from '@/lib/collectors/types';

const SOURCE = 'iam.amazonaws.com';

/** Root calls for itself without a name, or with this one (recorded of EnableMFADevice). */
const ROOT = 'AWS ROOT USER';

const asksFor = (event: TrailEvent) => textsAt(event, 'requestParameters.userName')[0];

/** Whose key or password it is: who does not say it means himself. */
const userAsked = (event: TrailEvent): string | undefined => {
  const [caller] = event.userIdentity?.type === 'IAMUser' ? textsAt(event, 'userIdentity.userName') : [];
  const name = asksFor(event) ?? caller;
  return name === ROOT ? undefined : name;
};

const user = picking(['requestParameters.userName', 'userIdentity.userName'], (event) => {
  const name = userAsked(event);
  return name === undefined ? [] : [{ name }];
});

const byRoot = (event: TrailEvent): boolean => {
  const asked = asksFor(event);
  return event.userIdentity?.type === 'Root' && (asked === undefined || asked === ROOT);
};

export const userEvents: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    firstOf(
      refFrom({
        id: 'responseElements.user.userId',
        name: 'responseElements.user.userName',
        arn: 'responseElements.user.arn',
      }),
      refFrom({ name: 'requestParameters.userName' }),
    ),
    { creates: ['CreateUser'] },
  ),
  ...trailEvents(
    SOURCE,
    firstOf(refFrom({ name: 'requestParameters.newUserName' }), refFrom({ name: 'requestParameters.userName' })),
    { updates: ['UpdateUser'] },
  ),
  ...trailEvents(SOURCE, user, {
    updates: [
      'TagUser',
      'UntagUser',
      'AttachUserPolicy',
      'DetachUserPolicy',
      'PutUserPolicy',
      'DeleteUserPolicy',
      'PutUserPermissionsBoundary',
      'DeleteUserPermissionsBoundary',
      'AddUserToGroup',
      'RemoveUserFromGroup',
      'CreateLoginProfile',
      'UpdateLoginProfile',
      'DeleteLoginProfile',
      'EnableMFADevice',
      'DeactivateMFADevice',
      'CreateAccessKey',
      'UpdateAccessKey',
      'DeleteAccessKey',
    ],
    deletes: ['DeleteUser'],
  }),
  ...trailEvents(
    SOURCE,
    only((event) => event.userIdentity?.type === 'IAMUser', refFrom({ name: 'userIdentity.userName' })),
    { updates: ['ChangePassword'] },
  ),
];

export const accessKeyEvents: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    refFrom({ id: 'responseElements.accessKey.accessKeyId', parentName: 'responseElements.accessKey.userName' }),
    { creates: ['CreateAccessKey'] },
  ),
  ...trailEvents(
    SOURCE,
    picking(['requestParameters.accessKeyId', 'requestParameters.userName'], (event) => {
      const parentName = userAsked(event);
      return textsAt(event, 'requestParameters.accessKeyId').map((id) => ({ id, ...(parentName && { parentName }) }));
    }),
    { updates: ['UpdateAccessKey'], deletes: ['DeleteAccessKey'] },
  ),
];

/** How root is protected; what else the summary says are counts that move with every event of IAM. */
export const accountSummaryEvents: EventMapping[] = trailEvents(SOURCE, only(byRoot, theOnly('Account summary')), {
  updates: ['CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey', 'EnableMFADevice', 'DeactivateMFADevice'],
});

export const passwordPolicyEvents: EventMapping[] = trailEvents(SOURCE, theOnly('Password policy'), {
  // One call makes it and replaces it.
  creates: ['UpdateAccountPasswordPolicy'],
  updates: ['UpdateAccountPasswordPolicy'],
  deletes: ['DeleteAccountPasswordPolicy'],
});

export const roleEvents: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    firstOf(
      refFrom({
        id: 'responseElements.role.roleId',
        name: 'responseElements.role.roleName',
        arn: 'responseElements.role.arn',
      }),
      refFrom({ name: 'requestParameters.roleName' }),
    ),
    { creates: ['CreateRole'] },
  ),
  ...trailEvents(SOURCE, refFrom({ name: 'responseElements.role.roleName', arn: 'responseElements.role.arn' }), {
    creates: ['CreateServiceLinkedRole'],
  }),
  ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.roleName' }), {
    updates: [
      'UpdateRole',
      'UpdateRoleDescription',
      'UpdateAssumeRolePolicy',
      'TagRole',
      'UntagRole',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'PutRolePolicy',
      'DeleteRolePolicy',
      'PutRolePermissionsBoundary',
      'DeleteRolePermissionsBoundary',
    ],
    deletes: ['DeleteRole', 'DeleteServiceLinkedRole'],
  }),
];

export const groupEvents: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    firstOf(
      refFrom({
        id: 'responseElements.group.groupId',
        name: 'responseElements.group.groupName',
        arn: 'responseElements.group.arn',
      }),
      refFrom({ name: 'requestParameters.groupName' }),
    ),
    { creates: ['CreateGroup'] },
  ),
  ...trailEvents(
    SOURCE,
    firstOf(refFrom({ name: 'requestParameters.newGroupName' }), refFrom({ name: 'requestParameters.groupName' })),
    { updates: ['UpdateGroup'] },
  ),
  ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.groupName' }), {
    updates: [
      'AddUserToGroup',
      'RemoveUserFromGroup',
      'AttachGroupPolicy',
      'DetachGroupPolicy',
      'PutGroupPolicy',
      'DeleteGroupPolicy',
    ],
    deletes: ['DeleteGroup'],
  }),
];

/** AWS's own policies are not collected; their ARNs name no account of ours, and `mapEvent` leaves them out. */
export const managedPolicyEvents: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    refFrom({
      id: 'responseElements.policy.policyId',
      name: 'responseElements.policy.policyName',
      arn: 'responseElements.policy.arn',
    }),
    { creates: ['CreatePolicy'] },
  ),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.policyArn' }), {
    updates: [
      'CreatePolicyVersion',
      'SetDefaultPolicyVersion',
      'DeletePolicyVersion',
      'TagPolicy',
      'UntagPolicy',
      // How many it is attached to.
      'AttachUserPolicy',
      'DetachUserPolicy',
      'AttachGroupPolicy',
      'DetachGroupPolicy',
      'AttachRolePolicy',
      'DetachRolePolicy',
    ],
    deletes: ['DeletePolicy'],
  }),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.permissionsBoundary' }), {
    updates: ['PutUserPermissionsBoundary', 'PutRolePermissionsBoundary'],
  }),
  ...trailEvents(SOURCE, nothing, { updates: ['DeleteUserPermissionsBoundary', 'DeleteRolePermissionsBoundary'] }),
];
