import {
  DisableKeyRotation$,
  type DisableKeyRotationRequest,
  EnableKeyRotation$,
  type EnableKeyRotationRequest,
  GetKeyPolicy$,
  type GetKeyPolicyRequest,
  type GetKeyPolicyResponse,
  GetKeyRotationStatus$,
  type GetKeyRotationStatusRequest,
  type GetKeyRotationStatusResponse,
  ListResourceTags$,
  type ListResourceTagsRequest,
  type ListResourceTagsResponse,
  PutKeyPolicy$,
  type PutKeyPolicyRequest,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
} from '@aws-sdk/client-kms';
import { parsePolicy } from '@/lib/trust/policy/parse';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { askKey, badMarker, changeKey, customerKey, heldKey, usableKey } from './find';
import type { Key } from './types';

const DAY = 86_400_000;

function rotatable(key: Key): Key {
  if (key.spec === 'SYMMETRIC_DEFAULT' && key.origin !== 'AWS_CLOUDHSM' && key.origin !== 'EXTERNAL_KEY_STORE')
    return key;
  throw new AwsError('UnsupportedOperationException', `${key.arn} does not support automatic rotation.`);
}

export const settingOperations = {
  GetKeyPolicy: modelRead<GetKeyPolicyRequest, GetKeyPolicyResponse>(GetKeyPolicy$, {
    ask: askKey,
    handle: (call, { KeyId }) => ({ Policy: heldKey(call, KeyId).policy, PolicyName: 'default' }),
  }),
  PutKeyPolicy: modelWrite<PutKeyPolicyRequest, object>(PutKeyPolicy$, {
    ask: askKey,
    handle: (call, { KeyId, Policy }) => {
      const key = usableKey(call, KeyId);
      if (!parsePolicy(Policy ?? '', 'resource').ok) {
        throw new AwsError('MalformedPolicyDocumentException', 'The new key policy is not valid.');
      }
      changeKey(call, key, { policy: Policy ?? '' });
      return {};
    },
  }),
  GetKeyRotationStatus: modelRead<GetKeyRotationStatusRequest, GetKeyRotationStatusResponse>(GetKeyRotationStatus$, {
    ask: askKey,
    handle: (call, { KeyId }) => {
      const { arn, rotation, createdAt } = rotatable(heldKey(call, KeyId));
      if (!rotation.enabled) return { KeyId: arn, KeyRotationEnabled: false };
      const period = rotation.days * DAY;
      const passed = Math.floor((call.now - createdAt) / period) + 1;
      return {
        KeyId: arn,
        KeyRotationEnabled: true,
        RotationPeriodInDays: rotation.days,
        NextRotationDate: new Date(createdAt + passed * period),
      };
    },
  }),
  EnableKeyRotation: modelWrite<EnableKeyRotationRequest, object>(EnableKeyRotation$, {
    ask: askKey,
    handle: (call, { KeyId, RotationPeriodInDays }) => {
      const rotation = { enabled: true, days: RotationPeriodInDays ?? 365 };
      changeKey(call, rotatable(usableKey(call, KeyId)), { rotation });
      return {};
    },
  }),
  DisableKeyRotation: modelWrite<DisableKeyRotationRequest, object>(DisableKeyRotation$, {
    ask: askKey,
    handle: (call, { KeyId }) => {
      const key = rotatable(usableKey(call, KeyId));
      changeKey(call, key, { rotation: { ...key.rotation, enabled: false } });
      return {};
    },
  }),
  ListResourceTags: modelRead<ListResourceTagsRequest, ListResourceTagsResponse>(ListResourceTags$, {
    ask: askKey,
    handle: (call, { KeyId, Limit, Marker }) => {
      const { items, next } = pageAfter(
        customerKey(call, KeyId).tags,
        Limit ?? 50,
        Marker,
        ({ key }) => key,
        badMarker,
      );
      return {
        Tags: items.map(({ key, value }) => ({ TagKey: key, TagValue: value })),
        Truncated: next !== undefined,
        ...(next === undefined ? {} : { NextMarker: next }),
      };
    },
  }),
  TagResource: modelWrite<TagResourceRequest, object>(TagResource$, {
    ask: askKey,
    handle: (call, { KeyId, Tags }) => {
      const key = usableKey(call, KeyId);
      const given = (Tags ?? []).map(({ TagKey, TagValue }) => ({ key: TagKey ?? '', value: TagValue ?? '' }));
      const kept = key.tags.filter((tag) => !given.some((each) => each.key === tag.key));
      changeKey(call, key, { tags: [...kept, ...given].sort((a, b) => (a.key < b.key ? -1 : 1)) });
      return {};
    },
  }),
  UntagResource: modelWrite<UntagResourceRequest, object>(UntagResource$, {
    ask: askKey,
    handle: (call, { KeyId, TagKeys }) => {
      const key = usableKey(call, KeyId);
      changeKey(call, key, { tags: key.tags.filter((tag) => !TagKeys?.includes(tag.key)) });
      return {};
    },
  }),
};
