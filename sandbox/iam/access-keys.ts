import { accessKeyId, secretAccessKey } from '../store/ids';
import type { AccessKey, User } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { limitExceeded, noSuchEntity } from '../wire/errors';
import { findUserOrSelf } from './find';
import { byKey, paginate } from './page';
import { askUser, saveUser } from './users';

const MAX_KEYS = 2;

function findKey(call: Call, user: User): AccessKey {
  const id = call.params.string('AccessKeyId');
  const key = user.accessKeys.find((each) => each.id === id);
  if (key === undefined) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

function keyOutput(user: User, key: AccessKey) {
  return { UserName: user.name, AccessKeyId: key.id, Status: key.status, CreateDate: new Date(key.createdAt) };
}

export const accessKeyActions = {
  CreateAccessKey: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    if (user.accessKeys.length >= MAX_KEYS) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_KEYS}`);
    }
    const key: AccessKey = {
      id: accessKeyId(call.world.random, 'AKIA', call.account.id),
      secret: secretAccessKey(call.world.random),
      status: 'Active',
      createdAt: call.now,
      changedAt: call.now,
      lastUsed: undefined,
    };
    saveUser(call, { ...user, accessKeys: [...user.accessKeys, key] });
    return { AccessKey: { ...keyOutput(user, key), SecretAccessKey: key.secret } };
  }),
  ListAccessKeys: reads(askUser, (call) => {
    const user = findUserOrSelf(call);
    const keys = [...user.accessKeys].sort(byKey((key) => key.id));
    const { items, ...page } = paginate(call, keys, (key) => key.id);
    return { UserName: user.name, AccessKeyMetadata: items.map((key) => keyOutput(user, key)), ...page };
  }),
  UpdateAccessKey: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    const key = findKey(call, user);
    const status = call.params.oneOf('Status', ['Active', 'Inactive']) ?? key.status;
    const changed = status === key.status ? key : { ...key, status, changedAt: call.now };
    saveUser(call, { ...user, accessKeys: user.accessKeys.map((each) => (each === key ? changed : each)) });
    return undefined;
  }),
  DeleteAccessKey: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    const key = findKey(call, user);
    saveUser(call, { ...user, accessKeys: user.accessKeys.filter((each) => each !== key) });
    return undefined;
  }),
  /** A key that was never used has N/A in place of a date, service and region. */
  GetAccessKeyLastUsed: reads(
    (call) => {
      const owner = call.world.keyOwner(call.params.optional('AccessKeyId') ?? '');
      const own = owner?.account === call.account ? owner.user : undefined;
      return { resource: own?.arn ?? call.account.iamArn('user', '/', '*'), resourceTags: own?.tags ?? [] };
    },
    (call) => {
      const id = call.params.string('AccessKeyId');
      const owner = call.world.keyOwner(id);
      const key = owner?.user.accessKeys.find((each) => each.id === id);
      if (owner?.account !== call.account || key === undefined) {
        throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
      }
      return {
        UserName: owner.user.name,
        AccessKeyLastUsed: {
          LastUsedDate: key.lastUsed && new Date(key.lastUsed.at),
          ServiceName: key.lastUsed?.service ?? 'N/A',
          Region: key.lastUsed?.region ?? 'N/A',
        },
      };
    },
  ),
};
