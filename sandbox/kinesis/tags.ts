import {
  AddTagsToStream$,
  type AddTagsToStreamInput,
  ListTagsForResource$,
  type ListTagsForResourceInput,
  type ListTagsForResourceOutput,
  ListTagsForStream$,
  type ListTagsForStreamInput,
  type ListTagsForStreamOutput,
  RemoveTagsFromStream$,
  type RemoveTagsFromStreamInput,
  TagResource$,
  type TagResourceInput,
  UntagResource$,
  type UntagResourceInput,
} from '@aws-sdk/client-kinesis';
import type { Call } from '../wire/action';
import { modelRead, modelWrite } from '../wire/model/operation';
import { askArn, askStream, heldStream, putStream } from './find';

type Named = Parameters<typeof heldStream>[1];

function tag(call: Call, named: Named, Tags: Record<string, string> | undefined): object {
  const held = heldStream(call, named);
  putStream(held, { ...held.stream, tags: { ...held.stream.tags, ...Tags } }, call.now);
  return {};
}

function untag(call: Call, named: Named, keys: readonly string[] | undefined): object {
  const held = heldStream(call, named);
  const left = Object.entries(held.stream.tags).filter(([key]) => !keys?.includes(key));
  putStream(held, { ...held.stream, tags: Object.fromEntries(left) }, call.now);
  return {};
}

/** A tag's key is data: its case stays. */
const trail = ({ params: { values } }: Call) => ({
  requestParameters: {
    ...(values.StreamName ? { streamName: values.StreamName } : {}),
    ...(values.StreamARN ? { streamARN: values.StreamARN } : {}),
    ...(values.ResourceARN ? { resourceARN: values.ResourceARN } : {}),
    ...(values.Tags ? { tags: values.Tags } : {}),
    ...(values.TagKeys ? { tagKeys: values.TagKeys } : {}),
  },
  responseElements: null,
});

const shown = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const tagOperations = {
  AddTagsToStream: modelWrite<AddTagsToStreamInput, object>(AddTagsToStream$, {
    ask: askStream,
    handle: (call, input) => tag(call, input, input.Tags),
    trail,
  }),
  RemoveTagsFromStream: modelWrite<RemoveTagsFromStreamInput, object>(RemoveTagsFromStream$, {
    ask: askStream,
    handle: (call, input) => untag(call, input, input.TagKeys),
    trail,
  }),
  ListTagsForStream: modelRead<ListTagsForStreamInput, ListTagsForStreamOutput>(ListTagsForStream$, {
    ask: askStream,
    handle: (call, input) => {
      const all = shown(heldStream(call, input).stream.tags).sort((a, b) => (a.Key < b.Key ? -1 : 1));
      const rest = all.filter(({ Key }) => Key > (input.ExclusiveStartTagKey ?? ''));
      const size = input.Limit ?? 50;
      return { Tags: rest.slice(0, size), HasMoreTags: rest.length > size };
    },
  }),
  TagResource: modelWrite<TagResourceInput, object>(TagResource$, {
    ask: (_call, { ResourceARN }) => askArn(ResourceARN ?? ''),
    handle: (call, { ResourceARN, Tags }) => tag(call, { StreamARN: ResourceARN }, Tags),
    trail,
  }),
  UntagResource: modelWrite<UntagResourceInput, object>(UntagResource$, {
    ask: (_call, { ResourceARN }) => askArn(ResourceARN ?? ''),
    handle: (call, { ResourceARN, TagKeys }) => untag(call, { StreamARN: ResourceARN }, TagKeys),
    trail,
  }),
  ListTagsForResource: modelRead<ListTagsForResourceInput, ListTagsForResourceOutput>(ListTagsForResource$, {
    ask: (_call, { ResourceARN }) => askArn(ResourceARN ?? ''),
    handle: (call, { ResourceARN }) => ({ Tags: shown(heldStream(call, { StreamARN: ResourceARN }).stream.tags) }),
  }),
};
