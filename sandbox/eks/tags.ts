import {
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
} from '@aws-sdk/client-eks';
import { modelRead, modelWrite } from '../wire/model/operation';
import { clustersOf, findCluster } from './state';

const ask = (_call: unknown, { resourceArn }: { resourceArn?: string | undefined }) => resourceArn ?? '';
const nameIn = (arn: string | undefined) => arn?.split('/')[1];

export const tagOperations = {
  ListTagsForResource: modelRead<ListTagsForResourceRequest, ListTagsForResourceResponse>(ListTagsForResource$, {
    ask,
    handle: (call, { resourceArn }) => ({ tags: { ...findCluster(call, nameIn(resourceArn)).tags } }),
  }),
  TagResource: modelWrite<TagResourceRequest, object>(TagResource$, {
    ask,
    handle: (call, { resourceArn, tags }) => {
      const found = findCluster(call, nameIn(resourceArn));
      const changed = { ...found, tags: { ...found.tags, ...tags } };
      clustersOf(call.account, call.region).put(found.name, changed, call.now);
      return {};
    },
  }),
  UntagResource: modelWrite<UntagResourceRequest, object>(UntagResource$, {
    ask,
    handle: (call, { resourceArn, tagKeys }) => {
      const found = findCluster(call, nameIn(resourceArn));
      const tags = Object.fromEntries(Object.entries(found.tags ?? {}).filter(([key]) => !tagKeys?.includes(key)));
      clustersOf(call.account, call.region).put(found.name, { ...found, tags }, call.now);
      return {};
    },
  }),
};
