import type { RotationRulesType } from '@aws-sdk/client-secrets-manager';
import type { Account } from '../store/account';
import type { Tag } from '../store/types';

/** Kept in `secretsmanager.secret` by its name. The value itself is never kept: nothing here has use for it. */
export type Secret = {
  name: string;
  arn: string;
  createdAt: number;
  changedAt: number;
  description: string | undefined;
  kmsKeyId: string | undefined;
  tags: readonly Tag[];
  /** Version ids with their stages. */
  versions: Readonly<Record<string, readonly string[]>>;
  rotation?: { lambdaArn: string; rules: RotationRulesType; lastAt?: number | undefined } | undefined;
  policy?: string | undefined;
  deletedAt?: number | undefined;
};

export const secretsOf = (account: Account, region: string) => account.table<Secret>('secretsmanager.secret', region);

/** A version moves on: what was current is previous. */
export function withVersion(versions: Secret['versions'], id: string): Secret['versions'] {
  const current = Object.keys(versions).find((each) => versions[each]?.includes('AWSCURRENT'));
  return { ...(current && current !== id ? { [current]: ['AWSPREVIOUS'] } : {}), [id]: ['AWSCURRENT'] };
}
