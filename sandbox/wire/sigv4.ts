import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from './errors';
import type { WireRequest } from './request';

/** What a signed request claims about itself; nothing in it is proven until `verifySignature` has run. */
export type SignatureClaim = {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  sessionToken: string | undefined;
};

const SKEW_MS = 5 * 60_000;
const ALGORITHM = 'AWS4-HMAC-SHA256';

const incomplete = (message: string) => new AwsError('IncompleteSignature', message, 400);
const mismatch = (message: string) => new AwsError('SignatureDoesNotMatch', message, 403);

/** The claim in the Authorization header; undefined when the request is not signed at all. */
export function readSignature(request: WireRequest): SignatureClaim | undefined {
  const header = request.header('authorization');
  if (header === undefined) return undefined;
  if (!header.startsWith(`${ALGORITHM} `)) {
    throw incomplete(`Unsupported AWS 'algorithm': '${header.split(' ')[0]}'.`);
  }
  const fields = new Map<string, string>();
  for (const part of header.slice(ALGORITHM.length).split(',')) {
    const split = part.indexOf('=');
    if (split > 0) fields.set(part.slice(0, split).trim(), part.slice(split + 1).trim());
  }
  const [accessKeyId, date, region, service, terminator] = (fields.get('Credential') ?? '').split('/');
  const signature = fields.get('Signature');
  const signedHeaders = fields.get('SignedHeaders')?.toLowerCase().split(';');
  const timestamp = request.header('x-amz-date');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') {
    throw incomplete(`Authorization header requires a well-formed 'Credential' parameter. Authorization=${header}`);
  }
  if (!signature) throw incomplete(`Authorization header requires 'Signature' parameter. Authorization=${header}`);
  if (!signedHeaders) {
    throw incomplete(`Authorization header requires 'SignedHeaders' parameter. Authorization=${header}`);
  }
  if (!timestamp)
    throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  const sessionToken = request.header('x-amz-security-token');
  return { accessKeyId, date, region, service, signedHeaders, signature, timestamp, sessionToken };
}

/**
 * Recomputes the signature (AWS Signature Version 4) and refuses clock skew over five minutes, a scope of another day,
 * unsigned `host` or `x-amz-*` headers and any difference, with STS's own texts.
 */
export function verifySignature(request: WireRequest, claim: SignatureClaim, secret: string, now: number): void {
  const at = parseTimestamp(claim.timestamp);
  if (at === undefined) throw incomplete(`Date must be in ISO-8601 'basic format'. Got '${claim.timestamp}'.`);
  if (Math.abs(now - at) > SKEW_MS) throw mismatch(skewMessage(at, now, claim.timestamp));
  if (!claim.timestamp.startsWith(claim.date)) {
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${claim.date}' != '${claim.timestamp.slice(0, 8)}', from '${claim.timestamp}'.`,
    );
  }
  const needed = request.headerNames().filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const missing = needed.find((name) => !claim.signedHeaders.includes(name));
  if (missing !== undefined) {
    throw mismatch(`'${missing === 'host' ? 'Host' : missing}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
  const canonical = canonicalRequest(request, claim.signedHeaders, claim.service);
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const toSign = [ALGORITHM, claim.timestamp, scope, sha256(canonical)].join('\n');
  const key = [claim.region, claim.service, 'aws4_request'].reduce(
    (derived, part) => hmac(derived, part),
    hmac(`AWS4${secret}`, claim.date),
  );
  const expected = hmac(key, toSign).toString('hex');
  const given = claim.signature.toLowerCase();
  if (expected.length !== given.length || !timingSafeEqual(Buffer.from(expected), Buffer.from(given))) {
    throw mismatch(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
}

function canonicalRequest(request: WireRequest, signedHeaders: string[], service: string): string {
  const headers = signedHeaders.map((name) => `${name}:${(request.header(name) ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [
    request.method,
    // Services other than S3 sign the path encoded once more than it is sent.
    service === 's3' ? request.path : request.path.split('/').map(encodeStrict).join('/') || '/',
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    service === 's3' ? s3PayloadHash(request) : sha256(request.body),
  ].join('\n');
}

/** S3 signs what the header says of the body, which may be that the body is not signed; a stated hash must be true. */
function s3PayloadHash(request: WireRequest): string {
  const stated = request.header('x-amz-content-sha256') ?? sha256(request.body);
  if (/^[0-9a-f]{64}$/.test(stated) && stated !== sha256(request.body)) {
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  return stated;
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encodeStrict(name)}=${encodeStrict(value)}`)
    .sort()
    .join('&');
}

/** RFC 3986: everything but unreserved characters. */
export function encodeStrict(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parseTimestamp(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

const basicFormat = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

function skewMessage(at: number, now: number, given: string): string {
  const nowText = basicFormat(now);
  return at < now
    ? `Signature expired: ${given} is now earlier than ${basicFormat(now - SKEW_MS)} (${nowText} - 5 min.)`
    : `Signature not yet current: ${given} is still later than ${basicFormat(now + SKEW_MS)} (${nowText} + 5 min.)`;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
