import { createHash } from 'node:crypto';
import { AppError } from '@/lib/errors/app-error';
import { discoveryUrl } from '../names';
import { type IssuerKey, publishedJwks } from './keys';

/** How long anyone may serve the JWKS from a cache; far below a key's publishing lead. */
export const JWKS_MAX_AGE_SECONDS = 300;
const DISCOVERY_MAX_AGE_SECONDS = 3600;
const STALE_IF_ERROR_SECONDS = 86_400;

/** One public document: its bytes and the headers to send them with. */
export type IssuerDocument = { body: string; headers: Record<string, string> };

/** A document as a file to host elsewhere; `path` is relative to the root of the issuer's host. */
export type IssuerFile = { path: string; contentType: string; cacheControl: string; body: string };

export function jwksUrl(issuerUrl: string): string {
  return `${issuerUrl.replace(/\/$/, '')}/keys`;
}

/** OpenID Provider metadata with what IAM and OpenID Connect Discovery 1.0 section 3 require of an issuer of ID tokens. */
export function discoveryDocument(issuerUrl: string): IssuerDocument {
  const metadata = {
    issuer: issuerUrl,
    jwks_uri: jwksUrl(issuerUrl),
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti'],
  };
  return document(metadata, DISCOVERY_MAX_AGE_SECONDS);
}

export function jwksDocument(keys: readonly IssuerKey[]): IssuerDocument {
  const jwks = publishedJwks(keys);
  if (jwks.keys.length === 0)
    throw new AppError('unavailable', 'The issuer has no signing key yet. Try again shortly.');
  return document(jwks, JWKS_MAX_AGE_SECONDS);
}

/** Both documents as files, for an issuer hosted in a bucket because AWS cannot reach this install. */
export function exportIssuerFiles(issuerUrl: string, keys: readonly IssuerKey[]): IssuerFile[] {
  return [file(discoveryUrl(issuerUrl), discoveryDocument(issuerUrl)), file(jwksUrl(issuerUrl), jwksDocument(keys))];
}

function document(content: object, maxAge: number): IssuerDocument {
  const body = `${JSON.stringify(content)}\n`;
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': `public, max-age=${maxAge}, stale-if-error=${STALE_IF_ERROR_SECONDS}`,
      etag: `"${etag}"`,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    },
  };
}

function file(url: string, { body, headers }: IssuerDocument): IssuerFile {
  const path = new URL(url).pathname.replace(/^\/+/, '');
  return {
    path,
    contentType: headers['content-type'] ?? '',
    cacheControl: headers['cache-control'] ?? '',
    body,
  };
}
