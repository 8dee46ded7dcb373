import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STS_TEXT } from '../sts/failures';
import { explainStsError } from './explain';

describe('explainStsError', () => {
  it.each([
    ['AccessDenied', STS_TEXT.notAuthorized, 'trust-denied'],
    ['AccessDenied', 'User: arn:x is not authorized to perform: sts:TagSession on resource: arn:y', 'tag-session'],
    ['AccessDenied', 'User: arn:x is not authorized to perform: sts:AssumeRole on resource: arn:y', 'assume-denied'],
    ['AccessDenied', STS_TEXT.unknownProviderId, 'provider-id'],
    ['AccessDeniedException', 'no', 'denied-other'],
    ['InvalidIdentityToken', 'No OpenIDConnect provider found in your account for https://x', 'no-provider'],
    ['InvalidIdentityTokenException', 'Incorrect token audience', 'audience-not-registered'],
    ['InvalidIdentityToken', STS_TEXT.notValidated, 'not-validated'],
    ['InvalidIdentityToken', STS_TEXT.noKey, 'keys-unavailable'],
    ['InvalidIdentityToken', STS_TEXT.notAJwt, 'not-a-jwt'],
    ['InvalidIdentityToken', STS_TEXT.severalAudiences, 'several-audiences'],
    ['InvalidIdentityToken', STS_TEXT.timestamp, 'timestamps'],
    ['InvalidIdentityToken', STS_TEXT.tags, 'tags-claim'],
    ['InvalidIdentityToken', STS_TEXT.roleNotListed, 'role-not-listed'],
    ['InvalidIdentityToken', STS_TEXT.rolesEmpty, 'roles-claim'],
    ['InvalidIdentityToken', STS_TEXT.rolesFormat, 'roles-claim'],
    ['InvalidIdentityToken', STS_TEXT.notAmazonToken, 'amazon-token'],
    ['InvalidIdentityToken', 'Missing a required claim: aud', 'missing-claim'],
    ['InvalidIdentityToken', 'something new', 'token-invalid'],
    [
      'ExpiredTokenException',
      'Token expired: current date/time 1 must be before the expiration date/time0',
      'token-expired',
    ],
    ['ExpiredTokenException', 'Token too old: 441398', 'token-too-old'],
    ['IDPRejectedClaim', STS_TEXT.facebook, 'idp-rejected'],
    ['IDPCommunicationErrorException', '', 'idp-communication'],
    ['InternalFailure', STS_TEXT.subjectNull, 'subject-null'],
    ['InternalFailure', '', 'service'],
    ['ValidationError', STS_TEXT.maxDuration, 'duration-role'],
    ['ValidationError', STS_TEXT.chainedDuration, 'duration-chained'],
    ['ValidationError', STS_TEXT.arn, 'role-arn'],
    ['ValidationError', "1 validation error detected: Value 'a b' at 'roleSessionName' failed", 'session-name'],
    ['PackedPolicyTooLargeException', 'Packed size of session tags consumes 142% of allotted space.', 'packed'],
    ['RegionDisabledException', 'STS is not activated in this region', 'region'],
    ['Throttling', 'Rate exceeded', 'throttled'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'client-token'],
    ['', "Unexpected key 'ExternalId' found in params", 'external-id-param'],
    ['', 'open /var/run/x/token: no such file or directory', 'no-token-file'],
    ['toString', '', 'unknown'],
  ])('%s %s', (code, message, id) => {
    expect(explainStsError(code, message).id).toBe(id);
  });

  it('knows what may pass by itself', () => {
    expect(explainStsError('InvalidIdentityToken', STS_TEXT.noKey).transient).toBe(true);
    expect(explainStsError('Throttling', '').transient).toBe(true);
    expect(explainStsError('AccessDenied', STS_TEXT.notAuthorized)).toMatchObject({
      transient: false,
      pendingPropagation: true,
    });
    expect(explainStsError('InvalidIdentityToken', STS_TEXT.notValidated)).toMatchObject({
      transient: false,
      pendingPropagation: false,
    });
  });

  it('always has a title and a fix, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (code, message) => {
        const found = explainStsError(code, message);
        expect(found.title.length * found.fix.length * found.causes.length).toBeGreaterThan(0);
      }),
    );
  });
});
