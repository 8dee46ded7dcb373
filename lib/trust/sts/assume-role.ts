import { assumedRoleArn, parseArn } from '../policy/arn';
import { evaluatePolicies } from '../policy/evaluate';
import { parsePolicy } from '../policy/parse';
import type { NamedPolicy, RequestContext } from '../policy/request';
import { refuse, STS_TEXT } from './failures';
import { checkSessionPolicy, packedPolicySize } from './packed-size';
import { checkParameters } from './parameters';
import type { AssumeRoleCaller, AssumeRoleRequest, AssumeRoleSuccess, StsFailure, TrustedRole } from './types';
import { DEFAULT_SESSION_SECONDS } from './web-identity';
import { roleTagContext, tagContext } from './web-identity-context';

/** A session got from another role's session lasts an hour at most. */
export const CHAINED_SESSION_SECONDS = 3600;

export type AssumeRoleInput = {
  request: AssumeRoleRequest;
  caller: AssumeRoleCaller;
  /** Null when there is no such role: refused with the same text as a denial. */
  role: TrustedRole | null;
  /** The caller's own policies. */
  identityPolicies: readonly NamedPolicy[];
  boundary?: NamedPolicy | null;
  sessionPolicies?: readonly NamedPolicy[];
  /** More condition keys of the request (aws:SourceIp, aws:MultiFactorAuthPresent, aws:PrincipalOrgID …). */
  context?: RequestContext;
};

/** AssumeRole: trust policy (External ID included) and the caller's own policies, decided as STS does. */
export function decideAssumeRole(input: AssumeRoleInput): AssumeRoleSuccess | StsFailure {
  const { request, caller, role } = input;
  const early = checkParameters(request, 'assume-role');
  if (early) return early;
  if (caller.kind === 'root') return refuse('AccessDenied', STS_TEXT.rootCaller);
  const session = { tags: { ...request.tags }, transitiveTagKeys: [...(request.transitiveTagKeys ?? [])] };
  const sourceIdentity = request.sourceIdentity ?? null;
  const durationSeconds = request.durationSeconds ?? DEFAULT_SESSION_SECONDS;
  const context: RequestContext = {
    ...input.context,
    'sts:RoleSessionName': request.roleSessionName,
    'sts:ExternalId': request.externalId,
    'sts:SourceIdentity': request.sourceIdentity,
    ...tagContext(session),
    ...roleTagContext(role?.tags),
  };
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(session.tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === null ? [] : ['sts:SetSourceIdentity']),
  ];
  const trust = role && role.arn === request.roleArn ? parsePolicy(role.trustPolicy) : null;
  for (const action of actions) {
    const allowed =
      trust?.ok === true &&
      evaluatePolicies({
        ...input,
        action,
        resource: request.roleArn,
        context,
        resourcePolicy: { name: 'trust policy', policy: trust.policy },
        resourceAccountId: parseArn(request.roleArn)?.accountId,
        resourcePolicyDecides: true,
      }).decision === 'allowed';
    if (allowed) continue;
    const text = `User: ${nameOfCaller(caller)} is not authorized to perform: ${action} on resource: ${request.roleArn}`;
    return refuse('AccessDenied', text);
  }
  if (caller.kind === 'assumedRole' && durationSeconds > CHAINED_SESSION_SECONDS) {
    return refuse('ValidationError', STS_TEXT.chainedDuration);
  }
  if (role && durationSeconds > role.maxSessionDuration) return refuse('ValidationError', STS_TEXT.maxDuration);
  const packed = packedPolicySize({ sourceIdentity, policy: request.policy, tags: session.tags, base: 0 });
  const unfit = checkSessionPolicy(request.policy, packed);
  if (unfit) return unfit;
  const arn = assumedRoleArn(request.roleArn, request.roleSessionName);
  return {
    ...{ ok: true, assumedRoleArn: arn, packedPolicySize: packed, sourceIdentity },
    ...{ sessionTags: session, durationSeconds },
  };
}

function nameOfCaller(caller: AssumeRoleCaller): string {
  if (caller.kind === 'service') return caller.service;
  return caller.kind === 'assumedRole' ? caller.sessionArn : caller.arn;
}
