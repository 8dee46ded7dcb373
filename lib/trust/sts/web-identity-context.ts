import type { RequestContext } from '../policy/request';
import type { IdentityClaims } from './claims';
import { issuerKey } from './provider';
import type { OidcProvider, SessionTags } from './types';

/** Claims that AWS offers as `<issuer>:<claim>` beyond aud, oaud, sub and amr. Source: IAM user guide, keys for OIDC federation. */
const EXTRA_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  'token.actions.githubusercontent.com': [
    'actor',
    'actor_id',
    'enterprise_id',
    'environment',
    'job_workflow_ref',
    'ref',
    'repository',
    'repository_id',
    'workflow',
  ],
};

/** The claims of this issuer that a trust policy can ask for; any other claim's key is always absent. */
export function usableClaims(issuer: string): readonly string[] {
  return ['aud', 'oaud', 'sub', 'amr', ...(EXTRA_CLAIMS[issuerKey(issuer)] ?? [])];
}

/**
 * Condition keys of an AssumeRoleWithWebIdentity request. aws:PrincipalType is `User`, aws:userid the provider's ARN
 * (both recorded); `:aud` is azp when the token has one, `:oaud` then holds the aud.
 */
export function webIdentityContext(input: {
  identity: IdentityClaims;
  claims: Readonly<Record<string, unknown>>;
  provider: OidcProvider;
  roleSessionName: string;
  roleTags?: Readonly<Record<string, string>>;
  session: SessionTags;
  sourceIdentity: string | null;
  durationSeconds: number;
  now: Date;
}): RequestContext {
  const { identity, claims, provider, session } = input;
  const issuer = issuerKey(provider.url);
  const context: Record<string, string | string[]> = {
    [`${issuer}:aud`]: identity.audience,
    [`${issuer}:sub`]: identity.subject,
    'aws:PrincipalType': 'User',
    'aws:userid': provider.arn,
    'aws:FederatedProvider': provider.arn,
    'sts:RoleSessionName': input.roleSessionName,
    'sts:DurationSeconds': String(input.durationSeconds),
    'aws:CurrentTime': input.now.toISOString(),
    'aws:EpochTime': String(Math.floor(input.now.getTime() / 1000)),
    'aws:SecureTransport': 'true',
  };
  if (claims.azp !== undefined) context[`${issuer}:oaud`] = [...identity.audiences];
  for (const claim of usableClaims(provider.url)) {
    const value = claims[claim];
    if (claim === 'aud' || claim === 'oaud' || claim === 'sub') continue;
    if (typeof value === 'string') context[`${issuer}:${claim}`] = value;
    else if (Array.isArray(value)) context[`${issuer}:${claim}`] = value.filter((item) => typeof item === 'string');
  }
  if (input.sourceIdentity !== null) context['sts:SourceIdentity'] = input.sourceIdentity;
  return { ...context, ...tagContext(session), ...roleTagContext(input.roleTags) };
}

/** aws:RequestTag/…, aws:TagKeys and sts:TransitiveTagKeys; absent without tags. */
export function tagContext({ tags, transitiveTagKeys }: SessionTags): RequestContext {
  const entries = Object.entries(tags);
  if (entries.length === 0) return {};
  return {
    ...Object.fromEntries(entries.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': entries.map(([key]) => key),
    ...(transitiveTagKeys.length > 0 ? { 'sts:TransitiveTagKeys': transitiveTagKeys } : {}),
  };
}

export function roleTagContext(tags: Readonly<Record<string, string>> = {}): RequestContext {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}
