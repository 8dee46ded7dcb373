import {
  ChangeTagsForResource$,
  type ChangeTagsForResourceRequest,
  type ChangeTagsForResourceResponse,
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  ListTagsForResources$,
  type ListTagsForResourcesRequest,
  type ListTagsForResourcesResponse,
  type ResourceTagSet,
} from '@aws-sdk/client-route-53';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { bareId, invalidInput, zone, zones } from './rows';

const arn = (id: string | undefined) => `arn:aws:route53:::hostedzone/${bareId(id)}`;

function onlyZones(type: string | undefined): void {
  if (type !== 'hostedzone') throw new AwsError('NoSuchHealthCheck', 'The sandbox has no health checks.', 404);
}

function shown(call: Call, id: string): ResourceTagSet {
  const row = zone(call, id);
  const Tags = Object.entries(row.tags).map(([Key, Value]) => ({ Key, Value }));
  return { ResourceType: 'hostedzone', ResourceId: row.id, Tags };
}

export const tagOperations = {
  ChangeTagsForResource: modelWrite<ChangeTagsForResourceRequest, ChangeTagsForResourceResponse>(
    ChangeTagsForResource$,
    {
      ask: (_call, input) => arn(input.ResourceId),
      handle: (call, input) => {
        onlyZones(input.ResourceType);
        const row = zone(call, input.ResourceId);
        const kept = Object.entries(row.tags).filter(([key]) => !input.RemoveTagKeys?.includes(key));
        const added = (input.AddTags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
        zones(call.account).put(row.id, { ...row, tags: Object.fromEntries([...kept, ...added]) }, call.now);
        return {};
      },
    },
  ),
  ListTagsForResource: modelRead<ListTagsForResourceRequest, ListTagsForResourceResponse>(ListTagsForResource$, {
    ask: (_call, input) => arn(input.ResourceId),
    handle: (call, input) => {
      onlyZones(input.ResourceType);
      return { ResourceTagSet: shown(call, input.ResourceId ?? '') };
    },
  }),
  ListTagsForResources: modelRead<ListTagsForResourcesRequest, ListTagsForResourcesResponse>(ListTagsForResources$, {
    ask: (_call, input) => (input.ResourceIds ?? []).map((id) => ({ resource: arn(id) })),
    handle: (call, input) => {
      onlyZones(input.ResourceType);
      const ids = input.ResourceIds ?? [];
      if (ids.length > 10) throw invalidInput('Up to 10 resources can be named in one call.');
      return { ResourceTagSets: ids.map((id) => shown(call, id)) };
    },
  }),
};
