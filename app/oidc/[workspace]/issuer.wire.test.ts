import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { KeyCache } from '@/lib/federation/issuer/key-cache';
import { createOutbound } from '@/lib/net/outbound';
import { createIssuerKeyCache } from '@/lib/services/federation/issuer-key-cache';
import { ensureIssuerKey } from '@/lib/services/federation/mint';
import { probeFederation } from '@/lib/services/federation/probe';
import type { IssuerDocumentName } from '@/lib/services/federation/public-documents';
import { rotateIssuerKeys } from '@/lib/services/federation/rotate-keys';
import { openServiceFixture, type ServiceFixture } from '@/lib/services/testing/context';
import { issuerResponse } from './response';

const ISSUER = 'https://issuer.mooring.test';
const PATH = /^\/oidc\/([^/]+)\/(\.well-known\/openid-configuration|keys)$/;
let f: ServiceFixture;
let server: Server;
let origin: string;
let cache: KeyCache;
const clock = { ms: 0 };

beforeAll(async () => {
  f = await openServiceFixture({ issuerBase: ISSUER });
  f.clock.now = new Date();
  cache = createIssuerKeyCache({ db: f.db, log: { warn: () => {} } }, () => clock.ms);
  server = createServer(async (request, response) => {
    const [, workspace = '', document] = PATH.exec(request.url ?? '') ?? [];
    const name: IssuerDocumentName = document === 'keys' ? 'keys' : 'discovery';
    const headers = new Headers(request.headers as Record<string, string>);
    const asked = { method: request.method ?? 'GET', headers };
    const answer = await issuerResponse(name, workspace, asked, { cache, install: f.install });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  f.install.outbound = createOutbound({ hostMap: { [ISSUER]: origin } });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
  await f.close();
});
beforeEach(() => {
  // Whatever the cache holds is old: each test begins with what the database says.
  clock.ms += 60_000;
});

async function issuer() {
  const workspaceId = await f.workspace();
  await ensureIssuerKey({ db: f.db, install: f.install, now: () => f.clock.now }, workspaceId);
  return { workspaceId, keys: `${origin}/oidc/${workspaceId}/keys` };
}

describe('the public documents', () => {
  test('discovery names exactly the issuer, and where its keys are', async () => {
    const { workspaceId } = await issuer();
    const response = await fetch(`${origin}/oidc/${workspaceId}/.well-known/openid-configuration`);
    const issuerUrl = `${ISSUER}/oidc/${workspaceId}`;
    expect(await response.json()).toMatchObject({ issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` });
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+/);
  });

  test('keys are the workspace’s own, cacheable, and 304 for who has them', async () => {
    const [a, b] = [await issuer(), await issuer()];
    const first = await fetch(a.keys);
    const etag = first.headers.get('etag') ?? '';
    const kids = async (response: Response) =>
      ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    const own = await kids(first);
    expect(own).toHaveLength(2);
    const theirs = await kids(await fetch(b.keys));
    expect(theirs.filter((kid) => own.includes(kid))).toEqual([]);
    const again = await fetch(a.keys, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await fetch(a.keys, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
  });

  test.each(['01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f', 'x', '..%2f..', '%00'])('there is no issuer %s', async (id) => {
    for (const document of ['keys', '.well-known/openid-configuration']) {
      const response = await fetch(`${origin}/oidc/${id}/${document}`);
      expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });

  test('an id in another spelling is another issuer, which does not exist', async () => {
    const { workspaceId } = await issuer();
    expect((await fetch(`${origin}/oidc/${workspaceId.toUpperCase()}/keys`)).status).toBe(404);
  });

  test('an issuer that begins after somebody asked is there at once, and so is a key made elsewhere within seconds', async () => {
    const workspaceId = await f.workspace();
    const url = `${origin}/oidc/${workspaceId}/keys`;
    expect((await fetch(url)).status).toBe(404);
    const context = f.as(await f.member(workspaceId, 'admin'), workspaceId, 'admin');
    await rotateIssuerKeys(context);
    const before = await (await fetch(url)).text();
    await rotateIssuerKeys(context);
    clock.ms += 5_000;
    expect(await (await fetch(url)).text()).not.toBe(before);
  });
});

test('the probe reads them over the wire and verifies a token that was signed for it', async () => {
  const workspaceId = await f.workspace();
  const context = f.as(await f.member(workspaceId, 'viewer'), workspaceId, 'viewer');
  const probe = await probeFederation(context);
  const states = Object.fromEntries(probe.checks.map(({ key, state }) => [key, state]));
  expect(probe.ok).toBe(true);
  expect(states).toMatchObject({ discovery: 'passed', issuer_equal: 'passed', keys: 'passed', signature: 'passed' });
});

test('while the database is down the last known keys are served, and unknown issuers are unavailable', async () => {
  const own = await openServiceFixture({ issuerBase: ISSUER });
  const workspaceId = await own.workspace();
  await ensureIssuerKey({ db: own.db, install: own.install, now: () => own.clock.now }, workspaceId);
  const time = { ms: 0 };
  const preloaded = createIssuerKeyCache({ db: own.db, log: { warn: () => {} } }, () => time.ms);
  await preloaded.preload();
  await own.close();
  time.ms += 24 * 3_600_000;
  const asked = { method: 'GET', headers: new Headers() };
  const deps = { cache: preloaded, install: own.install };
  expect((await issuerResponse('keys', workspaceId, asked, deps)).status).toBe(200);
  expect((await issuerResponse('discovery', workspaceId, asked, deps)).status).toBe(200);
  const unknown = issuerResponse('keys', '01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f', asked, deps);
  await expect(unknown).rejects.toMatchObject({ code: 'unavailable' });
});
