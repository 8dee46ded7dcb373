// `npm test`. Starts under the host's Node, before anything is installed; the rest is scripts/test/main.ts.
import { become, ensureInstalled, requireNode } from './lib/install.mjs';

const HELP = `npm test [-- suite ...]

Runs everything, or only the suites named: check, unit, service, wire, recorded, browser.
It makes its own databases and takes free ports; nothing needs to run before.

  PLAYWRIGHT_CHROMIUM   the browser to test with; else chromium or google-chrome of PATH, else Debian's is installed
`;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(HELP);
} else {
  requireNode();
  ensureInstalled();
  become('scripts/test/main.ts', process.argv.slice(2));
}
