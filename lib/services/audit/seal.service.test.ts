import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inDirectory, inWorkspace } from '@/lib/db/transaction';
import { Keyring } from '@/lib/sealing/keyring';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { exportHeadsTo } from './export-head';
import { type AuditPublicKey, openAuditKey, openHead, readAuditPublicKey, type SignHead } from './key';
import { sealAuditLog } from './seal';
import { verifyAuditChain } from './verify';
import { verifyAuditLog } from './verify-workspace';
import { writeAudit } from './write';

let f: ServiceFixture;
let signHead: SignHead;
let publicKey: AuditPublicKey;
const keyring = new Keyring([['test', randomBytes(32)]]);
beforeAll(async () => {
  f = await openServiceFixture();
  ({ signHead, publicKey } = await openAuditKey(f.db, keyring));
});
afterAll(() => f.close());

let workspaceId: string;
beforeEach(async () => {
  workspaceId = await f.workspace();
});

const seal = (batch?: number) => sealAuditLog(f.db, { signHead, now: () => f.clock.now, batch });
const verify = (heads?: string[]) =>
  inWorkspace(f.db, workspaceId, (tx) => verifyAuditChain(tx, workspaceId, publicKey, heads), { readOnly: true });

async function write(count: number, place: string | null = workspaceId): Promise<void> {
  for (let index = 0; index < count; index++) {
    const record = { action: 'test.done', target: { kind: 'test', id: `t${index}`, label: `Thing ${index}` } };
    const detail = { index, nested: { b: [1, 2.5, null], a: 'ü\u0000'.replace('\u0000', '') } };
    await inDirectory(f.db, (tx) => writeAudit(tx, f.context(), place, { ...record, detail }));
  }
}

/** Changes the log as whoever owns the database could: past the grants, the policies and the foreign key. */
async function tamper(sql: string, ...values: unknown[]): Promise<void> {
  await f.asOwner('ALTER TABLE tenant.audit_seal DROP CONSTRAINT IF EXISTS audit_seal_entry_id_fkey');
  const { rowCount } = await f.asOwner(sql, values);
  expect(rowCount).toBeGreaterThan(0);
}

