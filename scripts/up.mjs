// `npm run up`. Starts under the host's Node, before anything is installed; the rest is scripts/up/main.ts.
import { become, ensureInstalled, requireNode } from './lib/install.mjs';

const HELP = `npm run up [-- --no-sandbox] [-- --help]

Starts Mooring on this machine: PostgreSQL, console, worker, and the AWS sandbox. Ctrl-C stops all of it.

  --no-sandbox                    use real AWS: no sandbox is started

  PORT                            port of the console (3000)
  MOORING_DATA_DIR                where data, secrets and logs are kept (.mooring)
  MOORING_PUBLIC_URL              where people reach the console (http://localhost:PORT)
  MOORING_ISSUER_URL              public https base of the built-in issuer; AWS must reach it
  MOORING_BOOTSTRAP_TOKEN         makes an owner API token of this value at the first start
  DATABASE_URL                    an outside PostgreSQL 15 or newer, as the runtime role (made when missing)
  MOORING_MIGRATE_DATABASE_URL    the same database, as the role that owns it and may create roles
`;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(HELP);
} else {
  requireNode();
  ensureInstalled();
  become('scripts/up/main.ts', process.argv.slice(2));
}
