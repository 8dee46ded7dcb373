import type { KeySpec, KeyState, KeyUsageType, OriginType } from '@aws-sdk/client-kms';
import type { Account } from '../store/account';
import type { Tag } from '../store/types';

/** Kept in `kms.key` by its id. */
export type Key = {
  id: string;
  arn: string;
  createdAt: number;
  description: string;
  manager: 'CUSTOMER' | 'AWS';
  state: KeyState;
  spec: KeySpec;
  usage: KeyUsageType;
  origin: OriginType;
  multiRegion: boolean;
  policy: string;
  rotation: { enabled: boolean; days: number };
  deletionAt?: number | undefined;
  tags: readonly Tag[];
};

/** Kept in `kms.alias` by its name, which begins with `alias/`. */
export type Alias = { name: string; keyId: string; createdAt: number; updatedAt: number };

export const keysOf = (account: Account, region: string) => account.table<Key>('kms.key', region);
export const aliasesOf = (account: Account, region: string) => account.table<Alias>('kms.alias', region);

/** What KMS gives a key that is made without a policy: the account decides by IAM. */
export function defaultKeyPolicy(accountId: string): string {
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] });
}
