import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOutbound } from '@/lib/net/outbound';
import { generateIssuerKey } from '../issuer/keys';
import { startTestIssuer, type TestIssuer } from '../testing-issuer';
import { probeIssuer } from './probe';
import type { ProbeCheck, ProbeCheckId, ProbeInput } from './types';

const issuerUrl = 'https://issuer.mooring.test/oidc/01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f';
const discoveryPath = '/oidc/01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f/.well-known/openid-configuration';
const keysPath = '/oidc/01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f/keys';

let issuer: TestIssuer;
beforeEach(async () => {
  issuer = await startTestIssuer(issuerUrl);
});
afterEach(() => issuer.close());

async function probe(change: Partial<ProbeInput> = {}): Promise<Record<ProbeCheckId, ProbeCheck>> {
  const token = async () => ({ token: await issuer.mint({ subject: 's', audience: 'mooring' }), audience: 'mooring' });
  const outbound = createOutbound({ hostMap: issuer.hostMap });
  const checks = await probeIssuer({ issuerUrl, outbound, now: () => new Date(), token, ...change });
  return Object.fromEntries(checks.map((check) => [check.id, check])) as Record<ProbeCheckId, ProbeCheck>;
}

function serve(path: string, change: (document: Record<string, unknown>) => unknown, headers?: Record<string, string>) {
  const body = JSON.stringify(change(JSON.parse(issuer.answers.get(path)?.body ?? '{}')));
  issuer.answers.set(path, { body, headers });
}

