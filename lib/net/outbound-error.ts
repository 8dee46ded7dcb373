import { AppError, isAppError } from '@/lib/errors/app-error';
import type { ErrorCode } from '@/lib/errors/codes';

/** Why an outbound request gave no answer. */
const REASONS = {
  url: 'invalid_request',
  scheme: 'invalid_request',
  address: 'invalid_request',
  dns: 'upstream_unavailable',
  connect: 'upstream_unavailable',
  tls: 'upstream_refused',
  timeout: 'upstream_unavailable',
  cancelled: 'cancelled',
  too_large: 'upstream_refused',
  encoding: 'upstream_refused',
} as const satisfies Record<string, ErrorCode>;

export type OutboundReason = keyof typeof REASONS;

export function outboundError(reason: OutboundReason, message: string, cause?: unknown): AppError {
  return new AppError(REASONS[reason], message, { details: [{ message, reason }], cause });
}

/** The reason of an error from `Outbound.fetch`, or null for any other error. */
export function outboundReason(error: unknown): OutboundReason | null {
  const reason = isAppError(error) ? error.details[0]?.reason : undefined;
  return typeof reason === 'string' && Object.hasOwn(REASONS, reason) ? (reason as OutboundReason) : null;
}

/** Certificate problems worth their own words; any other TLS failure shows OpenSSL's. */
const CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is incomplete or not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate authority is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** Turns whatever DNS, sockets, TLS or undici threw into an error with a reason; passes our own through. */
export function translate(error: unknown, request: { url: string; timedOut: boolean; timeoutMs: number }): AppError {
  if (isAppError(error)) return error;
  const host = URL.parse(request.url)?.host ?? 'the host';
  const { name, code } = named(error);
  if (request.timedOut || name === 'TimeoutError' || code.includes('TIMEOUT') || code === 'ETIMEDOUT') {
    return outboundError('timeout', `${host} did not answer completely within ${request.timeoutMs / 1000} s.`, error);
  }
  if (name === 'AbortError') return outboundError('cancelled', 'The request was cancelled.', error);
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    return outboundError('dns', `The name ${host} could not be resolved (${code}).`, error);
  }
  const certificate =
    CERTIFICATE[code] ?? (/^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO)/.test(code) ? `TLS failed (${code})` : null);
  if (certificate) return outboundError('tls', `${host} was not trusted: ${certificate}.`, error);
  return outboundError('connect', `${host} could not be reached (${code || name}).`, error);
}

function named(error: unknown): { name: string; code: string } {
  if (!(error instanceof Error)) return { name: 'unknown', code: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code };
}
