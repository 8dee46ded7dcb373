import type { Call, Question } from '../wire/action';
import { AwsError } from '../wire/errors';
import { aliasesOf, type Key, keysOf } from './types';

export const kmsArn = (call: Pick<Call, 'account' | 'region'>, resource: string) =>
  `arn:aws:kms:${call.region}:${call.account.id}:${resource}`;

export function aliasNotFound(call: Call, name: string): AwsError {
  return new AwsError('NotFoundException', `Alias ${kmsArn(call, name)} is not found.`);
}

/** A key by its id, ARN, alias or alias ARN, in the caller's account. */
export function heldKey(call: Call, given: string | undefined): Key {
  const resource = given?.startsWith('arn:') ? given.split(':').slice(5).join(':') : (given ?? '');
  const isAlias = resource.startsWith('alias/');
  const alias = isAlias ? aliasesOf(call.account, call.region).get(resource) : undefined;
  if (isAlias && alias === undefined) throw aliasNotFound(call, resource);
  const id = alias?.keyId ?? resource.replace(/^key\//, '');
  const key = keysOf(call.account, call.region).get(id);
  if (key === undefined) throw new AwsError('NotFoundException', `Key '${kmsArn(call, `key/${id}`)}' does not exist`);
  return key;
}

/** Asks about the key itself; an unknown one is asked about by the name it was given. */
export function askKey(call: Call, { KeyId }: { KeyId?: string | undefined }): Question {
  try {
    const key = heldKey(call, KeyId);
    return { resource: key.arn, resourceTags: key.tags };
  } catch {
    return { resource: kmsArn(call, `key/${KeyId ?? ''}`) };
  }
}

export function customerKey(call: Call, given: string | undefined): Key {
  const key = heldKey(call, given);
  if (key.manager === 'AWS') {
    throw new AwsError('AccessDeniedException', 'The request could not be completed: the key is managed by AWS.');
  }
  return key;
}

/** A customer's key that is not on its way out. */
export function usableKey(call: Call, given: string | undefined): Key {
  const key = customerKey(call, given);
  if (key.state === 'PendingDeletion') {
    throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
  }
  return key;
}

export function changeKey(call: Call, key: Key, change: Partial<Key>): Key {
  const changed = { ...key, ...change };
  keysOf(call.account, call.region).put(key.id, changed, call.now);
  return changed;
}

export const badMarker = () => new AwsError('InvalidMarkerException', 'The marker is not valid.');
