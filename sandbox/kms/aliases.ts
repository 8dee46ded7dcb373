import {
  CreateAlias$,
  type CreateAliasRequest,
  DeleteAlias$,
  type DeleteAliasRequest,
  ListAliases$,
  type ListAliasesRequest,
  type ListAliasesResponse,
  UpdateAlias$,
  type UpdateAliasRequest,
} from '@aws-sdk/client-kms';
import type { Call, Question } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { aliasNotFound, askKey, badMarker, heldKey, kmsArn, usableKey } from './find';
import { aliasesOf } from './types';

/** An alias is asked about together with the key that it names. */
function askAlias(call: Call, input: { AliasName?: string | undefined; TargetKeyId?: string | undefined }): Question[] {
  const name = input.AliasName ?? '';
  const target = input.TargetKeyId ?? aliasesOf(call.account, call.region).get(name)?.keyId;
  const alias = { resource: kmsArn(call, name) };
  return target === undefined ? [alias] : [alias, askKey(call, { KeyId: target })];
}

function checkedName(name: string): string {
  if (!/^alias\/[\w/-]{1,249}$/.test(name)) {
    throw new AwsError(
      'ValidationException',
      "Alias must start with the prefix \"alias/\" and hold letters, digits, '/', '_' and '-'.",
    );
  }
  if (name.startsWith('alias/aws/')) throw new AwsError('NotAuthorizedException', `${name} is reserved for AWS.`);
  return name;
}

export const aliasOperations = {
  ListAliases: modelRead<ListAliasesRequest, ListAliasesResponse>(ListAliases$, {
    ask: (call, { KeyId }) => (KeyId === undefined ? '*' : askKey(call, { KeyId })),
    handle: (call, { KeyId, Limit, Marker }) => {
      const id = KeyId === undefined ? undefined : heldKey(call, KeyId).id;
      const all = aliasesOf(call.account, call.region).list();
      const found = all.filter(({ keyId }) => id === undefined || keyId === id);
      const { items, next } = pageAfter(found, Limit ?? 50, Marker, ({ name }) => name, badMarker);
      return {
        Aliases: items.map(({ name, keyId, createdAt, updatedAt }) => ({
          AliasName: name,
          AliasArn: kmsArn(call, name),
          TargetKeyId: keyId,
          CreationDate: new Date(createdAt),
          LastUpdatedDate: new Date(updatedAt),
        })),
        Truncated: next !== undefined,
        ...(next === undefined ? {} : { NextMarker: next }),
      };
    },
  }),
  CreateAlias: modelWrite<CreateAliasRequest, object>(CreateAlias$, {
    ask: askAlias,
    handle: (call, { AliasName, TargetKeyId }) => {
      const name = checkedName(AliasName ?? '');
      const table = aliasesOf(call.account, call.region);
      if (table.get(name)) {
        throw new AwsError('AlreadyExistsException', `An alias with the name ${kmsArn(call, name)} already exists`);
      }
      const keyId = usableKey(call, TargetKeyId).id;
      table.put(name, { name, keyId, createdAt: call.now, updatedAt: call.now }, call.now);
      return {};
    },
  }),
  UpdateAlias: modelWrite<UpdateAliasRequest, object>(UpdateAlias$, {
    ask: askAlias,
    handle: (call, { AliasName, TargetKeyId }) => {
      const name = checkedName(AliasName ?? '');
      const table = aliasesOf(call.account, call.region);
      const known = table.get(name);
      if (known === undefined) throw aliasNotFound(call, name);
      table.put(name, { ...known, keyId: usableKey(call, TargetKeyId).id, updatedAt: call.now }, call.now);
      return {};
    },
  }),
  DeleteAlias: modelWrite<DeleteAliasRequest, object>(DeleteAlias$, {
    ask: askAlias,
    handle: (call, { AliasName }) => {
      const name = checkedName(AliasName ?? '');
      const table = aliasesOf(call.account, call.region);
      if (table.get(name) === undefined) throw aliasNotFound(call, name);
      table.delete(name, call.now);
      return {};
    },
  }),
};
