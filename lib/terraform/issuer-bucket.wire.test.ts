import { rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOTO_ENVIRONMENT, type MotoServer, startMoto } from '@/scripts/test/moto';
import {
  startTerraformProvider,
  type TerraformProvider,
  terraform as terraformIn,
  terraformMissing,
} from '@/scripts/test/terraform';
import { hasTool, run } from '@/scripts/test/tools';
import { A_WORKSPACE, issuerBucketFolder } from './testing/issuer-documents';

const missing = terraformMissing ?? (hasTool('moto_server') ? undefined : 'moto_server is not installed');
if (missing) console.warn(`SKIPPED, the issuer's bucket: ${missing}`);

const ISSUER = `https://northquay-issuer.s3.eu-west-1.amazonaws.com/oidc/${A_WORKSPACE}`;

/** What AWS does with an issuer's URL, but at the server that stands in for its host. */
function anonymously(server: string, url: string): Promise<{ contentType: string; body: string }> {
  const { host, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    get(new URL(pathname, server), { headers: { host } }, async (response) => {
      const chunks = await response.toArray();
      const body = Buffer.concat(chunks).toString();
      resolve({ contentType: response.headers['content-type'] ?? '', body });
    }).once('error', reject);
  });
}

describe.skipIf(missing)('the issuer bucket, with real Terraform', { timeout: 180_000 }, () => {
  let moto: MotoServer;
  let provider: TerraformProvider;
  let folder: string;
  const terraform = (...words: string[]) => terraformIn(words, { cwd: folder, env: provider.env });
  const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value));

  beforeAll(async () => {
    [moto, provider] = await Promise.all([startMoto(), startTerraformProvider(MOTO_ENVIRONMENT)]);
    folder = await issuerBucketFolder(ISSUER, { n: 'abc', e: 'AQAB' });
    await write('test.auto.tfvars.json', {
      region: 'eu-west-1',
      bucket_name: 'northquay-issuer',
      workspace_id: A_WORKSPACE,
      documents_folder: '.',
      aws_endpoint_url: moto.url,
    });
    expect(await terraform('init')).toMatchObject({ code: 0 });
  }, 120_000);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await provider?.stop();
    await moto?.stop();
  });

  it('refuses documents of another issuer, and a private key', async () => {
    await write('openid-configuration', { issuer: `${ISSUER}x`, jwks_uri: `${ISSUER}x/keys` });
    await write('keys', { keys: [{ kty: 'RSA', n: 'abc', e: 'AQAB', d: 'private' }] });
    const plan = await terraform('plan', '-input=false');
    expect(plan.code).not.toBe(0);
    expect(plan.stderr).toContain('Set MOORING_ISSUER_URL');
    expect(plan.stderr).toContain('holds a private key');
  });

  it('serves the two documents to anyone, and nothing else', async () => {
    await write('openid-configuration', { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` });
    await write('keys', { keys: [{ kty: 'RSA', kid: 'k1', n: 'abc', e: 'AQAB' }] });
    const apply = await terraform('apply', '-auto-approve', '-input=false');
    expect(apply.stderr).toBe('');
    expect(apply.code).toBe(0);
    const outputs = JSON.parse((await terraform('output', '-json')).stdout);
    expect(outputs.issuer_url.value).toBe(ISSUER);

    const discovery = await anonymously(moto.url, `${ISSUER}/.well-known/openid-configuration`);
    expect(discovery.contentType).toContain('application/json');
    expect(JSON.parse(discovery.body)).toEqual({ issuer: ISSUER, jwks_uri: `${ISSUER}/keys` });
    expect(JSON.parse((await anonymously(moto.url, `${ISSUER}/keys`)).body)).toMatchObject({ keys: [{ kid: 'k1' }] });

    const policy = await run(
      'aws',
      [
        '--endpoint-url',
        moto.url,
        's3api',
        'get-bucket-policy',
        '--bucket',
        'northquay-issuer',
        '--query',
        'Policy',
        '--output',
        'text',
      ],
      { env: MOTO_ENVIRONMENT },
    );
    const [allow] = JSON.parse(policy.stdout).Statement;
    const prefix = `arn:aws:s3:::northquay-issuer/oidc/${A_WORKSPACE}`;
    expect(allow.Resource.sort()).toEqual([`${prefix}/.well-known/openid-configuration`, `${prefix}/keys`]);
  });
});
