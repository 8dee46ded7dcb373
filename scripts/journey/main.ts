import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unzipSync } from 'fflate';
import { ApiError, apiClient, operationUrl } from '@/lib/client/client';
import type { Verification } from '@/lib/schemas/verification';
import { applyCloudFormation, applyTerraform, type SandboxAccount } from './apply';

const HELP = `The first journey by script, against a running Mooring with its sandbox:
create an integration by the API, download its files, apply them for real, verify, save, scan, list.

  npm run journey -- --token TOKEN [--url http://localhost:3000] [--with terraform|cloudformation] [--account ID] [--keep]

TOKEN is the MOORING_BOOTSTRAP_TOKEN that npm run up was started with, or any API token of an editor.`;

const { values } = parseArgs({
  options: {
    token: { type: 'string' },
    url: { type: 'string', default: 'http://localhost:3000' },
    with: { type: 'string', default: 'terraform' },
    account: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

if (values.help || !values.token) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  await journey(values.url, values.token).catch((error: unknown) => {
    const id = error instanceof ApiError && error.requestId ? ` (request ${error.requestId})` : '';
    console.error(`The journey ended: ${error instanceof Error ? error.message : String(error)}${id}`);
    process.exitCode = 1;
  });
}

async function journey(url: string, token: string): Promise<void> {
  const api = apiClient({ baseUrl: url, token });
  const me = await api.call('me.get', {});
  const workspaceId = me.workspaces[0]?.id ?? '';
  const { sandboxUrl } = me.install;
  if (!sandboxUrl) throw new Error('This install has no sandbox; the script applies only there.');
  say(`signed in as ${me.actor.name} in ${me.workspaces[0]?.name}`);

  const accounts = await sandboxAccounts(sandboxUrl);
  const account = accounts.find(({ id }) => id === values.account) ?? accounts[1];
  if (!account) throw new Error('The sandbox has no account to apply in.');
  const name = `journey-${Date.now().toString(36)}`;
  const draft = await api.call('integrations.create', {
    params: { workspaceId },
    body: { name, region: 'eu-central-1' },
  });
  const params = { workspaceId, integrationId: draft.id };
  say(`drafted ${name}; its subject is ${draft.subject}`);

  const folder = await mkdtemp(join(tmpdir(), 'mooring-journey-'));
  try {
    const roleArn =
      values.with === 'cloudformation'
        ? await applyCloudFormation(
            (await api.call('integrations.render', { params })).cloudFormation,
            folder,
            account,
            say,
          )
        : await applyTerraform(
            await unpack(url, token, operationUrl('integrations.downloadTerraform', { params }), folder),
            account,
            sandboxUrl,
            say,
          );
    say(`applied by ${values.with}: ${roleArn}`);
    const saved = await api.call('integrations.update', { params, body: { roleArn, version: draft.version } });
    const { id: verificationId } = await api.call('integrations.verify', { params, body: {} });
    const verification = await until(
      () => api.call('verifications.get', { params: { workspaceId, verificationId } }),
      (one) => one.finishedAt !== null,
      120_000,
    );
    printSteps(verification);
    if (!verification.canSave) throw new Error('The verification did not pass.');
    const connected = await api.call('integrations.connect', { params, body: { verificationId } });
    say(`saved; account ${connected.accountId}, version ${saved.version}`);

    const scanId = connected.lastScan?.id ?? '';
    const scan = await until(
      () => api.call('scans.get', { params: { workspaceId, scanId } }),
      (one) => one.finishedAt !== null,
      300_000,
    );
    for (const scope of scan.scopes)
      say(`  ${scope.status.padEnd(9)} ${String(scope.seen).padStart(6)}  ${scope.type}`);
    if (scan.state !== 'complete') throw new Error(`The scan ended ${scan.state}.`);
    say(
      `scanned: ${scan.resources} resources, ${scan.calls} calls, ${scan.throttles} throttles, ${scan.errors} errors`,
    );
    const list = await api.call('resources.list', {
      params: { workspaceId },
      query: { account: account.id, pageSize: 5 },
    });
    for (const resource of list.resources) say(`  ${resource.type.padEnd(28)} ${resource.name}`);
    say(`listed: ${list.total.count} resources in ${account.name}. All green.`);
  } finally {
    if (!values.keep) await rm(folder, { recursive: true, force: true });
  }
}

function printSteps(verification: Verification): void {
  for (const step of verification.steps) {
    say(`  ${step.state.padEnd(12)} ${step.title.padEnd(28)} ${step.evidence}`);
    if (step.reason) say(`               ${step.reason}`);
  }
}

async function sandboxAccounts(sandboxUrl: string): Promise<SandboxAccount[]> {
  const response = await fetch(new URL('/_sandbox/accounts', sandboxUrl), { signal: AbortSignal.timeout(5_000) });
  return ((await response.json()) as { accounts: SandboxAccount[] }).accounts;
}

async function unpack(url: string, token: string, path: string, folder: string): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok) throw new Error(`The zip answered ${response.status}.`);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const { mkdir } = await import('node:fs/promises');
  let root = folder;
  for (const [name, content] of Object.entries(files)) {
    const target = join(folder, name);
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, content);
    root = join(folder, name.split('/')[0] ?? '');
  }
  say(`downloaded the zip: ${Object.keys(files).length} files`);
  return root;
}

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean, withinMs: number): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    if (Date.now() > end) throw new Error(`It did not finish within ${withinMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
