import { describe, expect, test } from 'vitest';
import { classifyAwsError, isThrottle } from './errors';

const sdkError = (name: string, message = '', status = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: 'r-1' } });

const WHO = 'User: arn:aws:sts::120458963014:assumed-role/scanner/mooring is not authorized to perform: iam:ListUsers';

describe('classifyAwsError', () => {
  test.each([
    ['Throttling', 400, 'throttled'],
    ['TooManyRequestsException', 400, 'throttled'],
    ['LimitExceeded', 409, 'invalid'],
    ['AccessDenied', 403, 'denied'],
    ['ExpiredToken', 403, 'expired'],
    ['ExpiredTokenException', 400, 'expired'],
    ['NoSuchEntity', 404, 'notFound'],
    ['AccountNotFoundException', 400, 'notFound'],
    ['OwnershipControlsNotFoundError', 404, 'notFound'],
    ['InternalFailure', 500, 'transient'],
    ['SomethingNew', 503, 'transient'],
    ['IDPCommunicationError', 400, 'transient'],
    ['InvalidClientTokenId', 403, 'invalid'],
    ['SignatureDoesNotMatch', 403, 'invalid'],
    ['ValidationError', 400, 'invalid'],
  ])('%s with status %i is %s', (name, status, kind) => {
    expect(classifyAwsError(sdkError(name, '', status))).toMatchObject({ kind, code: name, requestId: 'r-1' });
  });

  test('errors of the socket are transient', () => {
    expect(classifyAwsError(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))).toMatchObject({
      kind: 'transient',
      code: 'ECONNREFUSED',
    });
  });

  test('what is no AWS error is unknown', () => {
    expect(classifyAwsError(new TypeError('x is undefined')).kind).toBe('unknown');
    expect(classifyAwsError('text')).toMatchObject({ kind: 'unknown', message: 'text' });
  });

  test.each([
    [`${WHO} on resource: * because no identity-based policy allows the iam:ListUsers action`, 'identity', false],
    [`${WHO} on resource: * with an explicit deny in a service control policy`, 'serviceControlPolicy', true],
    [
      `${WHO} on resource: * with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-a/p-b`,
      'serviceControlPolicy',
      true,
    ],
    [
      `${WHO} on resource: * because no service control policy allows the iam:ListUsers action`,
      'serviceControlPolicy',
      false,
    ],
    [`${WHO} with an explicit deny in a resource control policy`, 'resourceControlPolicy', true],
    [`${WHO} because no permissions boundary allows the iam:ListUsers action`, 'permissionsBoundary', false],
    [`${WHO} because no session policy allows the iam:ListUsers action`, 'session', false],
    [`${WHO} with an explicit deny in an identity-based policy`, 'identity', true],
    [`${WHO} because no VPC endpoint policy allows the iam:ListUsers action`, 'vpcEndpoint', false],
    [`${WHO} with an explicit deny`, 'unknown', true],
    [WHO, 'unknown', false],
  ])('%s', (message, policy, explicit) => {
    expect(classifyAwsError(sdkError('AccessDenied', message, 403))).toMatchObject({
      kind: 'denied',
      action: 'iam:ListUsers',
      deniedBy: { policy, explicit },
    });
  });
});

test('a quota is no throttle', () => {
  expect(isThrottle(sdkError('LimitExceeded', '', 409))).toBe(false);
  expect(isThrottle(sdkError('Throttling'))).toBe(true);
});
