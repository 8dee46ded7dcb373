import type { ApiClient } from '@/lib/client/client';
import { COLLECTOR_SERVICES } from '@/lib/schemas/collector-service';
import { MOTO_SERVICES } from './services';

const SERVICES = COLLECTOR_SERVICES.filter((service) => Object.keys(MOTO_SERVICES[service].lists).length > 0);

export type Connected = { workspaceId: string; integrationId: string; scanId: string };

/** Points the install at `endpoint` and connects what the host's own credentials give there. */
export async function connectHost(api: ApiClient, endpoint: string, say: (line: string) => void): Promise<Connected> {
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
    // What moto has nothing of would only fail, region by region.
    body: { name, region: 'us-east-1', credentialId: credential.id, options: { services: SERVICES } },
  });
  const integrationId = draft.id;
  const { id: verificationId } = await api.call('integrations.verify', {
    params: { workspaceId, integrationId },
    body: {},
  });
  for (;;) {
    const verification = await api.call('verifications.get', { params: { workspaceId, verificationId } });
    if (verification.finishedAt) {
      for (const step of verification.steps) say(`  ${step.state.padEnd(12)} ${step.title}: ${step.evidence}`);
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
export async function scanNow(
  api: ApiClient,
  { workspaceId, scanId }: Connected,
  say: (line: string) => void,
): Promise<void> {
  for (;;) {
    const scan = await api.call('scans.get', { params: { workspaceId, scanId } });
    if (scan.finishedAt) {
      const { resources, calls, errors, regions } = scan;
      const took = Date.parse(scan.finishedAt) - Date.parse(scan.startedAt ?? scan.finishedAt);
      say(
        `scan ${scan.state}: ${resources} resources, ${regions.length} regions, ${calls} calls, ${errors} errors, ${took / 1000} s`,
      );
      const unwell = scan.scopes.filter(({ status }) => status !== 'complete');
      for (const [type, scopes] of Map.groupBy(unwell, (scope) => scope.type)) {
        say(`  ${type}: ${scopes.length} scopes ${scopes[0]?.status}: ${scopes[0]?.error?.message ?? ''}`);
      }
      return;
    }
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}
