import { STSServiceException } from '@aws-sdk/client-sts';
import { AppError, isAppError } from '@/lib/errors/app-error';
import { stripControls } from '@/lib/log-redact';
import type { StsFailure, StsFailureKind } from './types';

const TRANSIENT_CODES = new Set([
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'IDPCommunicationError',
  'InternalFailure',
  'ServiceUnavailable',
]);
const REQUEST_CODES = new Set([
  'ValidationError',
  'MalformedPolicyDocument',
  'PackedPolicyTooLarge',
  'MissingParameter',
]);
const TOKEN_CODES = new Set(['InvalidIdentityToken', 'ExpiredTokenException', 'ExpiredToken', 'IDPRejectedClaim']);
/** `sub: null` gets this text with a 500: asking again does not help (facts/sts-errors.md row 15). */
const NOT_TRANSIENT = 'Unknown error validating third-party token';

/**
 * The kind of an STS refusal. `pending` are the two texts that a role or provider made seconds ago gets
 * (facts/sts-errors.md rows 1 and 4); the same text stays after a minute when something is really wrong.
 */
export function stsFailureKind(awsCode: string, message: string, httpStatus: number | null): StsFailureKind {
  if (awsCode === 'AccessDenied') return message.includes('sts:TagSession') ? 'refused' : 'pending';
  if (awsCode === 'InvalidIdentityToken') {
    if (message.startsWith('No OpenIDConnect provider found')) return 'pending';
    return message.startsWith("Couldn't retrieve verification key") ? 'transient' : 'token';
  }
  if (TOKEN_CODES.has(awsCode)) return 'token';
  if (REQUEST_CODES.has(awsCode)) return 'request';
  if (message === NOT_TRANSIENT) return 'token';
  if (TRANSIENT_CODES.has(awsCode) || httpStatus === null || httpStatus === 429 || httpStatus >= 500)
    return 'transient';
  return 'refused';
}

/** Turns what the SDK threw into an AppError whose first detail is the StsFailure. AWS's text is kept as it is. */
export function stsError(operation: StsFailure['operation'], error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new AppError('cancelled', 'The call to AWS was cancelled.', { cause: error });
  }
  const failure = describe(operation, error);
  const code = failure.kind === 'transient' ? 'upstream_unavailable' : 'upstream_refused';
  return new AppError(code, `${operation}: ${failure.awsCode}: ${failure.message}`, {
    details: [failure],
    cause: error,
  });
}

/** The StsFailure of an error made by `stsError`, else null. */
export function stsFailureOf(error: unknown): StsFailure | null {
  const detail = isAppError(error) ? error.details[0] : undefined;
  return detail && 'awsCode' in detail && 'kind' in detail ? (detail as StsFailure) : null;
}

function describe(operation: StsFailure['operation'], error: unknown): StsFailure {
  if (error instanceof STSServiceException) {
    const httpStatus = error.$metadata.httpStatusCode ?? null;
    const awsCode = wireCode(error);
    const message = clean(error.message);
    const kind = stsFailureKind(awsCode, message, httpStatus);
    return { operation, awsCode, message, httpStatus, awsRequestId: error.$metadata.requestId ?? null, kind };
  }
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'NetworkError';
  const message = `AWS could not be reached (${clean(code)}).`;
  return { operation, awsCode: 'NetworkError', message, httpStatus: null, awsRequestId: null, kind: 'transient' };
}

/** The SDK names modelled errors by their class (…Exception); on the wire most have no suffix. */
function wireCode(error: STSServiceException): string {
  const sent = 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name;
  const bare = sent.replace(/Exception$/, '');
  return ['ExpiredToken', 'RegionDisabled'].includes(bare) ? `${bare}Exception` : bare;
}

function clean(text: string): string {
  return stripControls(text).slice(0, 1000).trim();
}
