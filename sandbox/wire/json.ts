import { AwsError } from './errors';

/** JSON 1.1 services name the common errors differently from the query services. */
const JSON_CODES: Record<string, { code: string; status: number }> = {
  AccessDenied: { code: 'AccessDeniedException', status: 400 },
  InvalidClientTokenId: { code: 'UnrecognizedClientException', status: 400 },
  SignatureDoesNotMatch: { code: 'InvalidSignatureException', status: 400 },
  IncompleteSignature: { code: 'IncompleteSignatureException', status: 400 },
  MissingAuthenticationToken: { code: 'MissingAuthenticationTokenException', status: 400 },
  ExpiredToken: { code: 'ExpiredTokenException', status: 400 },
  Throttling: { code: 'TooManyRequestsException', status: 400 },
  ValidationError: { code: 'ValidationException', status: 400 },
  InvalidAction: { code: 'UnknownOperationException', status: 400 },
};

export function parseJsonBody(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = body === '' ? {} : JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.', 400);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AwsError('SerializationException', 'The request body is not a JSON object.', 400);
  }
  return { ...value };
}

export function jsonError(error: AwsError): { status: number; body: string } {
  const mapped = JSON_CODES[error.code] ?? { code: error.code, status: error.status };
  return jsonErrorOf(new AwsError(mapped.code, error.message, mapped.status));
}

/** An error whose code is the service's own already, but for those of the front end that all JSON services share. */
export function jsonErrorOf(error: AwsError): { status: number; body: string; code: string } {
  const { code, status } = JSON_CODES[error.code] ?? error;
  return { status, code, body: JSON.stringify({ __type: code, Message: error.message, message: error.message }) };
}

/** Dates are seconds since 1970 in this protocol. */
export function jsonBody(result: unknown): string {
  return JSON.stringify(toPlain(result ?? {}));
}

function toPlain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toPlain(member)]));
  }
  return value;
}
