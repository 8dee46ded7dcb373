import {
  ListTags$,
  type ListTagsRequest,
  type ListTagsResponse,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
} from '@aws-sdk/client-lambda';
import { modelRead, modelWrite } from '../wire/model/operation';
import { findFunction, keepFunction } from './state';

export const tagOperations = {
  ListTags: modelRead<ListTagsRequest, ListTagsResponse>(ListTags$, {
    ask: (_call, { Resource }) => Resource ?? '',
    handle: (call, { Resource }) => ({ Tags: { ...findFunction(call, Resource).tags } }),
  }),
  TagResource: modelWrite<TagResourceRequest, object>(TagResource$, {
    ask: (_call, { Resource }) => Resource ?? '',
    handle: (call, { Resource, Tags }) => {
      const found = findFunction(call, Resource);
      keepFunction(call, { ...found, tags: { ...found.tags, ...Tags } });
      return {};
    },
    trail: () => ({ eventName: 'TagResource20170331v2', responseElements: null }),
  }),
  UntagResource: modelWrite<UntagResourceRequest, object>(UntagResource$, {
    ask: (_call, { Resource }) => Resource ?? '',
    handle: (call, { Resource, TagKeys }) => {
      const found = findFunction(call, Resource);
      const tags = Object.fromEntries(Object.entries(found.tags).filter(([key]) => !TagKeys?.includes(key)));
      keepFunction(call, { ...found, tags });
      return {};
    },
    trail: () => ({ eventName: 'UntagResource20170331v2', responseElements: null }),
  }),
};
