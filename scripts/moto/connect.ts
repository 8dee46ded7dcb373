import type { ApiClient } from '@/lib/client/client';

export type Connected = { workspaceId: string; integrationId: string; scanId: string };

/** Points the install at `endpoint` and connects what the host's own credentials give there. */
export async function connectHost(api: ApiClient, endpoint: string): Promise<Connected> {
  const me = await api.call('me.get', {});
  const workspaceId = me.workspaces[0]?.id ?? '';
  const settings = await api.call('install.getSettings', {});
  await api.call('install.updateSettings', {
    body: { version: settings.version, endpoints: { ...settings.endpoints, default: endpoint } },
  });
  const name = `moto-${Date.now().toString(36)}`;
  const { id: hostIdentityId } = await api.call('hostIdentities.create', { body: { name, kind: 'shared_config' } });
  await api.call('hostIdentities.grant', { params: { hostIdentityId }, body: { workspaceId } });
  const params = { workspaceId };
  const credential = await api.call('credentials.create', {
    params,
    body: { name, retriever: 'none', hostIdentityId },
  });
  const draft = await api.call('integrations.create', {
    params,
    body: { name, region: 'us-east-1', credentialId: credential.id },
  });
  const integrationId = draft.id;
  const { id: verificationId } = await api.call('integrations.verify', {
    params: { workspaceId, integrationId },
    body: {},
  });
  for (;;) {
    const verification = await api.call('verifications.get', { params: { workspaceId, verificationId } });
    if (verification.finishedAt) {
      for (const step of verification.steps) console.log(`  ${step.state.padEnd(12)} ${step.title}: ${step.evidence}`);
      if (!verification.canSave) throw new Error('The verification did not pass.');
      break;
    }
    await pause();
  }
  const connected = await api.call('integrations.connect', {
    params: { workspaceId, integrationId },
    body: { verificationId },
  });
  return { workspaceId, integrationId, scanId: connected.lastScan?.id ?? '' };
}

/** Waits for the scan that Save began. */
export async function scanNow(api: ApiClient, { workspaceId, scanId }: Connected): Promise<void> {
  for (;;) {
    const scan = await api.call('scans.get', { params: { workspaceId, scanId } });
    if (scan.finishedAt) {
      console.log(`scan ${scan.state}: ${scan.resources} resources, ${scan.calls} calls, ${scan.errors} errors`);
      for (const scope of scan.scopes) {
        if (scope.status !== 'complete') console.log(`  ${scope.status} ${scope.type}: ${scope.error?.message ?? ''}`);
      }
      return;
    }
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}
