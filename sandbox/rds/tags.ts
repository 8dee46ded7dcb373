import {
  AddTagsToResource$,
  type AddTagsToResourceMessage,
  ListTagsForResource$,
  type ListTagsForResourceMessage,
  RemoveTagsFromResource$,
  type RemoveTagsFromResourceMessage,
  type TagListMessage,
} from '@aws-sdk/client-rds';
import type { Call } from '../wire/action';
import { modelRead, modelWrite } from '../wire/model/operation';
import { cluster, clusters, instance, instances, tagList, tagsOf } from './rows';

const ask = (_call: Call, input: { ResourceName?: string | undefined }) => input.ResourceName ?? '*';

function tagged(call: Call, arn = '') {
  if (arn.split(':')[5] === 'cluster') {
    const row = cluster(call, arn);
    const table = clusters(call.account, call.region);
    return { tags: row.tags, put: (tags: Record<string, string>) => table.put(row.id, { ...row, tags }, call.now) };
  }
  const row = instance(call, arn);
  const table = instances(call.account, call.region);
  return { tags: row.tags, put: (tags: Record<string, string>) => table.put(row.id, { ...row, tags }, call.now) };
}

export const tagOperations = {
  AddTagsToResource: modelWrite<AddTagsToResourceMessage, object>(AddTagsToResource$, {
    ask,
    handle: (call, input) => {
      const { tags, put } = tagged(call, input.ResourceName);
      put({ ...tags, ...tagsOf(input.Tags) });
      return {};
    },
  }),
  RemoveTagsFromResource: modelWrite<RemoveTagsFromResourceMessage, object>(RemoveTagsFromResource$, {
    ask,
    handle: (call, input) => {
      const { tags, put } = tagged(call, input.ResourceName);
      put(Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys?.includes(key))));
      return {};
    },
  }),
  ListTagsForResource: modelRead<ListTagsForResourceMessage, TagListMessage>(ListTagsForResource$, {
    ask,
    handle: (call, input) => ({ TagList: tagList(tagged(call, input.ResourceName).tags) }),
  }),
};
