import type { AnyCollector } from '@/lib/collectors/types';
import { accessKeyCollector } from './access-key';
import { passwordPolicyCollector } from './account-password-policy';
import { accountSummaryCollector } from './account-summary';
import { groupCollector } from './group';
import { instanceProfileCollector } from './instance-profile';
import { managedPolicyCollector } from './managed-policy';
import { oidcProviderCollector } from './oidc-provider';
import { roleCollector } from './role';
import { samlProviderCollector } from './saml-provider';
import { userCollector } from './user';

/** In the order in which a job starts them: quick and telling ones first. */
export const iamCollectors: readonly AnyCollector[] = [
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
