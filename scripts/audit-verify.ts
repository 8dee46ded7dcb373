import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDatabases } from '@/lib/db/client';
import { inDirectory } from '@/lib/db/transaction';
import { envSchema } from '@/lib/env';
import { INSTALL_CHAIN } from '@/lib/services/audit/chain';
import { readAuditPublicKey } from '@/lib/services/audit/key';
import { type ChainVerification, verifyAuditChain } from '@/lib/services/audit/verify';

const USAGE = `Usage: audit-verify [--chain <workspace id | install>] [--key <kid>] [--head <file.jws>]…
  Recomputes the audit log's hash chains over DATABASE_URL and names the first bad row of each.
  --key   the key id you noted before; another key in the database then counts as bad
  --head  signed heads exported earlier; with --chain
  Exit code: 0 all hold, 1 a chain does not, 2 it could not be checked.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      chain: { type: 'string' },
      key: { type: 'string' },
      head: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help || (values.head.length > 0 && !values.chain)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const heads = await Promise.all(values.head.map(async (file) => (await readFile(file, 'utf8')).trim()));
  // Only the URL: who checks the log needs neither the sealing key nor the cookie secret.
  const { DATABASE_URL: url } = envSchema.pick({ DATABASE_URL: true }).parse(process.env);
  const db = openDatabases(url, { tenantConnections: 1, directoryConnections: 1 });
  try {
    const publicKey = await readAuditPublicKey(db);
    console.log(
      publicKey ? `key ${publicKey.kid} (Ed25519, x ${publicKey.x})` : 'no audit key: nothing was sealed yet',
    );
    if (values.key && publicKey?.kid !== values.key) {
      console.log(`BAD  the key is not ${values.key}`);
      return 1;
    }
    const chains = values.chain ? [values.chain] : await listChains(db);
    let bad = 0;
    for (const chain of chains) {
      const work = (tx: Parameters<typeof verifyAuditChain>[0]) => verifyAuditChain(tx, chain, publicKey, heads);
      const result = await inDirectory(db, work, { readOnly: true, timeoutMs: 3_600_000 });
      console.log(lineOf(chain, result));
      if (!result.ok) bad += 1;
    }
    return bad > 0 ? 1 : 0;
  } finally {
    await db.close();
  }
}

async function listChains(db: ReturnType<typeof openDatabases>): Promise<string[]> {
  const rows = await inDirectory(
    db,
    (tx) => tx.$queryRaw<{ chain: string }[]>`
      SELECT DISTINCT coalesce(workspace_id::text, ${INSTALL_CHAIN}) AS chain FROM tenant.audit_entry
      UNION SELECT chain FROM tenant.audit_seal UNION SELECT chain FROM tenant.audit_head ORDER BY chain`,
  );
  return rows.map(({ chain }) => chain);
}

function lineOf(chain: string, { ok, entries, unsealed, headSequence, headHash, firstBad }: ChainVerification): string {
  if (ok)
    return `ok   ${chain}: ${entries} rows, ${unsealed} not sealed yet, head ${headSequence ?? '-'} ${headHash ?? ''}`;
  const row = firstBad?.entryId ? ` (row ${firstBad.entryId})` : '';
  return `BAD  ${chain}: at sequence ${firstBad?.sequence}${row}: ${firstBad?.reason}; ${entries} rows before it hold`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