describe('sealAuditLog', () => {
  test('links what is there, then what comes later, and finds nothing twice', async () => {
    await write(5);
    expect(await verify()).toMatchObject({ ok: true, entries: 0, unsealed: 5, headSequence: null });
    await seal(2);
    await write(3);
    await seal();
    expect((await seal()).entries).toBe(0);
    const result = await verify();
    expect(result).toMatchObject({ ok: true, entries: 8, unsealed: 0, headSequence: '8', firstBad: null });
    expect(result.headHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('sealers that run at once make one chain', async () => {
    await write(40);
    const runs = await Promise.all([seal(7), seal(7), seal(7), seal(7)]);
    expect(runs.reduce((sum, { entries }) => sum + entries, 0)).toBe(40);
    expect(await verify()).toMatchObject({ ok: true, entries: 40, unsealed: 0 });
  });

  test('keeps the install’s rows in a chain of their own', async () => {
    await write(2);
    await write(3, null);
    await seal();
    const installed = await inDirectory(f.db, (tx) => verifyAuditChain(tx, 'install', publicKey));
    expect(installed).toMatchObject({ ok: true, unsealed: 0 });
    expect(await verify()).toMatchObject({ ok: true, entries: 2 });
  });

  test('a chain that was cut is not continued, and does not hold up the others', async () => {
    await write(3);
    await seal();
    await tamper('DELETE FROM tenant.audit_seal WHERE chain = $1 AND sequence = 3', workspaceId);
    const other = await f.workspace();
    await write(2, other);
    const { failed } = await seal();
    expect(failed.map(({ chain }) => chain)).toContain(workspaceId);
    expect(failed.map(({ chain }) => chain)).not.toContain(other);
    expect(await f.db.directory.auditSeal.count({ where: { chain: other } })).toBe(2);
  });

  test('exports signed heads that a third party can check', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mooring-heads-'));
    try {
      await write(2);
      const exportHead = exportHeadsTo(folder);
      await sealAuditLog(f.db, { signHead, now: () => f.clock.now, exportHead });
      const [file] = await readdir(join(folder, workspaceId));
      const path = join(folder, workspaceId, file ?? '');
      const head = await openHead((await readFile(path, 'utf8')).trim(), publicKey);
      expect(head).toMatchObject({ chain: workspaceId, sequence: '2', hash: (await verify()).headHash });
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('verifyAuditChain names the first bad row', () => {
  const at = (sequence: number) =>
    f.asOwner('SELECT entry_id FROM tenant.audit_seal WHERE chain = $1 AND sequence = $2', [workspaceId, sequence]);
  const idAt = async (sequence: number): Promise<string> => (await at(sequence)).rows[0].entry_id;
  beforeEach(async () => {
    await write(4);
    await seal(2);
  });

  test.each([
    ['action', "'test.undone'"],
    ['actor_label', "'someone else'"],
    ['at', "at + interval '1 microsecond'"],
    ['detail', `'{"index": 7}'::jsonb`],
    ['ip_address', 'NULL'],
    ['target_id', "'other'"],
  ])('when its %s was changed', async (column, value) => {
    const id = await idAt(2);
    await tamper(`UPDATE tenant.audit_entry SET ${column} = ${value} WHERE id = $1`, id);
    const result = await verifyAuditLog(f.as(await f.member(workspaceId, 'admin'), workspaceId, 'admin'));
    expect(result).toMatchObject({ ok: false, entries: 1, firstBad: { sequence: '2', entryId: id } });
    expect(result.firstBad?.reason).toMatch(/changed/);
  });

  test('when the row is gone', async () => {
    const id = await idAt(3);
    await tamper('DELETE FROM tenant.audit_entry WHERE id = $1', id);
    expect((await verify()).firstBad).toMatchObject({
      sequence: '3',
      entryId: id,
      reason: expect.stringMatching(/gone/),
    });
  });

  test('when row and link are gone', async () => {
    await tamper('DELETE FROM tenant.audit_seal WHERE chain = $1 AND sequence = 3', workspaceId);
    const { firstBad } = await verify();
    expect(firstBad).toMatchObject({ sequence: '3' });
    expect(firstBad?.reason).toMatch(/missing/);
  });

  test('when a link points elsewhere', async () => {
    await tamper(
      `UPDATE tenant.audit_seal SET previous_hash = '\\x${'00'.repeat(32)}' WHERE chain = $1 AND sequence = 2`,
      workspaceId,
    );
    expect((await verify()).firstBad?.reason).toMatch(/does not point/);
  });

  test('when the end was cut off', async () => {
    await tamper('DELETE FROM tenant.audit_seal WHERE chain = $1 AND sequence > 2', workspaceId);
    expect((await verify()).firstBad).toMatchObject({
      sequence: '3',
      reason: expect.stringMatching(/removed from its end/),
    });
  });

  test('when the end was cut off with its head, by a head that was exported', async () => {
    const head = await f.asOwner('SELECT statement FROM tenant.audit_head WHERE chain = $1 AND sequence = 4', [
      workspaceId,
    ]);
    await tamper('DELETE FROM tenant.audit_seal WHERE chain = $1 AND sequence > 2', workspaceId);
    await tamper('DELETE FROM tenant.audit_head WHERE chain = $1 AND sequence > 2', workspaceId);
    expect(await verify()).toMatchObject({ ok: true, entries: 2 });
    expect(await verify([head.rows[0].statement])).toMatchObject({ ok: false, firstBad: { sequence: '3' } });
  });

  test('when a head’s signature does not hold', async () => {
    await tamper(
      `UPDATE tenant.audit_head SET statement = left(statement, -6) || 'AAAAAA' WHERE chain = $1 AND sequence = 4`,
      workspaceId,
    );
    expect((await verify()).firstBad).toMatchObject({ sequence: '4', reason: expect.stringMatching(/signature/) });
  });

  test('when the whole chain was rewritten without the key', async () => {
    await tamper('DELETE FROM tenant.audit_head WHERE chain = $1', workspaceId);
    expect((await verify()).firstBad).toMatchObject({ sequence: '4', reason: expect.stringMatching(/no signed head/) });
  });
});

describe('the audit key', () => {
  test('is made once, is sealed, and two processes use the same', async () => {
    const [a, b] = await Promise.all([openAuditKey(f.db, keyring), openAuditKey(f.db, keyring)]);
    expect(a.publicKey).toEqual(b.publicKey);
    expect(await readAuditPublicKey(f.db)).toEqual(publicKey);
    const stored = await f.asOwner(
      "SELECT value::text AS value FROM directory.install_setting WHERE key = 'audit-key'",
    );
    expect(stored.rows[0].value).not.toContain('"d"');
    await expect(openAuditKey(f.db, new Keyring([['other', randomBytes(32)]]))).rejects.toMatchObject({
      code: 'not_configured',
    });
  });
});

describe('the database itself', () => {
  const raw = (sql: string) => inWorkspace(f.db, workspaceId, (tx) => tx.$executeRawUnsafe(sql));
  const insert = (place: string) => `INSERT INTO tenant.audit_entry
    (id, workspace_id, actor_kind, actor_id, actor_label, action, target_kind, target_id, target_label, request_id)
    VALUES (gen_random_uuid(), ${place}, 'user', 'u', 'u', 'a', 't', 't', 't', 'r')`;

  test('lets the tenant role add to its own log, and nothing else', async () => {
    await write(1);
    await seal();
    expect(await raw(insert(`'${workspaceId}'`))).toBe(1);
    const denied = [
      "UPDATE tenant.audit_entry SET action = 'b'",
      'DELETE FROM tenant.audit_entry',
      'TRUNCATE tenant.audit_entry CASCADE',
      'DELETE FROM tenant.audit_seal',
      'UPDATE tenant.audit_seal SET sequence = 9',
      'DELETE FROM tenant.audit_head',
      `INSERT INTO tenant.audit_head (chain, sequence, hash, statement) VALUES ('${workspaceId}', 9, '', '')`,
    ];
    for (const sql of denied) await expect(raw(sql)).rejects.toThrow(/permission denied/);
    for (const place of ['NULL', `'${await f.workspace()}'`]) {
      await expect(raw(insert(place))).rejects.toThrow(/row-level security/);
    }
  });

  test('lets the directory role add, and change nothing', async () => {
    await write(1, null);
    for (const table of ['audit_entry', 'audit_seal', 'audit_head']) {
      const remove = inDirectory(f.db, (tx) => tx.$executeRawUnsafe(`DELETE FROM tenant.${table}`));
      await expect(remove).rejects.toThrow(/permission denied/);
    }
    const change = inDirectory(f.db, (tx) => tx.$executeRawUnsafe("UPDATE tenant.audit_entry SET action = 'b'"));
    await expect(change).rejects.toThrow(/permission denied/);
  });

  test('shows a workspace its own rows and links only', async () => {
    await write(2);
    await write(2, null);
    await write(2, await f.workspace());
    await seal();
    const seen = await inWorkspace(f.db, workspaceId, async (tx) => ({
      entries: await tx.auditEntry.count(),
      seals: await tx.auditSeal.count(),
      heads: await tx.auditHead.count(),
    }));
    expect(seen).toEqual({ entries: 2, seals: 2, heads: 1 });
  });
});
