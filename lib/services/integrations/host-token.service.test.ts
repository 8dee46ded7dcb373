import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateIssuerKey } from '@/lib/federation/issuer/keys';
import { mintToken, openSigner } from '@/lib/federation/issuer/mint';
import { createOutbound } from '@/lib/net/outbound';
import { createCredential } from '../credentials/create';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { createIntegration } from './create';
import { listIntegrations } from './list';
import { renderIntegration } from './render';

let directory: string;
let f: ServiceFixture;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mooring-host-token-'));
  const outbound = createOutbound();
  f = await openServiceFixture({
    issuerBase: 'https://issuer.mooring.test',
    tokenDirectory: directory,
    retrieverContext: (now) => ({ operatorDirectories: [directory], outbound, now }),
  });
});
afterAll(async () => {
  await f.close();
  await rm(directory, { recursive: true });
});

async function credentialOn(kind: 'token_file' | 'shared_config') {
  const workspaceId = await f.workspace();
  const context = f.as(await f.member(workspaceId, 'editor'), workspaceId, 'editor');
  const [id, path] = [uuidv7(), join(directory, uuidv7())];
  const config = kind === 'token_file' ? { path } : { profile: id };
  await f.db.directory.hostIdentity.create({
    data: { id, name: id, kind, config, grantedWorkspaceId: workspaceId },
  });
  const retriever = kind === 'token_file' ? 'token_file' : 'none';
  const credential = await createCredential(context, { name: 'host', retriever, hostIdentityId: id });
  return { context, path, credentialId: credential.id };
}

test('a draft on a token file fixes and renders what the token says, not what the built-in issuer would', async () => {
  const { context, path, credentialId } = await credentialOn('token_file');
  const claims = {
    issuer: 'https://oidc.example.test/cluster',
    subject: 'system:serviceaccount:mooring:worker',
    audience: 'sts.amazonaws.com',
  };
  const { privateJwk } = await generateIssuerKey();
  await writeFile(path, (await mintToken(await openSigner(privateJwk), claims, { now: f.clock.now })).token);
  const made = await createIntegration(context, { name: 'cluster', credentialId });
  expect(made).toMatchObject({ issuerUrl: claims.issuer, subject: claims.subject, audience: claims.audience });
  const { files } = await renderIntegration(context, { integrationId: made.id });
  const values = files.find((file) => file.path.endsWith('.tfvars.json'));
  expect(JSON.parse(values?.content ?? '')).toMatchObject({
    issuer_url: claims.issuer,
    subject: claims.subject,
    token_retriever: 'token_file',
  });
});

test('without a readable token there is no draft, and the reason names the file', async () => {
  const { context, path, credentialId } = await credentialOn('token_file');
  const made = createIntegration(context, { name: 'cluster', credentialId });
  await expect(made).rejects.toMatchObject({ code: 'not_configured', message: expect.stringContaining(path) });
  expect((await listIntegrations(context, {})).integrations).toEqual([]);
});

test('the host’s own AWS identity has no claims, no role and nothing to apply', async () => {
  const { context, credentialId } = await credentialOn('shared_config');
  const made = await createIntegration(context, { name: 'host', credentialId });
  expect(made).toMatchObject({ issuerUrl: null, subject: null, roleName: null });
  const rendered = renderIntegration(context, { integrationId: made.id });
  await expect(rendered).rejects.toMatchObject({ code: 'precondition_failed' });
});
