import { STS_ERROR_STATUS, type StsErrorCode, type StsFailure } from './types';

/** AWS's own texts, needed to the letter: the sandbox answers with them and the diagnosis recognises them. Source: facts/sts-recorded.md, facts/sts-errors.md. */
export const STS_TEXT = {
  notValidated:
    'The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.',
  noKey:
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  notAJwt: 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  severalAudiences: 'Token audience contains more than one audience while authorized party is not present',
  timestamp: 'Invalid timestamp in token claims.',
  subjectNull: 'Unknown error validating third-party token',
  tags: 'principal_tags passed in claim is not in correct format.',
  roleNotListed: 'The target role ARN is not present in the roles claim of the identity token',
  rolesEmpty: 'The roles claim contains no valid role ARNs',
  rolesFormat: 'The roles claim is not in a supported format',
  notAuthorized: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  unknownProviderId:
    'Unrecognized OAuth provider. Do not include a provider parameter when submitting OpenIDConnect ID tokens',
  notAmazonToken: 'Provided Token is not a Login With Amazon token',
  facebook: 'graph.facebook.com rejected OAuth token with response "Bad signature" and code 190',
  maxDuration: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  chainedDuration: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  arn: 'Request ARN is invalid',
  rootCaller: 'Roles may not be assumed by root accounts.',
} as const;

export function refuse(code: StsErrorCode, message: string): StsFailure {
  return { ok: false, code, message, httpStatus: STS_ERROR_STATUS[code] };
}
