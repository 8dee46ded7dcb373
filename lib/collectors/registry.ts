import { accessKeyCollector } from './aws/iam/access-key';
import { passwordPolicyCollector } from './aws/iam/account-password-policy';
import { accountSummaryCollector } from './aws/iam/account-summary';
import { groupCollector } from './aws/iam/group';
import { instanceProfileCollector } from './aws/iam/instance-profile';
import { managedPolicyCollector } from './aws/iam/managed-policy';
import { oidcProviderCollector } from './aws/iam/oidc-provider';
import { roleCollector } from './aws/iam/role';
import { samlProviderCollector } from './aws/iam/saml-provider';
import { userCollector } from './aws/iam/user';
import type { AnyCollector } from './types';

/** Every collector, in the order in which a job starts them: quick and telling ones first. */
export const COLLECTORS: readonly AnyCollector[] = [
  accountSummaryCollector,
  passwordPolicyCollector,
  userCollector,
  accessKeyCollector,
  roleCollector,
  groupCollector,
  managedPolicyCollector,
  oidcProviderCollector,
  samlProviderCollector,
  instanceProfileCollector,
];

const BY_TYPE = new Map(COLLECTORS.map((collector) => [collector.type, collector]));

export function collectorByType(type: string): AnyCollector | undefined {
  return BY_TYPE.get(type);
}

export function collectorsOf(service: AnyCollector['service']): AnyCollector[] {
  return COLLECTORS.filter((collector) => collector.service === service);
}

/** All IAM actions these collectors may call, sorted: what the generated minimal policy allows. */
export function requiredActions(collectors: readonly AnyCollector[] = COLLECTORS): string[] {
  const actions = collectors.flatMap((one) => [...one.actions, ...one.enrichingActions, ...one.readActions]);
  return [...new Set(actions)].sort();
}
