import type { PolicyDocument } from './input';
import { minimalPolicy } from './minimal-policy';

/**
 * What the collectors ask and neither of AWS's SecurityAudit and ViewOnlyAccess allows. From the
 * documents of both (supplement.recorded.test.ts); AWS adds to them now and then, so that this list may shrink.
 */
export const BEYOND_SECURITY_AUDIT: readonly string[] = [
  'cloudformation:GetResource',
  'cognito-idp:GetUserPoolMfaConfig',
  'glue:GetJob',
  'kinesis:GetResourcePolicy',
  'logs:GetDataProtectionPolicy',
];

/** The policy beside the two for a scan that needs `actions`; undefined when they are enough. */
export function supplementPolicy(actions: readonly string[]): PolicyDocument | undefined {
  const lacking = BEYOND_SECURITY_AUDIT.filter((action) => actions.includes(action));
  return lacking.length > 0 ? minimalPolicy(lacking) : undefined;
}
