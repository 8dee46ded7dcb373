import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutbound } from '@/lib/net/outbound';
import { exchange } from '../exchange';
import type { RetrieverContext } from './retriever';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mooring-none-'));
  const file = join(dir, 'credentials');
  await writeFile(file, '[audit]\naws_access_key_id = AKIAFROMTHEFILE\naws_secret_access_key = file-secret\n');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', join(dir, 'absent'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAFROMTHEENVIRONMENT');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'environment-secret');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

const context: RetrieverContext = { operatorDirectories: [], outbound: createOutbound(), now: () => new Date() };
const never = () => {
  throw new Error('STS is not needed for the host’s own credentials');
};
const run = (profile?: string) =>
  exchange({ retriever: { kind: 'none', profile }, chain: [], region: 'us-east-1' }, context, never);

test('the host’s own credentials are used as they are', async () => {
  const { credentials, sessions } = await run();
  expect([credentials.accessKeyId, sessions]).toEqual(['AKIAFROMTHEENVIRONMENT', []]);
});

test('a profile means the shared files and nothing else', async () => {
  expect((await run('audit')).credentials.accessKeyId).toBe('AKIAFROMTHEFILE');
  await expect(run('absent')).rejects.toMatchObject({
    code: 'not_configured',
    message: expect.stringContaining('"absent"'),
  });
});
