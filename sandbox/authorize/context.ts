import type { RequestContext, Caller as TrustCaller } from '@/lib/trust/policy/request';
import type { SignedCaller } from '../store/session';
import type { Tag } from '../store/types';
import type { Call, Question } from '../wire/action';

/** The caller in the words of the trust engine. */
export function trustCaller(caller: SignedCaller) {
  return caller.kind === 'user'
    ? ({ kind: 'user', accountId: caller.accountId, arn: caller.arn } as const satisfies TrustCaller)
    : ({
        kind: 'assumedRole',
        accountId: caller.accountId,
        roleArn: caller.roleArn,
        sessionArn: caller.arn,
      } as const satisfies TrustCaller);
}

/** Global condition keys of a request (IAM User Guide, "AWS global condition context keys") and those of its resource. */
export function requestContext(call: Call, question?: Question): RequestContext {
  const { caller } = call;
  return {
    'aws:CurrentTime': new Date(call.now).toISOString(),
    'aws:EpochTime': Math.floor(call.now / 1000),
    'aws:SecureTransport': true,
    'aws:SourceIp': call.sourceIp,
    'aws:UserAgent': call.userAgent,
    'aws:RequestedRegion': call.region,
    'aws:PrincipalArn': caller.kind === 'user' ? caller.arn : caller.roleArn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalOrgID': call.world.organization?.id,
    'aws:PrincipalType': caller.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': false,
    'aws:ViaAWSService': false,
    'aws:userid': caller.userId,
    // Most of what is asked for is the caller's account's own; buckets and queues may be another's.
    'aws:ResourceAccount': question?.ownerId ?? caller.accountId,
    ...(call.service === 's3' ? { 's3:ResourceAccount': question?.ownerId ?? caller.accountId } : {}),
    ...callerKeys(call),
    ...tagKeys('aws:ResourceTag', question?.resourceTags),
    ...(call.service === 'iam' ? tagKeys('iam:ResourceTag', question?.resourceTags) : {}),
    ...requestTags(call),
    ...question?.context,
  };
}

function callerKeys(call: Call): RequestContext {
  const { caller, account } = call;
  if (caller.kind === 'role') {
    return {
      ...tagKeys('aws:PrincipalTag', account.roles.get(caller.roleName)?.tags),
      ...tagKeys('aws:PrincipalTag', caller.sessionTags),
      'aws:TokenIssueTime': new Date(caller.issuedAt).toISOString(),
      'aws:SourceIdentity': caller.sourceIdentity,
      'aws:MultiFactorAuthPresent': false,
      'aws:FederatedProvider': caller.webIdentity?.provider,
    };
  }
  return {
    ...tagKeys('aws:PrincipalTag', account.users.get(caller.userName)?.tags),
    'aws:username': caller.userName,
    // Long-lived keys carry no MFA key at all: that is why BoolIfExists is needed.
    'aws:MultiFactorAuthPresent': caller.session?.mfa,
    'aws:TokenIssueTime': caller.session && new Date(caller.session.issuedAt).toISOString(),
  };
}

export function tagKeys(prefix: string, tags: readonly Tag[] | undefined): RequestContext {
  return Object.fromEntries((tags ?? []).map((tag) => [`${prefix}/${tag.key}`, tag.value]));
}

/** Tags that come with the request, in each of the shapes that AWS's services take them in. */
function requestTags(call: Call): RequestContext {
  const { Tags, tags, TagsList } = call.params.values;
  const given = Tags ?? tags ?? TagsList;
  if (typeof given !== 'object' || given === null) return {};
  const read = Array.isArray(given)
    ? given.map((tag: Record<string, unknown>) => ({
        key: String(tag.Key ?? tag.key),
        value: String(tag.Value ?? tag.value ?? ''),
      }))
    : Object.entries(given).map(([key, value]) => ({ key, value: String(value) }));
  return { ...tagKeys('aws:RequestTag', read), 'aws:TagKeys': read.map(({ key }) => key) };
}
