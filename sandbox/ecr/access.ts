import {
  DeleteRepositoryPolicy$,
  type DeleteRepositoryPolicyRequest,
  type DeleteRepositoryPolicyResponse,
  GetLifecyclePolicy$,
  type GetLifecyclePolicyRequest,
  type GetLifecyclePolicyResponse,
  GetRepositoryPolicy$,
  type GetRepositoryPolicyRequest,
  type GetRepositoryPolicyResponse,
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  PutLifecyclePolicy$,
  type PutLifecyclePolicyRequest,
  type PutLifecyclePolicyResponse,
  SetRepositoryPolicy$,
  type SetRepositoryPolicyRequest,
  type SetRepositoryPolicyResponse,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
} from '@aws-sdk/client-ecr';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { askRepository, findRepository, keepRepository } from './state';

const nameIn = (arn: string | undefined) => arn?.slice(arn.indexOf('repository/') + 'repository/'.length);
const askArn = (_call: unknown, { resourceArn }: { resourceArn?: string | undefined }) => resourceArn ?? '';

function policyOf(call: Call, name: string | undefined): string {
  const { policy } = findRepository(call, name);
  if (policy !== null) return policy;
  throw new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${call.account.id}'`,
  );
}

export const accessOperations = {
  GetRepositoryPolicy: modelRead<GetRepositoryPolicyRequest, GetRepositoryPolicyResponse>(GetRepositoryPolicy$, {
    ask: askRepository,
    handle: (call, { repositoryName }) => ({
      registryId: call.account.id,
      repositoryName,
      policyText: policyOf(call, repositoryName),
    }),
  }),
  SetRepositoryPolicy: modelWrite<SetRepositoryPolicyRequest, SetRepositoryPolicyResponse>(SetRepositoryPolicy$, {
    ask: askRepository,
    handle: (call, { repositoryName, policyText = '' }) => {
      const found = findRepository(call, repositoryName);
      try {
        JSON.parse(policyText);
      } catch {
        throw new AwsError(
          'InvalidParameterException',
          "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
        );
      }
      keepRepository(call, { ...found, policy: policyText });
      return { registryId: call.account.id, repositoryName, policyText };
    },
  }),
  DeleteRepositoryPolicy: modelWrite<DeleteRepositoryPolicyRequest, DeleteRepositoryPolicyResponse>(
    DeleteRepositoryPolicy$,
    {
      ask: askRepository,
      handle: (call, { repositoryName }) => {
        const policyText = policyOf(call, repositoryName);
        keepRepository(call, { ...findRepository(call, repositoryName), policy: null });
        return { registryId: call.account.id, repositoryName, policyText };
      },
    },
  ),
  GetLifecyclePolicy: modelRead<GetLifecyclePolicyRequest, GetLifecyclePolicyResponse>(GetLifecyclePolicy$, {
    ask: askRepository,
    handle: (call, { repositoryName }) => {
      const { lifecyclePolicy } = findRepository(call, repositoryName);
      if (lifecyclePolicy !== null) {
        return { registryId: call.account.id, repositoryName, lifecyclePolicyText: lifecyclePolicy };
      }
      throw new AwsError(
        'LifecyclePolicyNotFoundException',
        `Lifecycle policy does not exist for the repository with name '${repositoryName}' in the registry with id '${call.account.id}'`,
      );
    },
  }),
  PutLifecyclePolicy: modelWrite<PutLifecyclePolicyRequest, PutLifecyclePolicyResponse>(PutLifecyclePolicy$, {
    ask: askRepository,
    handle: (call, { repositoryName, lifecyclePolicyText = '' }) => {
      keepRepository(call, { ...findRepository(call, repositoryName), lifecyclePolicy: lifecyclePolicyText });
      return { registryId: call.account.id, repositoryName, lifecyclePolicyText };
    },
  }),
  ListTagsForResource: modelRead<ListTagsForResourceRequest, ListTagsForResourceResponse>(ListTagsForResource$, {
    ask: askArn,
    handle: (call, { resourceArn }) => {
      const { tags } = findRepository(call, nameIn(resourceArn));
      return { tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  }),
  TagResource: modelWrite<TagResourceRequest, object>(TagResource$, {
    ask: askArn,
    handle: (call, { resourceArn, tags }) => {
      const found = findRepository(call, nameIn(resourceArn));
      const added = Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      keepRepository(call, { ...found, tags: { ...found.tags, ...added } });
      return {};
    },
  }),
  UntagResource: modelWrite<UntagResourceRequest, object>(UntagResource$, {
    ask: askArn,
    handle: (call, { resourceArn, tagKeys }) => {
      const found = findRepository(call, nameIn(resourceArn));
      const tags = Object.fromEntries(Object.entries(found.tags).filter(([key]) => !tagKeys?.includes(key)));
      keepRepository(call, { ...found, tags });
      return {};
    },
  }),
};
