import { RULE_IDS, type RuleId } from '@/lib/schemas/finding';
import { accessKeyNeverUsed, accessKeyOld } from './rules/access-key';
import { bucketPublic } from './rules/bucket-public';
import { oidcProviderUnused } from './rules/oidc-provider-unused';
import { roleOpenToOutsiders } from './rules/role-open-to-outsiders';
import { rootUserExposed } from './rules/root-user';
import { securityGroupOpen } from './rules/security-group-open';
import { snapshotUnencrypted, volumeUnencrypted } from './rules/unencrypted';
import { userWithoutMfa } from './rules/user-without-mfa';
import type { Rule } from './types';

/** Every rule: one without an entry does not compile. */
export const RULES: Readonly<Record<RuleId, Rule>> = {
  'root-user-exposed': rootUserExposed,
  'role-open-to-outsiders': roleOpenToOutsiders,
  'bucket-public': bucketPublic,
  'security-group-open': securityGroupOpen,
  'user-without-mfa': userWithoutMfa,
  'access-key-never-used': accessKeyNeverUsed,
  'access-key-old': accessKeyOld,
  'volume-unencrypted': volumeUnencrypted,
  'snapshot-unencrypted': snapshotUnencrypted,
  'oidc-provider-unused': oidcProviderUnused,
};

const BY_TYPE = new Map<string, Rule[]>();
for (const id of RULE_IDS) {
  for (const type of RULES[id].types) BY_TYPE.set(type, [...(BY_TYPE.get(type) ?? []), RULES[id]]);
}

export const JUDGED_TYPES: readonly string[] = [...BY_TYPE.keys()];

export function rulesOfType(type: string): readonly Rule[] {
  return BY_TYPE.get(type) ?? [];
}

/** Changes whenever a rule comes, goes or judges differently: then everything is judged anew. */
export const RULES_FINGERPRINT: string = RULE_IDS.map((id) => `${id}:${RULES[id].version}`).join(' ');
