import { uniqueId } from '../store/ids';
import type { ManagedPolicy, PolicyVersion } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { deleteConflict, entityAlreadyExists, limitExceeded } from '../wire/errors';
import { attachmentCounts } from './attachments';
import { awsManagedPolicies } from './aws-managed';
import { findPolicy } from './find';
import { nameParam, pathParam } from './names';
import { byKey, paginate } from './page';
import { checkIdentityPolicy, checkSize } from './policy-documents';
import { findVersion, ownPolicy, savePolicy } from './policy-versions';
import { optionalTags, tagActions, tagsParam } from './tags';

const MAX_SIZE = 6144;

export function askPolicy(call: Call) {
  const arn = call.params.optional('PolicyArn') ?? '*';
  const policy = call.account.policies.get(arn.slice(arn.lastIndexOf('/') + 1));
  return { resource: arn, resourceTags: policy?.arn === arn ? policy.tags : [] };
}

type Counts = ReturnType<typeof attachmentCounts>;

export function policyOutput(policy: ManagedPolicy, counts: Counts) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: counts.attached.get(policy.arn) ?? 0,
    PermissionsBoundaryUsageCount: counts.boundaries.get(policy.arn) ?? 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

const tags = tagActions(askPolicy, ownPolicy, savePolicy);

export const managedPolicyActions = {
  CreatePolicy: writes(
    (call) =>
      call.account.iamArn('policy', call.params.optional('Path') ?? '/', call.params.optional('PolicyName') ?? ''),
    (call) => {
      const { account, params } = call;
      const name = nameParam(params, 'PolicyName', 128);
      const path = pathParam(params);
      const document = params.string('PolicyDocument');
      checkIdentityPolicy(document);
      checkSize(document, MAX_SIZE, 'PolicySize');
      if (account.policies.isTaken(name)) {
        throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
      }
      const policy: ManagedPolicy = {
        name,
        path,
        id: uniqueId(call.world.random, 'ANPA'),
        arn: account.iamArn('policy', path, name),
        description: params.optional('Description'),
        createdAt: call.now,
        updatedAt: call.now,
        defaultVersionId: 'v1',
        versions: [{ id: 'v1', document, createdAt: call.now }],
        nextVersion: 2,
        tags: tagsParam(call),
      };
      savePolicy(call, policy);
      return { Policy: { ...policyOutput(policy, attachmentCounts(account)), Tags: optionalTags(policy.tags) } };
    },
  ),
  GetPolicy: reads(askPolicy, (call) => {
    const policy = findPolicy(call);
    const output = policyOutput(policy, attachmentCounts(call.account));
    return { Policy: { ...output, Description: policy.description, Tags: optionalTags(policy.tags) } };
  }),
  ListPolicies: reads(
    (call) => call.account.iamArn('policy', call.params.optional('PathPrefix') ?? '/', ''),
    (call) => {
      const { account, params } = call;
      const scope = params.oneOf('Scope', ['All', 'AWS', 'Local']) ?? 'All';
      const onlyAttached = params.boolean('OnlyAttached', false);
      const usage = params.oneOf('PolicyUsageFilter', ['PermissionsPolicy', 'PermissionsBoundary']);
      const prefix = params.optional('PathPrefix') ?? '/';
      const counts = attachmentCounts(account);
      const used = usage === 'PermissionsBoundary' ? counts.boundaries : counts.attached;
      const policies = [
        ...(scope === 'AWS' ? [] : account.policies.list(call.readAt)),
        ...(scope === 'Local' ? [] : awsManagedPolicies()),
      ]
        .filter((policy) => policy.path.startsWith(prefix))
        .filter((policy) => !(onlyAttached || usage !== undefined) || used.has(policy.arn))
        .sort(byKey((policy) => policy.arn));
      const { items, ...page } = paginate(call, policies, (policy) => policy.arn);
      return { Policies: items.map((policy) => policyOutput(policy, counts)), ...page };
    },
  ),
  DeletePolicy: writes(askPolicy, (call) => {
    const policy = ownPolicy(call);
    const counts = attachmentCounts(call.account);
    if (counts.attached.has(policy.arn) || counts.boundaries.has(policy.arn)) {
      throw deleteConflict('Cannot delete a policy attached to entities.');
    }
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    call.account.policies.delete(policy.name, call.now);
    return undefined;
  }),
  CreatePolicyVersion: writes(askPolicy, (call) => {
    const policy = ownPolicy(call);
    const document = call.params.string('PolicyDocument');
    checkIdentityPolicy(document);
    checkSize(document, MAX_SIZE, 'PolicySize');
    if (policy.versions.length >= 5) {
      throw limitExceeded(
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      );
    }
    const version: PolicyVersion = { id: `v${policy.nextVersion}`, document, createdAt: call.now };
    const isDefault = call.params.boolean('SetAsDefault', false);
    savePolicy(call, {
      ...policy,
      versions: [...policy.versions, version],
      nextVersion: policy.nextVersion + 1,
      defaultVersionId: isDefault ? version.id : policy.defaultVersionId,
      updatedAt: call.now,
    });
    const output = { VersionId: version.id, IsDefaultVersion: isDefault, CreateDate: new Date(version.createdAt) };
    return { PolicyVersion: output };
  }),
  SetDefaultPolicyVersion: writes(askPolicy, (call) => {
    const policy = ownPolicy(call);
    savePolicy(call, { ...policy, defaultVersionId: findVersion(call, policy).id, updatedAt: call.now });
    return undefined;
  }),
  DeletePolicyVersion: writes(askPolicy, (call) => {
    const policy = ownPolicy(call);
    const version = findVersion(call, policy);
    if (version.id === policy.defaultVersionId) {
      throw deleteConflict('Cannot delete the default version of a policy.');
    }
    savePolicy(call, { ...policy, versions: policy.versions.filter((each) => each !== version) });
    return undefined;
  }),
  TagPolicy: tags.tag,
  UntagPolicy: tags.untag,
  ListPolicyTags: tags.list,
};
