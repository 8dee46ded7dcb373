import {
  AttachPolicy$,
  type AttachPolicyRequest,
  CreatePolicy$,
  type CreatePolicyRequest,
  type CreatePolicyResponse,
  DeletePolicy$,
  type DeletePolicyRequest,
  DescribePolicy$,
  type DescribePolicyRequest,
  type DescribePolicyResponse,
  DetachPolicy$,
  type DetachPolicyRequest,
  EnablePolicyType$,
  type EnablePolicyTypeRequest,
  type EnablePolicyTypeResponse,
  ListPolicies$,
  type ListPoliciesRequest,
  type ListPoliciesResponse,
  ListTargetsForPolicy$,
  type ListTargetsForPolicyRequest,
  type ListTargetsForPolicyResponse,
  type PolicyTargetSummary,
  UpdatePolicy$,
  type UpdatePolicyRequest,
  type UpdatePolicyResponse,
} from '@aws-sdk/client-organizations';
import type { Organization, OrganizationPolicy } from '../store/organization';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { arnIn, findPolicy, managed, newId, pageFor, readable, shownPolicy, shownRoot, shownSummary } from './state';

const ask = () => '*';

function targetOf(organization: Organization, id: string | undefined): PolicyTargetSummary {
  if (id !== undefined && id === organization.rootId) {
    return { TargetId: id, Arn: arnIn(organization, 'root', id), Name: 'Root', Type: 'ROOT' };
  }
  const unit = organization.units.find((each) => each.id === id);
  if (unit) {
    return { TargetId: id, Arn: arnIn(organization, 'ou', unit.id), Name: unit.name, Type: 'ORGANIZATIONAL_UNIT' };
  }
  const account = organization.accounts.find((each) => each.id === id);
  if (account) {
    return { TargetId: id, Arn: arnIn(organization, 'account', account.id), Name: account.name, Type: 'ACCOUNT' };
  }
  throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
}

function replace(organization: Organization, before: OrganizationPolicy, after: OrganizationPolicy | null): void {
  organization.policies = (organization.policies ?? []).flatMap((each) => (each === before ? (after ?? []) : [each]));
}

function checkContent(content: string): string {
  try {
    JSON.parse(content);
    return content;
  } catch {
    throw new AwsError('MalformedPolicyDocumentException', 'The provided policy document is not valid.');
  }
}

export const policyOperations = {
  ListPolicies: modelRead<ListPoliciesRequest, ListPoliciesResponse>(ListPolicies$, {
    ask,
    handle: (call, input) => {
      const organization = readable(call);
      const { items, next } = pageFor(
        (organization.policies ?? []).filter(({ type }) => type === input.Filter),
        input,
      );
      return { Policies: items.map((policy) => shownSummary(organization, policy)), NextToken: next };
    },
  }),
  DescribePolicy: modelRead<DescribePolicyRequest, DescribePolicyResponse>(DescribePolicy$, {
    ask,
    handle: (call, { PolicyId }) => {
      const organization = readable(call);
      return { Policy: shownPolicy(organization, findPolicy(organization, PolicyId)) };
    },
  }),
  ListTargetsForPolicy: modelRead<ListTargetsForPolicyRequest, ListTargetsForPolicyResponse>(ListTargetsForPolicy$, {
    ask,
    handle: (call, input) => {
      const organization = readable(call);
      const { items, next } = pageFor(findPolicy(organization, input.PolicyId).targets, input);
      return { Targets: items.map((id) => targetOf(organization, id)), NextToken: next };
    },
  }),
  CreatePolicy: modelWrite<CreatePolicyRequest, CreatePolicyResponse>(CreatePolicy$, {
    ask,
    handle: (call, { Content = '', Description = '', Name = '', Type = 'SERVICE_CONTROL_POLICY', Tags }) => {
      const organization = managed(call);
      if (organization.policies?.some((each) => each.name === Name && each.type === Type)) {
        throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
      }
      const policy: OrganizationPolicy = {
        id: newId(call, 'p-', 8),
        name: Name,
        description: Description,
        type: Type,
        content: checkContent(Content),
        awsManaged: false,
        targets: [],
      };
      organization.policies = [...(organization.policies ?? []), policy];
      const tags = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      organization.tags = { ...organization.tags, [policy.id]: tags };
      return { Policy: shownPolicy(organization, policy) };
    },
  }),
  UpdatePolicy: modelWrite<UpdatePolicyRequest, UpdatePolicyResponse>(UpdatePolicy$, {
    ask,
    handle: (call, { PolicyId, Name, Description, Content }) => {
      const organization = managed(call);
      const found = findPolicy(organization, PolicyId);
      const changed = {
        ...found,
        name: Name ?? found.name,
        description: Description ?? found.description,
        content: Content === undefined ? found.content : checkContent(Content),
      };
      replace(organization, found, changed);
      return { Policy: shownPolicy(organization, changed) };
    },
  }),
  DeletePolicy: modelWrite<DeletePolicyRequest, object>(DeletePolicy$, {
    ask,
    handle: (call, { PolicyId }) => {
      const organization = managed(call);
      const found = findPolicy(organization, PolicyId);
      if (found.targets.length > 0) {
        const message = 'The policy is attached to one or more entities. You must detach it from all first.';
        throw new AwsError('PolicyInUseException', message);
      }
      replace(organization, found, null);
      return {};
    },
  }),
  AttachPolicy: modelWrite<AttachPolicyRequest, object>(AttachPolicy$, {
    ask,
    handle: (call, { PolicyId, TargetId }) => {
      const organization = managed(call);
      const found = findPolicy(organization, PolicyId);
      const { TargetId: id = '' } = targetOf(organization, TargetId);
      if (found.targets.includes(id)) {
        throw new AwsError('DuplicatePolicyAttachmentException', 'The selected policy is already attached.');
      }
      if (!organization.enabledPolicyTypes?.includes(found.type)) {
        throw new AwsError('PolicyTypeNotEnabledException', 'This operation requires that the policy type is enabled.');
      }
      replace(organization, found, { ...found, targets: [...found.targets, id] });
      return {};
    },
  }),
  DetachPolicy: modelWrite<DetachPolicyRequest, object>(DetachPolicy$, {
    ask,
    handle: (call, { PolicyId, TargetId }) => {
      const organization = managed(call);
      const found = findPolicy(organization, PolicyId);
      if (TargetId === undefined || !found.targets.includes(TargetId)) {
        throw new AwsError('PolicyNotAttachedException', "The policy isn't attached to the specified target.");
      }
      replace(organization, found, { ...found, targets: found.targets.filter((id) => id !== TargetId) });
      return {};
    },
  }),
  EnablePolicyType: modelWrite<EnablePolicyTypeRequest, EnablePolicyTypeResponse>(EnablePolicyType$, {
    ask,
    handle: (call, { PolicyType }) => {
      const organization = managed(call);
      const types = organization.enabledPolicyTypes ?? [];
      if (PolicyType !== undefined && types.includes(PolicyType)) {
        throw new AwsError('PolicyTypeAlreadyEnabledException', 'The specified policy type is already enabled.');
      }
      if (PolicyType !== undefined) organization.enabledPolicyTypes = [...types, PolicyType];
      return { Root: shownRoot(organization) };
    },
  }),
};
