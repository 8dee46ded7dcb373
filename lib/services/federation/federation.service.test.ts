import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateIssuerKey } from '@/lib/federation/issuer/keys';
import { mintToken, openSigner } from '@/lib/federation/issuer/mint';
import { createOutbound } from '@/lib/net/outbound';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { exportFederationDocuments } from './documents';
import { getFederation } from './get';
import { probeFederation } from './probe';

let directory: string;
let tokenPath: string;
let f: ServiceFixture;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mooring-federation-'));
  tokenPath = join(directory, 'federation', 'token');
  await mkdir(join(directory, 'federation'));
  const outbound = createOutbound();
  f = await openServiceFixture({
    tokenDirectory: directory,
    federationTokenPath: tokenPath,
    retrieverContext: (now) => ({ operatorDirectories: [directory], outbound, now }),
  });
});
afterAll(async () => {
  await f.close();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  f.install.issuerBase = 'https://issuer.mooring.test';
  await rm(tokenPath, { force: true });
});

async function viewer() {
  const workspaceId = await f.workspace();
  return { workspaceId, context: f.as(await f.member(workspaceId, 'viewer'), workspaceId, 'viewer') };
}

async function grantProjected(workspaceId: string) {
  await f.db.directory.hostIdentity.deleteMany({});
  await f.db.directory.hostIdentity.create({
    data: { id: uuidv7(), name: 'pod', kind: 'projected_token', config: {}, grantedWorkspaceId: workspaceId },
  });
}

/** A service account's token, signed for real, as the kubelet would write it. */
async function project(claims: { issuer?: string; audience?: string; lifetimeSeconds?: number } = {}) {
  const { privateJwk } = await generateIssuerKey();
  const { token } = await mintToken(
    await openSigner(privateJwk),
    {
      issuer: claims.issuer ?? 'https://oidc.eks.example.test/id/ABC',
      subject: 'system:serviceaccount:mooring:worker',
      audience: claims.audience ?? 'sts.amazonaws.com',
    },
    { now: f.clock.now, lifetimeSeconds: claims.lifetimeSeconds ?? 3600 },
  );
  await writeFile(tokenPath, token);
}

describe('federation.get', () => {
  test('the built-in issuer: exact URLs, the pattern of subjects, the snippet filled in', async () => {
    const { workspaceId, context } = await viewer();
    const issuerUrl = `https://issuer.mooring.test/oidc/${workspaceId}`;
    const federation = await getFederation(context);
    expect(federation).toMatchObject({
      issuer: 'mooring',
      issuerUrl,
      audience: 'mooring',
      subject: `workspace:${workspaceId}:integration:<integration id>`,
      namespace: null,
      tokenPath: null,
      discoveryUrl: `${issuerUrl}/.well-known/openid-configuration`,
      jwksUrl: `${issuerUrl}/keys`,
      ready: true,
      problem: null,
    });
    expect(federation.terraformSnippet).toContain(`issuer_url=${issuerUrl}`);
    expect(federation.terraformSnippet).toContain('onboarding-wif');
  });

  test('without a public issuer URL it says what cannot work, and gives no snippet to apply', async () => {
    f.install.issuerBase = null;
    const federation = await getFederation((await viewer()).context);
    expect(federation).toMatchObject({ issuerUrl: null, discoveryUrl: null, ready: false, terraformSnippet: '' });
    expect(federation.problem).toContain('MOORING_ISSUER_URL');
  });

  test.each([
    ['http://issuer.mooring.test', /https/],
    ['https://issuer.mooring.test:8443', /port/],
  ])('an issuer at %s is not ready, and says why', async (base, why) => {
    f.install.issuerBase = base;
    const { ready, problem } = await getFederation((await viewer()).context);
    expect(ready).toBe(false);
    expect(problem).toMatch(why);
  });

  test('a projected token granted to the workspace is read, for this workspace only', async () => {
    const { workspaceId, context } = await viewer();
    await grantProjected(workspaceId);
    await project();
    expect(await getFederation(context)).toMatchObject({
      issuer: 'kubernetes',
      issuerUrl: 'https://oidc.eks.example.test/id/ABC',
      audience: 'sts.amazonaws.com',
      subject: 'system:serviceaccount:mooring:worker',
      namespace: 'mooring',
      tokenPath,
      jwksUrl: null,
      ready: true,
      problem: null,
    });
    expect((await getFederation((await viewer()).context)).issuer).toBe('mooring');
  });

  test('a grant without its file leaves the built-in issuer in use and names the file', async () => {
    const { workspaceId, context } = await viewer();
    await grantProjected(workspaceId);
    const federation = await getFederation(context);
    expect(federation).toMatchObject({ issuer: 'mooring', ready: true });
    expect(federation.problem).toContain(tokenPath);
  });

  test.each([
    ['expired', { lifetimeSeconds: -60 }, /expired at/],
    ['of an issuer AWS cannot reach by its form', { issuer: 'https://kubernetes.default.svc:443' }, /port/],
  ])('a token that is %s is shown and not ready', async (_name, claims, why) => {
    const { workspaceId, context } = await viewer();
    await grantProjected(workspaceId);
    await project(claims);
    const federation = await getFederation(context);
    expect(federation).toMatchObject({ issuer: 'kubernetes', namespace: 'mooring', ready: false });
    expect(federation.problem).toMatch(why);
  });

  test('a file that is no token is the problem, without a word of its content', async () => {
    const { workspaceId, context } = await viewer();
    await grantProjected(workspaceId);
    await writeFile(tokenPath, 'hunter2-is-no-token');
    const federation = await getFederation(context);
    expect(federation).toMatchObject({ issuer: 'kubernetes', issuerUrl: null, ready: false });
    expect(JSON.stringify(federation)).not.toContain('hunter2');
  });
});

describe('federation.documents', () => {
  test('both files for the bucket, of an issuer that had no key yet', async () => {
    const { workspaceId, context } = await viewer();
    const { files } = await exportFederationDocuments(context);
    expect(files.map(({ path }) => path)).toEqual([
      `oidc/${workspaceId}/.well-known/openid-configuration`,
      `oidc/${workspaceId}/keys`,
    ]);
    const jwks = JSON.parse(files[1]?.content ?? '') as { keys: object[] };
    expect(jwks.keys).toHaveLength(2);
    expect(JSON.stringify(jwks)).not.toMatch(/"(?:d|p|q)":/);
  });

  test('need a public issuer URL', async () => {
    f.install.issuerBase = null;
    const { context } = await viewer();
    await expect(exportFederationDocuments(context)).rejects.toMatchObject({ code: 'not_configured' });
    await expect(probeFederation(context)).rejects.toMatchObject({ code: 'not_configured' });
  });
});

test('nothing of it is there for a stranger', async () => {
  const workspaceId = await f.workspace();
  const stranger = f.as(await f.person(), workspaceId, null);
  for (const verb of [getFederation, probeFederation, exportFederationDocuments]) {
    await expect(verb(stranger)).rejects.toMatchObject({ code: 'not_found' });
  }
});
