import { openDatabases } from '@/lib/db/client';
import { env } from '@/lib/env';
import { ensureBootstrap, issueBootstrapLink } from '@/lib/services/workspace/bootstrap';

/** `bootstrap-link`: makes the first workspace and the bootstrap token, prints the first administrator's link as JSON. */
async function main(command: string | undefined): Promise<void> {
  if (command !== 'bootstrap-link') throw new Error('Usage: admin bootstrap-link');
  const settings = env();
  const db = openDatabases(settings.DATABASE_URL, { tenantConnections: 1, directoryConnections: 2 });
  try {
    const now = new Date();
    await ensureBootstrap(db, { bootstrapToken: settings.MOORING_BOOTSTRAP_TOKEN ?? null, now });
    const link = await issueBootstrapLink(db, { publicUrl: settings.MOORING_PUBLIC_URL, now });
    process.stdout.write(`${JSON.stringify(link)}\n`);
  } finally {
    await db.close();
  }
}

await main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
