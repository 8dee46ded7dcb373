import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inDirectory } from '@/lib/db/transaction';
import { Keyring } from '@/lib/sealing/keyring';
import { openAuditKey } from '@/lib/services/audit/key';
import { sealAuditLog } from '@/lib/services/audit/seal';
import { writeAudit } from '@/lib/services/audit/write';
import { openServiceFixture, type ServiceFixture } from '@/lib/services/testing/context';

const root = fileURLToPath(new URL('..', import.meta.url));
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

type Ran = { code: number; out: string };
async function run(...args: string[]): Promise<Ran> {
  const command = ['--import', 'tsx', 'scripts/audit-verify.ts', ...args];
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: process.env.PATH, DATABASE_URL: f.db.url };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, env });
    return { code: 0, out: stdout };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, out: failed.stdout + failed.stderr };
  }
}

test('names every chain, then the row that was changed, and speaks by its exit code', async () => {
  const workspaceId = await f.workspace();
  const { signHead, publicKey } = await openAuditKey(f.db, new Keyring([['k', randomBytes(32)]]));
  const record = { action: 'test.done', target: { kind: 't', id: '1', label: 'T' } };
  for (const place of [workspaceId, workspaceId, null]) {
    await inDirectory(f.db, (tx) => writeAudit(tx, f.context(), place, record));
  }
  await sealAuditLog(f.db, { signHead, now: () => f.clock.now });

  const good = await run('--key', publicKey.kid);
  expect(good, good.out).toMatchObject({ code: 0, out: expect.stringContaining(`ok   ${workspaceId}: 2 rows`) });
  expect(good.out).toContain('ok   install: 1 rows');
  expect(await run('--key', 'another')).toMatchObject({ code: 1, out: expect.stringContaining('BAD') });

  await f.asOwner("UPDATE tenant.audit_entry SET action = 'x' WHERE workspace_id IS NULL");
  const bad = await run();
  expect(bad, bad.out).toMatchObject({ code: 1, out: expect.stringContaining('BAD  install: at sequence 1') });
  expect(bad.out).toContain(`ok   ${workspaceId}`);
  expect((await run('--chain', workspaceId)).code).toBe(0);
  expect((await run('--head', 'x')).code).toBe(2);
}, 60_000);
