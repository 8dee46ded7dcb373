import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const A_WORKSPACE = '0193b6a0-7c1e-7b7e-9f0a-5d2c4e1f7a10';

/** A copy of the issuer-bucket example with exported documents of `issuer` in it; `key` is the one published key. */
export async function issuerBucketFolder(issuer: string, key: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mooring-issuer-'));
  await cp(new URL('../../../deploy/terraform/examples/issuer-bucket', import.meta.url), folder, {
    recursive: true,
    filter: (source) => !source.includes('.terraform'),
  });
  await writeFile(join(folder, 'openid-configuration'), JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
  await writeFile(join(folder, 'keys'), JSON.stringify({ keys: [{ kty: 'RSA', kid: 'k1', ...key }] }));
  return folder;
}
