import { apiClient } from '../../lib/client/client';
import { environment } from './administrator';

export type SandboxAccount = { id: string; name: string; accessKeyId: string; secretAccessKey: string };

/** The API as the owner whose token the install was started with. */
export const owner = () => apiClient({ baseUrl: environment('URL'), token: environment('TOKEN') });

export async function ownWorkspaceId(): Promise<string> {
  const { workspaces } = await owner().call('me.get', {});
  const [first] = workspaces;
  if (!first) throw new Error('The owner has no workspace.');
  return first.id;
}

export async function sandboxAccount(name: string): Promise<SandboxAccount> {
  const response = await fetch(new URL('/_sandbox/accounts', environment('SANDBOX_URL')));
  const { accounts } = (await response.json()) as { accounts: SandboxAccount[] };
  const account = accounts.find((one) => one.name === name);
  if (!account) throw new Error(`The sandbox has no account ${name}.`);
  return account;
}

/** Connects a sandbox account as a person would, by the API, and waits for its first scan; once connected it is used again. */
export async function connectedAccount(name: string) {
  const api = owner();
  const workspaceId = await ownWorkspaceId();
  const account = await sandboxAccount(name);
  const known = await api.call('integrations.list', { params: { workspaceId }, query: { pageSize: 200 } });
  const before = known.integrations.find((one) => one.accountId === account.id && one.state === 'connected');
  if (before) return { workspaceId, account, integrationId: before.id };
  const draft =
    known.integrations.find((one) => one.name === name && one.state === 'draft') ??
    (await api.call('integrations.create', { params: { workspaceId }, body: { name, region: 'eu-central-1' } }));
  const params = { workspaceId, integrationId: draft.id };
  const { roleArn } = await api.call('integrations.applyInSandbox', { params, body: { accountId: account.id } });
  const { version } = await api.call('integrations.get', { params });
  await api.call('integrations.update', { params, body: { roleArn, version } });
  const { id: verificationId } = await api.call('integrations.verify', { params, body: {} });
  const verification = await until(
    () => api.call('verifications.get', { params: { workspaceId, verificationId } }),
    ({ finishedAt }) => finishedAt !== null,
  );
  if (!verification.canSave) throw new Error(`${name} did not pass its verification.`);
  const connected = await api.call('integrations.connect', { params, body: { verificationId } });
  await scanEnd(workspaceId, connected.lastScan?.id ?? '');
  return { workspaceId, account, integrationId: draft.id };
}

/** Scans once more and waits for the end. */
export async function scanAgain(workspaceId: string, integrationId: string): Promise<void> {
  const { id } = await owner().call('scans.start', { params: { workspaceId, integrationId } });
  await scanEnd(workspaceId, id);
}

async function scanEnd(workspaceId: string, scanId: string): Promise<void> {
  const scan = await until(
    () => owner().call('scans.get', { params: { workspaceId, scanId } }),
    ({ finishedAt }) => finishedAt !== null,
  );
  if (scan.state !== 'complete') throw new Error(`The scan ended ${scan.state}.`);
}

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 120_000;
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    if (Date.now() > end) throw new Error('It did not finish within 120 s.');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
