import { decideAssumeRoleWithWebIdentity } from '@/lib/trust/sts/web-identity';
import type { Call } from '../wire/action';
import type { OutputRecord } from '../wire/xml';
import { issueRoleSession, roleRequest, tagList } from './issue-session';
import { fetchIssuerKeys } from './issuer-keys';
import { roleForSts, stsRefusal, trustedRole } from './trusted-role';

/** The one call without a signature: the token is the proof. Its keys are fetched from the issuer for real. */
export async function assumeRoleWithWebIdentity(call: Omit<Call, 'account' | 'caller'>): Promise<OutputRecord> {
  const { world, params, sandbox } = call;
  const request = roleRequest(params);
  const found = roleForSts(call, request.roleArn);
  const accountId = request.roleArn.split(':')[4] ?? '';
  const decision = await decideAssumeRoleWithWebIdentity({
    request: {
      ...request,
      webIdentityToken: params.string('WebIdentityToken'),
      providerId: params.optional('ProviderId'),
    },
    role: trustedRole(found),
    providers: world.accounts.get(accountId)?.oidcProviders.list() ?? [],
    keys: (provider) => fetchIssuerKeys(`https://${provider.url.replace(/^https:\/\//, '')}`, sandbox.issuerMap),
    now: new Date(call.now),
    context: {
      'aws:SourceIp': call.sourceIp,
      'aws:UserAgent': call.userAgent,
      'aws:SecureTransport': true,
      'aws:CurrentTime': new Date(call.now).toISOString(),
      'aws:EpochTime': Math.floor(call.now / 1000),
      'aws:RequestedRegion': call.region,
    },
  });
  if (!decision.ok) throw stsRefusal(decision);
  if (found === undefined) throw new Error('STS granted a role that does not exist.');
  const { provider, issuer, audience, subject } = decision;
  const credentials = issueRoleSession(world, found.account, found.role, params, decision, {
    sessionTags: tagList(decision.sessionTags.tags),
    sourceIdentity: decision.sourceIdentity ?? undefined,
    webIdentity: { provider, issuer, audience, subject },
  });
  return {
    Credentials: credentials,
    SubjectFromWebIdentityToken: subject,
    AssumedRoleUser: {
      AssumedRoleId: `${found.role.id}:${request.roleSessionName}`,
      Arn: decision.assumedRoleArn,
    },
    PackedPolicySize: decision.packedPolicySize,
    Provider: provider,
    Audience: audience,
    SourceIdentity: decision.sourceIdentity ?? undefined,
  };
}
