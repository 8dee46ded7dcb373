/**
 * A whole organization scanned at once, against a running Mooring with its sandbox: N accounts of M resources each, a
 * share of AWS's answers throttled; then two accounts denied in one region. Says time, calls, throttles, errors, what
 * each account waited for, and that nothing was taken for deleted.
 *
 *   npx tsx bench/organization-scan.ts --token TOKEN [--url http://localhost:3000] [--accounts 20] [--resources 5000]
 *     [--throttle 0.05] [--first 600000000001] [--once] [--once]
 */
import { parseArgs } from 'node:util';
import { type ApiClient, apiClient } from '@/lib/client/client';
import type { Scan } from '@/lib/schemas/scan';

const { values } = parseArgs({
  options: {
    token: { type: 'string', default: '' },
    url: { type: 'string', default: 'http://localhost:3000' },
    accounts: { type: 'string', default: '20' },
    resources: { type: 'string', default: '5000' },
    throttle: { type: 'string', default: '0.05' },
    first: { type: 'string', default: '600000000001' },
    once: { type: 'boolean', default: false },
  },
});
const REGION = 'eu-west-1';
const started = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

type Connected = { accountId: string; integrationId: string };
type Verified = Connected & { verificationId: string };
type CallSummary = { total: number; counts: { service: string; calls: number }[] };

async function main(): Promise<void> {
  const api = apiClient({ baseUrl: values.url, token: values.token });
  const me = await api.call('me.get', {});
  const workspaceId = me.workspaces[0]?.id ?? '';
  const sandbox = me.install.sandboxUrl;
  if (!sandbox) throw new Error('This install has no sandbox.');
  const post = (path: string, body: object) => sandboxCall(sandbox, path, 'POST', body);

  const ids = Array.from({ length: Number(values.accounts) }, (_, n) => String(Number(values.first) + n));
  let made = 0;
  for (const account of ids) {
    const answer = await post('/_sandbox/generate', { account, resources: Number(values.resources), seed: made + 1 });
    made += Number((answer as { resources?: number }).resources ?? 0);
  }
  say(`the sandbox made ${made} resources in ${ids.length} accounts`);
  const verified = await Promise.all(ids.map((accountId) => verify(api, workspaceId, accountId)));
  say(`${verified.length} accounts verified`);

  await sandboxCall(sandbox, '/_sandbox/calls', 'DELETE');
  await post('/_sandbox/faults', { kind: 'throttle', probability: Number(values.throttle) });
  const connected: Connected[] = [];
  for (const one of verified) connected.push(await connect(api, workspaceId, one));
  report(
    `their first scans, ${values.throttle} of the answers throttled`,
    await firstScans(api, workspaceId, connected),
  );
  await sayCalls(sandbox);
  await sandboxCall(sandbox, '/_sandbox/faults', 'DELETE');
  if (values.once) return;
  const again = await scanAll(api, workspaceId, connected);
  report('again, without throttling', again);
  await sayCalls(sandbox);

  const before = await total(api, workspaceId);
  const deniedIn = ids.slice(0, 2);
  for (const account of deniedIn) await post('/_sandbox/faults', { kind: 'deny', match: { account, region: REGION } });
  const denied = await scanAll(api, workspaceId, connected);
  report(`with ${deniedIn.join(' and ')} denied in ${REGION}`, denied);
  for (const scan of denied) {
    const refused = scan.scopes.filter(({ status }) => status === 'denied' || status === 'partial');
    if (refused.length === 0) continue;
    const where = [...new Set(refused.map(({ region }) => region))].join(', ');
    say(
      `  ${scan.integration.name}: ${scan.state}, ${refused.length} scopes refused, in ${where}; deleted ${scan.deleted}`,
    );
  }
  await sandboxCall(sandbox, '/_sandbox/faults', 'DELETE');
  say(`resources before ${before}, after ${await total(api, workspaceId)}`);
}

async function verify(api: ApiClient, workspaceId: string, accountId: string): Promise<Verified> {
  const draft = await api.call('integrations.create', {
    params: { workspaceId },
    body: { name: `org-${accountId.slice(-4)}-${Date.now().toString(36)}`, region: REGION },
  });
  const integrationId = draft.id;
  const params = { workspaceId, integrationId };
  const { roleArn } = await api.call('integrations.applyInSandbox', { params, body: { accountId } });
  await api.call('integrations.update', { params, body: { roleArn, version: draft.version } });
  const { id: verificationId } = await api.call('integrations.verify', { params, body: {} });
  const verification = await until(
    () => api.call('verifications.get', { params: { workspaceId, verificationId } }),
    (one) => one.finishedAt !== null,
  );
  if (!verification.canSave) throw new Error(`${accountId} cannot be saved: ${JSON.stringify(verification.steps)}`);
  return { accountId, integrationId, verificationId };
}

