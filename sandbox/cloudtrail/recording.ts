import {
  AddTags$,
  type AddTagsRequest,
  GetEventSelectors$,
  type GetEventSelectorsRequest,
  type GetEventSelectorsResponse,
  GetTrailStatus$,
  type GetTrailStatusRequest,
  type GetTrailStatusResponse,
  ListTags$,
  type ListTagsRequest,
  type ListTagsResponse,
  PutEventSelectors$,
  type PutEventSelectorsRequest,
  type PutEventSelectorsResponse,
  RemoveTags$,
  type RemoveTagsRequest,
  StartLogging$,
  type StartLoggingRequest,
  StopLogging$,
  type StopLoggingRequest,
} from '@aws-sdk/client-cloudtrail';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { findTrail, keepTrail, trailArn } from './state';

const MINUTES = 60_000;
const askName = (call: Call, { Name }: { Name?: string | undefined }) => trailArn(call, Name ?? '');
const askTrail = (call: Call, { TrailName }: { TrailName?: string | undefined }) => trailArn(call, TrailName ?? '');
const dateOf = (at: number | null) => (at === null ? undefined : new Date(at));

export const recordingOperations = {
  StartLogging: modelWrite<StartLoggingRequest, object>(StartLogging$, {
    ask: askName,
    handle: (call, { Name }) => {
      keepTrail(call, { ...findTrail(call, Name), logging: true, startedAt: call.now });
      return {};
    },
  }),
  StopLogging: modelWrite<StopLoggingRequest, object>(StopLogging$, {
    ask: askName,
    handle: (call, { Name }) => {
      keepTrail(call, { ...findTrail(call, Name), logging: false, stoppedAt: call.now });
      return {};
    },
  }),
  GetTrailStatus: modelRead<GetTrailStatusRequest, GetTrailStatusResponse>(GetTrailStatus$, {
    ask: askName,
    handle: (call, { Name }) => {
      const { logging, startedAt, stoppedAt } = findTrail(call, Name);
      const delivered = logging ? call.now - (call.now % (5 * MINUTES)) : stoppedAt;
      return {
        IsLogging: logging,
        StartLoggingTime: dateOf(startedAt),
        StopLoggingTime: dateOf(stoppedAt),
        LatestDeliveryTime: startedAt === null ? undefined : dateOf(delivered),
      };
    },
  }),
  GetEventSelectors: modelRead<GetEventSelectorsRequest, GetEventSelectorsResponse>(GetEventSelectors$, {
    ask: askTrail,
    handle: (call, { TrailName }) => {
      const { shown, selectors, advancedSelectors } = findTrail(call, TrailName);
      const kept = advancedSelectors.length > 0;
      return {
        TrailARN: shown.TrailARN,
        ...(kept ? { AdvancedEventSelectors: [...advancedSelectors] } : { EventSelectors: [...selectors] }),
      };
    },
  }),
  PutEventSelectors: modelWrite<PutEventSelectorsRequest, PutEventSelectorsResponse>(PutEventSelectors$, {
    ask: askTrail,
    handle: (call, { TrailName, EventSelectors, AdvancedEventSelectors }) => {
      const found = findTrail(call, TrailName);
      if ((EventSelectors === undefined) === (AdvancedEventSelectors === undefined)) {
        throw new AwsError(
          'InvalidEventSelectorsException',
          'Specify either EventSelectors or AdvancedEventSelectors, but not both.',
        );
      }
      const shown = { ...found.shown, HasCustomEventSelectors: true };
      const selectors = EventSelectors ?? [];
      const advancedSelectors = AdvancedEventSelectors ?? [];
      keepTrail(call, { ...found, shown, selectors, advancedSelectors });
      return { TrailARN: shown.TrailARN, EventSelectors, AdvancedEventSelectors };
    },
  }),
  ListTags: modelRead<ListTagsRequest, ListTagsResponse>(ListTags$, {
    ask: (_call, { ResourceIdList }) => (ResourceIdList ?? []).map((resource) => ({ resource })),
    handle: (call, { ResourceIdList = [] }) => {
      if (ResourceIdList.length > 20) {
        throw new AwsError('ResourceNotFoundException', 'At most 20 resources can be asked for at once.');
      }
      return {
        ResourceTagList: ResourceIdList.map((ResourceId) => ({
          ResourceId,
          TagsList: Object.entries(findTrail(call, ResourceId).tags).map(([Key, Value]) => ({ Key, Value })),
        })),
      };
    },
  }),
  AddTags: modelWrite<AddTagsRequest, object>(AddTags$, {
    ask: (_call, { ResourceId }) => ResourceId ?? '',
    handle: (call, { ResourceId, TagsList }) => {
      const found = findTrail(call, ResourceId);
      const added = Object.fromEntries((TagsList ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      keepTrail(call, { ...found, tags: { ...found.tags, ...added } });
      return {};
    },
  }),
  RemoveTags: modelWrite<RemoveTagsRequest, object>(RemoveTags$, {
    ask: (_call, { ResourceId }) => ResourceId ?? '',
    handle: (call, { ResourceId, TagsList }) => {
      const found = findTrail(call, ResourceId);
      const gone = new Set((TagsList ?? []).map(({ Key }) => Key));
      keepTrail(call, {
        ...found,
        tags: Object.fromEntries(Object.entries(found.tags).filter(([key]) => !gone.has(key))),
      });
      return {};
    },
  }),
};
