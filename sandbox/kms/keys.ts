import {
  CancelKeyDeletion$,
  type CancelKeyDeletionRequest,
  type CancelKeyDeletionResponse,
  CreateKey$,
  type CreateKeyRequest,
  type CreateKeyResponse,
  DescribeKey$,
  type DescribeKeyRequest,
  type DescribeKeyResponse,
  DisableKey$,
  type DisableKeyRequest,
  EnableKey$,
  type EnableKeyRequest,
  type KeyMetadata,
  ListKeys$,
  type ListKeysRequest,
  type ListKeysResponse,
  ScheduleKeyDeletion$,
  type ScheduleKeyDeletionRequest,
  type ScheduleKeyDeletionResponse,
  UpdateKeyDescription$,
  type UpdateKeyDescriptionRequest,
} from '@aws-sdk/client-kms';
import { uuid } from '../store/ids';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { askKey, badMarker, changeKey, customerKey, heldKey, kmsArn, usableKey } from './find';
import { defaultKeyPolicy, type Key, keysOf } from './types';

const DAY = 86_400_000;

export function keyMetadata(key: Key): KeyMetadata {
  const symmetric = key.spec === 'SYMMETRIC_DEFAULT';
  return {
    AWSAccountId: key.arn.split(':')[4],
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.state,
    Origin: key.origin,
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.spec as NonNullable<KeyMetadata['CustomerMasterKeySpec']>,
    KeySpec: key.spec,
    MultiRegion: key.multiRegion,
    ...(symmetric ? { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] } : {}),
    ...(key.deletionAt === undefined ? {} : { DeletionDate: new Date(key.deletionAt) }),
  };
}

export const keyOperations = {
  CreateKey: modelWrite<CreateKeyRequest, CreateKeyResponse>(CreateKey$, {
    ask: () => '*',
    handle: (call, input) => {
      const id = input.MultiRegion ? `mrk-${uuid(call.world.random).replaceAll('-', '')}` : uuid(call.world.random);
      const key: Key = {
        id,
        arn: kmsArn(call, `key/${id}`),
        createdAt: call.now,
        description: input.Description ?? '',
        manager: 'CUSTOMER',
        state: input.Origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
        spec: input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT',
        usage: input.KeyUsage ?? 'ENCRYPT_DECRYPT',
        origin: input.Origin ?? 'AWS_KMS',
        multiRegion: input.MultiRegion ?? false,
        policy: input.Policy ?? defaultKeyPolicy(call.account.id),
        rotation: { enabled: false, days: 365 },
        tags: (input.Tags ?? []).map(({ TagKey, TagValue }) => ({ key: TagKey ?? '', value: TagValue ?? '' })),
      };
      keysOf(call.account, call.region).put(id, key, call.now);
      return { KeyMetadata: keyMetadata(key) };
    },
  }),
  DescribeKey: modelRead<DescribeKeyRequest, DescribeKeyResponse>(DescribeKey$, {
    ask: askKey,
    handle: (call, { KeyId }) => ({ KeyMetadata: keyMetadata(heldKey(call, KeyId)) }),
  }),
  ListKeys: modelRead<ListKeysRequest, ListKeysResponse>(ListKeys$, {
    ask: () => '*',
    handle: (call, { Limit, Marker }) => {
      const { items, next } = pageAfter(
        keysOf(call.account, call.region).list(),
        Limit ?? 100,
        Marker,
        ({ id }) => id,
        badMarker,
      );
      return {
        Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
        Truncated: next !== undefined,
        ...(next === undefined ? {} : { NextMarker: next }),
      };
    },
  }),
  UpdateKeyDescription: modelWrite<UpdateKeyDescriptionRequest, object>(UpdateKeyDescription$, {
    ask: askKey,
    handle: (call, { KeyId, Description }) => {
      changeKey(call, usableKey(call, KeyId), { description: Description ?? '' });
      return {};
    },
  }),
  EnableKey: modelWrite<EnableKeyRequest, object>(EnableKey$, {
    ask: askKey,
    handle: (call, { KeyId }) => {
      changeKey(call, usableKey(call, KeyId), { state: 'Enabled' });
      return {};
    },
  }),
  DisableKey: modelWrite<DisableKeyRequest, object>(DisableKey$, {
    ask: askKey,
    handle: (call, { KeyId }) => {
      changeKey(call, usableKey(call, KeyId), { state: 'Disabled' });
      return {};
    },
  }),
  ScheduleKeyDeletion: modelWrite<ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse>(ScheduleKeyDeletion$, {
    ask: askKey,
    handle: (call, { KeyId, PendingWindowInDays }) => {
      const days = PendingWindowInDays ?? 30;
      if (days < 7 || days > 30) {
        throw new AwsError('ValidationException', 'PendingWindowInDays must be between 7 and 30 (inclusive).');
      }
      const deletionAt = call.now + days * DAY;
      const key = changeKey(call, usableKey(call, KeyId), { state: 'PendingDeletion', deletionAt });
      return {
        KeyId: key.arn,
        DeletionDate: new Date(deletionAt),
        KeyState: 'PendingDeletion',
        PendingWindowInDays: days,
      };
    },
  }),
  CancelKeyDeletion: modelWrite<CancelKeyDeletionRequest, CancelKeyDeletionResponse>(CancelKeyDeletion$, {
    ask: askKey,
    handle: (call, { KeyId }) => {
      const key = customerKey(call, KeyId);
      if (key.state !== 'PendingDeletion') {
        throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
      }
      changeKey(call, key, { state: 'Disabled', deletionAt: undefined });
      return { KeyId: key.arn };
    },
  }),
};