async function connect(api: ApiClient, workspaceId: string, verified: Verified): Promise<Connected> {
  const { verificationId, ...connected } = verified;
  const params = { workspaceId, integrationId: connected.integrationId };
  await api.call('integrations.connect', { params, body: { verificationId } });
  return connected;
}

/** The first scans start by themselves. */
async function firstScans(api: ApiClient, workspaceId: string, connected: readonly Connected[]): Promise<Scan[]> {
  const scans: Scan[] = [];
  for (const { integrationId } of connected) {
    const listed = await api.call('scans.list', { params: { workspaceId }, query: { integrationId } });
    scans.push(await ended(api, workspaceId, listed.scans[0]?.id ?? ''));
  }
  return scans;
}

function ended(api: ApiClient, workspaceId: string, scanId: string): Promise<Scan> {
  return until(
    () => api.call('scans.get', { params: { workspaceId, scanId } }),
    (one) => one.finishedAt !== null,
  );
}

/** What reached the sandbox, by service: its count is not the worker's. */
async function sayCalls(sandbox: string): Promise<void> {
  const { total, counts } = (await sandboxCall(sandbox, '/_sandbox/calls', 'GET')) as CallSummary;
  const services = Map.groupBy(counts, ({ service }) => service);
  const parts = [...services].map(([service, own]) => [service, own.reduce((all, one) => all + one.calls, 0)] as const);
  const shown = parts.sort((a, b) => b[1] - a[1]).map(([service, count]) => `${service} ${count}`);
  say(`  the sandbox counted ${total} calls: ${shown.join(', ')}`);
  await sandboxCall(sandbox, '/_sandbox/calls', 'DELETE');
}

async function scanAll(api: ApiClient, workspaceId: string, connected: readonly Connected[]): Promise<Scan[]> {
  const ids: string[] = [];
  for (const { integrationId } of connected) {
    ids.push((await api.call('scans.start', { params: { workspaceId, integrationId } })).id);
  }
  const scans: Scan[] = [];
  for (const scanId of ids) scans.push(await ended(api, workspaceId, scanId));
  return scans;
}

function report(title: string, scans: readonly Scan[]): void {
  const sum = (of: (scan: Scan) => number) => scans.reduce((all, scan) => all + of(scan), 0);
  const from = Math.min(...scans.map((scan) => Date.parse(scan.createdAt)));
  const ends = scans.map((scan) => Date.parse(scan.finishedAt ?? '') - from).sort((a, b) => a - b);
  const seconds = (ms: number | undefined) => ((ms ?? 0) / 1000).toFixed(1);
  say(`${title}: ${seconds(ends.at(-1))} s (the first account done after ${seconds(ends[0])} s)`);
  say(
    `  ${sum((s) => s.resources)} resources, ${sum((s) => s.calls)} calls, ${sum((s) => s.throttles)} throttles, ${sum((s) => s.errors)} errors; created ${sum((s) => s.created)}, changed ${sum((s) => s.changed)}, deleted ${sum((s) => s.deleted)}`,
  );
  const states = Map.groupBy(scans, ({ state }) => state);
  say(`  ${[...states].map(([state, own]) => `${own.length} ${state}`).join(', ')}`);
  const bad = scans.flatMap(({ scopes }) => scopes).filter(({ status }) => status === 'failed');
  for (const { accountId, region, type, error } of bad.slice(0, 5)) {
    say(`  failed: ${accountId} ${region} ${type}: ${error?.code} ${error?.message}`);
  }
}

async function total(api: ApiClient, workspaceId: string): Promise<number> {
  return (await api.call('resources.list', { params: { workspaceId }, query: { pageSize: 1 } })).total.count;
}

async function sandboxCall(sandbox: string, path: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(new URL(path, sandbox), {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(120_000),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.headers.get('content-type')?.includes('json') ? response.json() : null;
}

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 1_800_000;
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    if (Date.now() > end) throw new Error('It did not finish within half an hour.');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

await main();
