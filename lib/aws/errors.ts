import { type DeniedBy, deniedAction, deniedBy } from './denial';
import { ResponseTooLargeError } from './response-cap';

export const AWS_ERROR_KINDS = [
  'throttled',
  'denied',
  'expired',
  'notFound',
  'transient',
  'invalid',
  'unknown',
] as const;
export type AwsErrorKind = (typeof AWS_ERROR_KINDS)[number];

export type AwsErrorInfo = {
  kind: AwsErrorKind;
  /** AWS's code (`AccessDenied`), or Node's (`ECONNREFUSED`). */
  code: string;
  message: string;
  /** Denied only: the action AWS names. */
  action: string | null;
  /** Denied only: which policy refused, as far as AWS says. */
  deniedBy: DeniedBy | null;
  requestId: string | null;
};

/** Codes of the services Mooring calls, from their API references; what is not here is told by its HTTP status. */
const KIND_OF_CODE: Readonly<Record<string, AwsErrorKind>> = {
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  PriorRequestNotComplete: 'throttled',
  BandwidthLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  NotAuthorized: 'denied',
  AuthorizationError: 'denied',
  OptInRequired: 'denied',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  TokenRefreshRequired: 'expired',
  RequestExpired: 'expired',
  NoSuchEntity: 'notFound',
  NoSuchEntityException: 'notFound',
  QueueDoesNotExist: 'notFound',
  'AWS.SimpleQueueService.NonExistentQueue': 'notFound',
  IDPCommunicationError: 'transient',
  IDPCommunicationErrorException: 'transient',
  InternalFailure: 'transient',
  InternalError: 'transient',
  ServiceFailure: 'transient',
  ServiceUnavailable: 'transient',
  RequestTimeout: 'transient',
  RequestTimeoutException: 'transient',
  TimeoutError: 'transient',
  EntityTemporarilyUnmodifiable: 'transient',
  ECONNRESET: 'transient',
  ECONNREFUSED: 'transient',
  ECONNABORTED: 'transient',
  EPIPE: 'transient',
  ETIMEDOUT: 'transient',
  ENOTFOUND: 'transient',
  EAI_AGAIN: 'transient',
  EHOSTUNREACH: 'transient',
  ENETUNREACH: 'transient',
};

type SdkError = Error & {
  code?: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string };
};

/** Sorts any error of an SDK call. Never throws; what is not from AWS is `unknown`. */
export function classifyAwsError(thrown: unknown): AwsErrorInfo {
  const error = thrown instanceof Error ? (thrown as SdkError) : new Error(String(thrown));
  const { code: nodeCode, $metadata } = error as SdkError;
  const code = typeof nodeCode === 'string' && error.name === 'Error' ? nodeCode : error.name;
  const kind = kindOf(error, code, typeof nodeCode === 'string' ? nodeCode : '', $metadata?.httpStatusCode);
  const denied = kind === 'denied';
  return {
    kind,
    code,
    message: error.message,
    action: denied ? deniedAction(error.message) : null,
    deniedBy: denied ? deniedBy(error.message) : null,
    requestId: $metadata?.requestId ?? null,
  };
}

function kindOf(error: Error, code: string, nodeCode: string, status: number | undefined): AwsErrorKind {
  const known = KIND_OF_CODE[code] ?? KIND_OF_CODE[nodeCode];
  if (known !== undefined) return known;
  if (error instanceof ResponseTooLargeError) return 'invalid';
  if (/NotFound(Exception|Fault|Error)?$|^NoSuch/.test(code)) return 'notFound';
  if (status === 429) return 'throttled';
  if (status === 403 && !/Token|Signature|Client/.test(code)) return 'denied';
  if (status !== undefined && status >= 500) return 'transient';
  if (status !== undefined && status >= 400) return 'invalid';
  return 'unknown';
}

/** AWS refused for rate. `LimitExceeded` is a quota and not one: waiting does not help. */
export function isThrottle(error: unknown): boolean {
  return classifyAwsError(error).kind === 'throttled';
}
