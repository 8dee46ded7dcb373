import type { ActionDefinition } from '../wire/action';
import { accessKeyActions } from './access-keys';
import { accountSettingsActions } from './account-settings';
import { attachmentActions } from './attachments';
import { authorizationDetailsActions } from './authorization-details';
import { credentialReportActions } from './credential-report';
import { groupActions } from './groups';
import { instanceProfileActions } from './instance-profiles';
import { mfaDeviceActions } from './mfa-devices';
import { oidcProviderActions } from './oidc-providers';
import { managedPolicyActions } from './policies';
import { policyVersionActions } from './policy-versions';
import { principalPolicyActions } from './principal-policies';
import { roleActions } from './roles';
import { samlProviderActions } from './saml-providers';
import { signInActions } from './sign-in';
import { simulateActions } from './simulate';
import { unusedFeatureActions } from './unused-features';
import { userActions } from './users';

/** Every IAM action the sandbox answers. */
export const iamActions = {
  ...userActions,
  ...signInActions,
  ...mfaDeviceActions,
  ...accessKeyActions,
  ...groupActions,
  ...roleActions,
  ...principalPolicyActions,
  ...managedPolicyActions,
  ...policyVersionActions,
  ...attachmentActions,
  ...instanceProfileActions,
  ...oidcProviderActions,
  ...samlProviderActions,
  ...accountSettingsActions,
  ...credentialReportActions,
  ...authorizationDetailsActions,
  ...simulateActions,
  ...unusedFeatureActions,
} as const satisfies Record<string, ActionDefinition>;
