import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiClient } from '@/lib/client/client';
import { freePort } from '../lib/ports';
import { ROOT } from '../lib/root';
import { run } from '../lib/run';
import { connectHost, scanNow } from './connect';
import { awsIds, type Ids, mooringIds } from './ids';

const HELP = `Compares Mooring's inventory with an independent AWS emulator: starts moto_server, fills it by the AWS CLI,
connects it through a host identity (retriever none), scans, and holds counts and ids beside the CLI's own lists.

  npm run moto -- --token TOKEN [--url http://localhost:3000] [--users 1050] [--keys 30] [--roles 50] [--policies 20] [--groups 10]

Start Mooring with: AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing npm run up -- --no-sandbox`;

const { values } = parseArgs({
  options: {
    token: { type: 'string' },
    url: { type: 'string', default: 'http://localhost:3000' },
    users: { type: 'string', default: '1050' },
    keys: { type: 'string', default: '30' },
    roles: { type: 'string', default: '50' },
    policies: { type: 'string', default: '20' },
    groups: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || !values.token) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.exitCode = await compare(values.url, values.token);
}

async function compare(url: string, token: string): Promise<number> {
  const port = await freePort();
  const moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answering(endpoint);
    const { users, keys, roles, policies, groups } = values;
    const filled = await run('python3', [
      join(ROOT, 'scripts/moto/fill.py'),
      endpoint,
      users,
      keys,
      roles,
      policies,
      groups,
    ]);
    if (filled.code !== 0) throw new Error(filled.output);
    console.log(`moto_server on ${endpoint} filled by the AWS CLI: ${filled.stdout.trim()}`);
    const api = apiClient({ baseUrl: url, token });
    const connected = await connectHost(api, endpoint);
    await scanNow(api, connected);
    const theirs = await awsIds(endpoint);
    const ours = await mooringIds(api, connected.workspaceId);
    return report(theirs, ours);
  } finally {
    moto.kill();
  }
}

function report(theirs: Ids, ours: Ids): number {
  let wrong = 0;
  for (const [type, expected] of Object.entries(theirs)) {
    const found = ours[type] ?? new Set();
    const missing = [...expected].filter((id) => !found.has(id));
    const extra = [...found].filter((id) => !expected.has(id));
    wrong += missing.length + extra.length;
    const verdict = missing.length + extra.length === 0 ? 'equal' : `missing ${missing.length}, extra ${extra.length}`;
    console.log(
      `${type.padEnd(24)} AWS CLI ${String(expected.size).padStart(5)}   Mooring ${String(found.size).padStart(5)}   ${verdict}`,
    );
  }
  return wrong === 0 ? 0 : 1;
}

async function answering(endpoint: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const up = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) }).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('moto_server did not start. Is it on PATH?');
}
