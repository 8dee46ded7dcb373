import {
  AddTags$,
  type AddTagsInput,
  type AddTagsOutput,
  DescribeTags$,
  type DescribeTagsInput,
  type DescribeTagsOutput,
  RemoveTags$,
  type RemoveTagsInput,
  type RemoveTagsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '../../wire/action';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { type Tags, tagList, withoutTags, withTags } from '../tags';
import { listener, listeners, loadBalancer, loadBalancers, targetGroup, targetGroups, validationError } from './rows';

/** The tags behind an ARN and the way to replace them. */
function tagged(call: Call, arn: string): { tags: Tags; replace: (tags: Tags) => void } {
  const { account, region, now } = call;
  if (arn.includes(':loadbalancer/')) {
    const row = loadBalancer(call, arn);
    return { tags: row.tags, replace: (tags) => loadBalancers(account, region).put(arn, { ...row, tags }, now) };
  }
  if (arn.includes(':listener/')) {
    const row = listener(call, arn);
    return { tags: row.tags, replace: (tags) => listeners(account, region).put(arn, { ...row, tags }, now) };
  }
  if (!arn.includes(':targetgroup/')) throw validationError(`'${arn}' is not a valid ARN of a taggable resource`);
  const row = targetGroup(call, arn);
  return { tags: row.tags, replace: (tags) => targetGroups(account, region).put(arn, { ...row, tags }, now) };
}

const askEach = (_call: Call, input: { ResourceArns?: string[] | undefined }) =>
  (input.ResourceArns ?? []).map((resource) => ({ resource }));

export const tagOperations = {
  AddTags: modelWrite<AddTagsInput, AddTagsOutput>(AddTags$, {
    ask: askEach,
    handle: (call, input) => {
      for (const arn of input.ResourceArns ?? []) {
        const { tags, replace } = tagged(call, arn);
        replace(withTags(tags, input.Tags));
      }
      return {};
    },
  }),
  RemoveTags: modelWrite<RemoveTagsInput, RemoveTagsOutput>(RemoveTags$, {
    ask: askEach,
    handle: (call, input) => {
      for (const arn of input.ResourceArns ?? []) {
        const { tags, replace } = tagged(call, arn);
        replace(withoutTags(tags, input.TagKeys ?? []));
      }
      return {};
    },
  }),
  DescribeTags: modelRead<DescribeTagsInput, DescribeTagsOutput>(DescribeTags$, {
    ask: () => '*',
    handle: (call, { ResourceArns = [] }) => {
      if (ResourceArns.length > 20) throw validationError('Up to 20 resource ARNs can be specified in one call');
      return {
        TagDescriptions: ResourceArns.map((arn) => ({ ResourceArn: arn, Tags: tagList(tagged(call, arn).tags) })),
      };
    },
  }),
};