describe('the discovery probe', () => {
  test('passes a healthy issuer, and says what cannot be tested through a local listener', async () => {
    const checks = await probe();
    const statuses = Object.fromEntries(Object.values(checks).map(({ id, status }) => [id, status]));
    expect(statuses).toEqual({
      url_shape: 'passed',
      resolves: 'not_testable',
      discovery: 'passed',
      issuer_equal: 'passed',
      jwks_uri: 'passed',
      keys: 'passed',
      signature: 'passed',
      latency: 'passed',
      certificate: 'not_testable',
      cacheable: 'passed',
    });
  });

  test('streams each check as running, then as done', async () => {
    const seen: string[] = [];
    const outbound = createOutbound({ hostMap: issuer.hostMap });
    await probeIssuer({ issuerUrl, outbound, now: () => new Date() }, ({ id, status }) => seen.push(`${id} ${status}`));
    expect(seen.slice(0, 4)).toEqual([
      'url_shape running',
      'url_shape passed',
      'resolves running',
      'resolves not_testable',
    ]);
    expect(seen).toHaveLength(20);
  });

  test.each([
    ['a trailing slash', `${issuerUrl}/`],
    ['another workspace', issuerUrl.replace('4e5f', '4e60')],
    ['nothing', undefined],
  ])('an issuer that differs by %s fails', async (_name, named) => {
    serve(discoveryPath, (document) => ({ ...document, issuer: named }));
    expect((await probe()).issuer_equal.status).toBe('failed');
  });

  test('keys from a foreign host fail unless that origin was accepted', async () => {
    serve(discoveryPath, (document) => ({ ...document, jwks_uri: 'https://keys.example/jwks' }));
    const outbound = createOutbound({ hostMap: { ...issuer.hostMap, 'https://keys.example': 'http://127.0.0.1:1' } });
    const refused = await probe({ outbound });
    expect(refused.jwks_uri).toMatchObject({ status: 'failed', fix: expect.stringContaining('keys.example') });
    expect((await probe({ outbound, jwksOrigins: ['https://keys.example'] })).jwks_uri.status).toBe('passed');
  });

  test('a jwks_uri that points inside is never fetched', async () => {
    serve(discoveryPath, (document) => ({ ...document, jwks_uri: 'https://169.254.169.254/keys' }));
    const checks = await probe();
    expect(checks.jwks_uri.status).toBe('failed');
    expect(checks.keys).toMatchObject({
      status: 'failed',
      evidence: [expect.anything(), expect.stringContaining('metadata')],
    });
  });

  test.each([
    ['key_ops', (key: object) => [{ ...key, key_ops: ['verify'] }], /key_ops/],
    ['no kid', (key: object) => [{ ...key, kid: undefined }], /no kid/],
    ['another use', (key: object) => [{ ...key, use: 'enc' }], /not for signatures/],
    ['another alg', (key: object) => [{ ...key, alg: 'HS256' }], /HS256/],
    ['a short modulus', (key: object) => [{ ...key, n: Buffer.alloc(128, 1).toString('base64url') }], /2048/],
    ['an octet key', (key: object) => [{ ...key, kty: 'oct' }], /oct/],
    ['a private member', (key: object) => [{ ...key, d: 'AQAB' }], /PRIVATE/],
    ['one kid twice', (key: object) => [key, key], /same kid/],
    [
      'too many keys',
      (key: object) => Array.from({ length: 101 }, (_, i) => ({ ...key, kid: `k${i}` })),
      /101 RSA keys/,
    ],
    ['no key', () => [], /empty/],
  ])('a JWKS with %s fails', async (_name, change, message) => {
    serve(keysPath, ({ keys }) => ({ keys: change((keys as object[])[0] ?? {}) }));
    const { keys } = await probe();
    expect(keys.status).toBe('failed');
    expect(keys.evidence.join(' ')).toMatch(message);
  });

  test('published keys that are not those that sign fail on a real token', async () => {
    const other = await generateIssuerKey();
    serve(keysPath, () => ({ keys: [{ ...other.publicJwk, kid: issuer.key.kid }] }));
    const checks = await probe();
    expect([checks.keys.status, checks.signature.status]).toEqual(['passed', 'failed']);
  });

  test('an issuer that answers wrongly leaves the rest not testable', async () => {
    issuer.answers.set(discoveryPath, { status: 302, headers: { location: 'https://login.example/' }, body: '' });
    const checks = await probe();
    expect(checks.discovery).toMatchObject({ status: 'failed', fix: expect.stringContaining('redirect') });
    for (const id of [
      'issuer_equal',
      'jwks_uri',
      'keys',
      'signature',
      'latency',
      'certificate',
      'cacheable',
    ] as const) {
      expect(checks[id].status).toBe('not_testable');
    }
    issuer.answers.set(discoveryPath, { body: '<html>sign in</html>' });
    expect((await probe()).discovery).toMatchObject({
      status: 'failed',
      evidence: [expect.anything(), expect.stringMatching(/not a JSON/)],
    });
  });

  test.each([
    ['no-store', 'failed'],
    ['private, max-age=60', 'failed'],
    ['max-age=0', 'failed'],
    ['public, max-age=999999', 'failed'],
    ['public, max-age=3600', 'passed'],
  ])('cache-control %s is %s', async (header, status) => {
    serve(keysPath, (document) => document, { 'cache-control': header });
    expect((await probe()).cacheable.status).toBe(status);
  });

  test.each([
    ['http://issuer.example', /http:/],
    ['https://issuer.example:8443/x', /port/],
    ['https://issuer.example:443/x', /port/],
    ['https://issuer.example/x?y', /query/],
    ['https://issuer.example/x#y', /fragment/],
    [`https://issuer.example/${'x'.repeat(255)}`, /255/],
    ['issuer.example', /not a URL/],
  ])('the URL %s does not have the form AWS accepts', async (url, message) => {
    const outbound = createOutbound({ resolve: async () => [] });
    const { url_shape: shape } = await probe({ issuerUrl: url, outbound });
    expect(shape.status).toBe('failed');
    expect(shape.evidence.join(' ')).toMatch(message);
  });

  test('a name that resolves to a private network fails with the way out', async () => {
    const outbound = createOutbound({ resolve: async () => ['10.0.0.7'] });
    const checks = await probe({ outbound });
    expect(checks.resolves).toMatchObject({ status: 'failed', fix: expect.stringContaining('bucket') });
    expect(checks.discovery.status).toBe('failed');
  });

  test('can be cancelled', async () => {
    await expect(probe({ signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
