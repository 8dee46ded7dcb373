import type { NamedPolicy, RequestContext } from '../policy/request';
import type { AssumeRoleCaller, AssumeRoleRequest, AssumeRoleSuccess, StsFailure, TrustedRole } from './types';

export type AssumeRoleInput = {
  request: AssumeRoleRequest;
  caller: AssumeRoleCaller;
  /** Null when there is no such role: refused with the same text as a denial. */
  role: TrustedRole | null;
  identityPolicies: readonly NamedPolicy[];
  boundary?: NamedPolicy | null;
  sessionPolicies?: readonly NamedPolicy[];
  context?: RequestContext;
};

/** AssumeRole: trust policy (External ID included) and the caller's own policies, decided as STS does. */
export declare function decideAssumeRole(input: AssumeRoleInput): AssumeRoleSuccess | StsFailure;
