import type { Relationship } from '@/lib/collectors/types';

const KEY_ID = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The key that a setting names by ARN, id or alias. A key's own name in the inventory is its alias. */
export function keyReference(given: string): Relationship[] {
  const toType = 'AWS::KMS::Key';
  if (/^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(given)) return [{ kind: 'encryptsWith', toType, toArn: given }];
  if (KEY_ID.test(given)) return [{ kind: 'encryptsWith', toType, toId: given }];
  const alias = /(?:^|:)(alias\/.+)$/.exec(given)?.[1];
  return alias === undefined ? [] : [{ kind: 'encryptsWith', toType, toName: alias }];
}
