import { decideAssumeRole } from '@/lib/trust/sts/assume-role';
import { requestContext, trustCaller } from '../authorize/context';
import { policiesOf } from '../authorize/principal-policies';
import { noPermission, writes } from '../wire/action';
import { issueRoleSession, roleRequest, tagList } from './issue-session';
import { roleForSts, stsRefusal, trustedRole } from './trusted-role';

/** The caller's policies and the trust policy decide together, in `lib/trust`; so nothing is asked before. */
export const assumeRole = writes(noPermission, (call) => {
  const { world, params, caller, account } = call;
  const request = roleRequest(params);
  const found = roleForSts(call, request.roleArn);
  const tags = params.structs('Tags').map((tag) => [tag.string('Key'), tag.optional('Value') ?? ''] as const);
  const decision = decideAssumeRole({
    request: {
      ...request,
      externalId: params.optional('ExternalId'),
      sourceIdentity: params.optional('SourceIdentity'),
      tags: Object.fromEntries(tags),
      transitiveTagKeys: params.list('TransitiveTagKeys'),
    },
    caller: trustCaller(caller),
    role: trustedRole(found),
    ...policiesOf(account, caller, call.now),
    context: requestContext(call),
  });
  if (!decision.ok) throw stsRefusal(decision);
  if (found === undefined) throw new Error('STS granted a role that does not exist.');
  const inherited = caller.kind === 'role' ? caller.sourceIdentity : undefined;
  const sourceIdentity = decision.sourceIdentity ?? inherited;
  const credentials = issueRoleSession(world, found.account, found.role, params, decision, {
    sessionTags: tagList(decision.sessionTags.tags),
    sourceIdentity,
    webIdentity: undefined,
  });
  return {
    Credentials: credentials,
    AssumedRoleUser: {
      AssumedRoleId: `${found.role.id}:${request.roleSessionName}`,
      Arn: decision.assumedRoleArn,
    },
    PackedPolicySize: decision.packedPolicySize,
    SourceIdentity: sourceIdentity,
  };
});
