import { assumedRoleArn, parseArn } from '../policy/arn';
import { evaluatePolicies } from '../policy/evaluate';
import { parsePolicy } from '../policy/parse';
import type { RequestContext } from '../policy/request';
import { checkTimes, type IdentityClaims, readClaims } from './claims';
import { refuse, STS_TEXT } from './failures';
import { chooseKey } from './keys';
import { checkSessionPolicy, packedPolicySize } from './packed-size';
import { checkParameters } from './parameters';
import { findProvider } from './provider';
import { checkRolesClaim, readSessionTags, readSourceIdentity } from './session-claims';
import { verifySignature } from './signature';
import { decodeToken } from './token';
import type {
  KeyRetrieval,
  OidcProvider,
  StsFailure,
  TrustedRole,
  WebIdentityInput,
  WebIdentityRequest,
  WebIdentitySuccess,
} from './types';
import { webIdentityContext } from './web-identity-context';

export const DEFAULT_SESSION_SECONDS = 3600;

export type ValidatedToken = {
  ok: true;
  identity: IdentityClaims;
  claims: Readonly<Record<string, unknown>>;
  provider: OidcProvider;
};

/**
 * Is this token good for this account, before any role is looked at: form, claims, provider, client id, key, signature,
 * times. `keys` is called once the provider is known.
 */
export async function validateWebIdentityToken(input: {
  token: string;
  providers: readonly OidcProvider[];
  /** Account whose providers count. */
  accountId: string;
  keys: KeyRetrieval | ((provider: OidcProvider) => Promise<KeyRetrieval>);
  now: Date;
}): Promise<ValidatedToken | StsFailure> {
  const decoded = decodeToken(input.token);
  if (!decoded.ok) return decoded;
  const { token } = decoded;
  const read = readClaims(token.claims);
  if (!read.ok) return read;
  const identity = read.claims;
  const provider = findProvider(input.providers, identity.issuer, input.accountId);
  if (!provider) {
    const text = `No OpenIDConnect provider found in your account for ${identity.issuer}`;
    return refuse('InvalidIdentityToken', text);
  }
  if (!provider.clientIds.includes(identity.audience)) return refuse('InvalidIdentityToken', STS_TEXT.notValidated);
  const retrieved = typeof input.keys === 'function' ? await input.keys(provider) : input.keys;
  if (!retrieved.ok) return refuse('InvalidIdentityToken', STS_TEXT.noKey);
  const choice = chooseKey(retrieved.keys, token.algorithm, token.keyId);
  if (!choice.found) {
    return refuse('InvalidIdentityToken', choice.reason === 'absent' ? STS_TEXT.noKey : STS_TEXT.notValidated);
  }
  const verdict = await verifySignature(token, choice.key);
  if (verdict === 'key-conflict') return refuse('InvalidIdentityToken', STS_TEXT.noKey);
  if (verdict === 'invalid') return refuse('InvalidIdentityToken', STS_TEXT.notValidated);
  const late = checkTimes(identity, Math.floor(input.now.getTime() / 1000));
  return late ?? { ok: true, identity, claims: token.claims, provider };
}

/**
 * AssumeRoleWithWebIdentity, decided as STS does: same order of checks, same codes and texts.
 * A role that does not exist gives the text of a denial, as in AWS. Source: facts/sts-recorded.md.
 */
export async function decideAssumeRoleWithWebIdentity(
  input: WebIdentityInput,
): Promise<WebIdentitySuccess | StsFailure> {
  const { request, role, now } = input;
  const early = checkProviderId(request) ?? checkParameters(request, 'web-identity');
  if (early) return early;
  const accountId = parseArn(request.roleArn)?.accountId ?? '';
  const token = await validateWebIdentityToken({ ...input, token: request.webIdentityToken, accountId });
  if (!token.ok) return token;
  const tags = readSessionTags(token.claims);
  if (!tags.ok) return tags;
  const source = readSourceIdentity(token.claims);
  if (!source.ok) return source;
  const roles = checkRolesClaim(token.claims, request.roleArn);
  if (!roles.ok) return roles;

  const { identity, provider } = token;
  const { session } = tags;
  const { sourceIdentity } = source;
  const durationSeconds = request.durationSeconds ?? DEFAULT_SESSION_SECONDS;
  const context = webIdentityContext({
    ...{ identity, claims: token.claims, provider, session, sourceIdentity, durationSeconds, now },
    roleSessionName: request.roleSessionName,
    roleTags: role?.tags,
  });
  const actions = [
    'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(session.tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === null ? [] : ['sts:SetSourceIdentity']),
  ];
  const denied = checkTrust(role, request, provider, { ...input.context, ...context }, actions);
  if (denied) return denied;
  if (role && durationSeconds > role.maxSessionDuration) return refuse('ValidationError', STS_TEXT.maxDuration);
  const packed = packedPolicySize({
    ...{ subject: identity.subject, sourceIdentity, policy: request.policy, tags: session.tags, base: 24 },
  });
  const unfit = checkSessionPolicy(request.policy, packed);
  if (unfit) return unfit;
  return {
    ok: true,
    audience: identity.audience,
    provider: provider.arn,
    subject: identity.subject,
    issuer: identity.issuer,
    packedPolicySize: packed,
    sourceIdentity,
    sessionTags: session,
    assumedRoleArn: assumedRoleArn(request.roleArn, request.roleSessionName),
    durationSeconds,
    roleAuthorizedByIdp: roles.listed,
  };
}

/** ProviderId belongs to OAuth access tokens; with an OpenID Connect token each value is refused: rule 32, exact host. */
function checkProviderId({ providerId }: WebIdentityRequest): StsFailure | null {
  switch (providerId) {
    case undefined:
      return null;
    case 'www.amazon.com':
      return refuse('InvalidIdentityToken', STS_TEXT.notAmazonToken);
    case 'graph.facebook.com':
      return refuse('IDPRejectedClaim', STS_TEXT.facebook);
    default:
      return refuse('AccessDenied', STS_TEXT.unknownProviderId);
  }
}

function checkTrust(
  role: TrustedRole | null,
  request: WebIdentityRequest,
  provider: OidcProvider,
  context: RequestContext,
  actions: readonly string[],
): StsFailure | null {
  const parsed = role && role.arn === request.roleArn ? parsePolicy(role.trustPolicy) : null;
  if (!parsed?.ok) return refuse('AccessDenied', STS_TEXT.notAuthorized);
  const denied = actions.find((action) => {
    const { decision } = evaluatePolicies({
      action,
      resource: request.roleArn,
      caller: { kind: 'webIdentity', providerArn: provider.arn },
      context,
      resourcePolicy: { name: 'trust policy', policy: parsed.policy },
      resourcePolicyDecides: true,
    });
    return decision !== 'allowed';
  });
  // With one action the text is recorded; for TagSession and SetSourceIdentity it follows the same form.
  return denied === undefined ? null : refuse('AccessDenied', `Not authorized to perform ${denied}`);
}
