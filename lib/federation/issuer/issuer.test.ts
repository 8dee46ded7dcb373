import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { subjectOf, workspaceIssuerUrl } from '../names';
import { checkClaims, readTokenClaims } from '../token';
import { discoveryDocument, exportIssuerFiles, jwksDocument } from './documents';
import {
  type GeneratedKey,
  generateIssuerKey,
  type IssuerKey,
  type KeyState,
  type PublicJwk,
  publishedJwks,
} from './keys';
import { foreignSubject, mintToken, openSigner, type Signer } from './mint';
import { verifyIssuedToken } from './verify';

const workspaceId = '01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f';
const integrationId = '01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e60';
const issuer = workspaceIssuerUrl('https://mooring.example/', workspaceId);
const subject = subjectOf({ workspaceId, integrationId });
const now = new Date('2026-11-21T10:00:00Z');
const expected = { issuer, audience: 'mooring', now };
const claims = { issuer, subject, audience: 'mooring' };

let generated: GeneratedKey;
let signer: Signer;
const row = (key: GeneratedKey, state: KeyState): IssuerKey => ({
  id: key.kid,
  kid: key.kid,
  state,
  publicJwk: key.publicJwk,
  createdAt: now,
  activatedAt: null,
  retiredAt: null,
  revokedAt: null,
});
const jwks = () => ({ keys: [generated.publicJwk] });

beforeAll(async () => {
  generated = await generateIssuerKey();
  signer = await openSigner(generated.privateJwk);
});

describe('a minted token', () => {
  test('verifies with the published key and says what was asked', async () => {
    const { token, expiresAt, jti } = await mintToken(signer, claims, { now });
    const read = await verifyIssuedToken(token, jwks(), expected);
    expect(read).toMatchObject({
      issuer,
      subject,
      audience: ['mooring'],
      kid: generated.kid,
      alg: 'RS256',
      issuedAt: now,
    });
    expect(expiresAt.toISOString()).toBe('2026-11-21T10:10:00.000Z');
    expect(read.expiresAt).toEqual(expiresAt);
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(checkClaims(read, claims, now).every(({ ok }) => ok)).toBe(true);
  });

  test('of another workspace, audience or time is refused', async () => {
    const { token } = await mintToken(signer, claims, { now });
    const later = new Date(now.getTime() + 600_000);
    const verify = (change: object) => verifyIssuedToken(token, jwks(), { ...expected, ...change });
    await expect(verify({ issuer: `${issuer}x` })).rejects.toThrow(/"iss"/);
    await expect(verify({ audience: 'Mooring' })).rejects.toThrow(/"aud"/);
    await expect(verify({ now: later })).rejects.toThrow(/"exp"/);
    await expect(verify({ now: new Date(now.getTime() - 5000) })).rejects.toThrow(/"nbf"/);
  });

  test('with alg none, HMAC over the public key, an embedded key, another typ or a missing claim is refused', async () => {
    const payload = Buffer.from(
      JSON.stringify({ iss: issuer, sub: subject, aud: 'mooring', iat: 1e9, exp: 9e9 }),
    ).toString('base64url');
    const head = (header: object) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
    const hmac = head({ alg: 'HS256', kid: generated.kid });
    const stranger = await generateKeyPair('RS256', { extractable: true });
    const sign = (header: object, body: object) =>
      new SignJWT({ iss: issuer, aud: 'mooring', ...body })
        .setProtectedHeader({ alg: 'RS256', kid: generated.kid, ...header })
        .setIssuedAt(now)
        .setExpirationTime(new Date(now.getTime() + 1000));
    const forged = [
      `${head({ alg: 'none' })}.`,
      `${hmac}.${createHmac('sha256', generated.publicJwk.n).update(hmac).digest('base64url')}`,
      await sign({ jwk: await exportJWK(stranger.publicKey) }, { sub: subject }).sign(stranger.privateKey),
      await sign({ typ: 'at+jwt' }, { sub: subject }).sign(signer.key),
      await sign({}, {}).sign(signer.key),
      'not.a.token',
      '',
    ];
    for (const token of forged) {
      await expect(verifyIssuedToken(token, jwks(), expected)).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  test('of another RSA algorithm is refused even where the published key names none', async () => {
    const { alg, ...bare } = generated.publicJwk;
    const key = await importJWK({ ...JSON.parse(generated.privateJwk), alg: 'RS512' }, 'RS512');
    const token = await new SignJWT({ iss: issuer, sub: subject, aud: 'mooring' })
      .setProtectedHeader({ alg: 'RS512', kid: generated.kid })
      .setIssuedAt(now)
      .setExpirationTime(new Date(now.getTime() + 1000))
      .sign(key);
    const published = { keys: [bare as PublicJwk] };
    await expect(verifyIssuedToken(token, published, expected)).rejects.toThrow(/ALG_NOT_ALLOWED/);
    const { token: ours } = await mintToken(signer, claims, { now });
    expect((await verifyIssuedToken(ours, published, expected)).alg).toBe(alg);
  });

  test('the foreign subject differs only in the integration', () => {
    const foreign = foreignSubject(subject);
    expect(foreign).toMatch(new RegExp(`^workspace:${workspaceId}:integration:[0-9a-f-]{36}$`));
    expect(foreign).not.toBe(subject);
    expect(() => foreignSubject(subject, () => integrationId)).toThrow(/equals/);
  });
});

describe('keys and documents', () => {
  test('publish no private member and no revoked key', async () => {
    const other = await generateIssuerKey();
    const rows = [row(generated, 'revoked'), row(other, 'active')];
    const body = JSON.parse(jwksDocument(rows).body);
    expect(body.keys).toHaveLength(1);
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(body.keys[0].kid).toBe(other.kid);
    const leaky = { ...row(other, 'active'), publicJwk: JSON.parse(other.privateJwk) };
    expect(JSON.stringify(publishedJwks([leaky]))).not.toContain('"d"');
  });

  test('without a key the JWKS is unavailable rather than empty', () => {
    expect(() => jwksDocument([row(generated, 'revoked')])).toThrow(/no signing key/);
  });

  test('every state but revoked is published', () => {
    const kids = (state: KeyState) => publishedJwks([row(generated, state)]).keys.length;
    expect((['next', 'active', 'retiring', 'revoked'] as const).map(kids)).toEqual([1, 1, 1, 0]);
  });

  test('discovery names the issuer and is cacheable', () => {
    const { body, headers } = discoveryDocument(issuer);
    expect(JSON.parse(body)).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    });
    expect(headers['cache-control']).toMatch(/^public, max-age=\d+/);
    expect(discoveryDocument(issuer).headers.etag).toBe(headers.etag);
  });

  test('can be exported as files whose paths follow the issuer’s', () => {
    const files = exportIssuerFiles(issuer, [row(generated, 'active')]);
    expect(files.map(({ path }) => path)).toEqual([
      `oidc/${workspaceId}/.well-known/openid-configuration`,
      `oidc/${workspaceId}/keys`,
    ]);
    expect(files.every(({ contentType }) => contentType.startsWith('application/json'))).toBe(true);
  });
});

test.each([
  ['', /not a JWT/],
  ['a.b', /not a JWT/],
  ['x'.repeat(30_000), /30000 characters/],
])('a token that cannot be read is explained without being quoted', (token, message) => {
  expect(() => readTokenClaims(token)).toThrow(message);
});
