import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { envSchema } from '@/lib/env';

const deploy = new URL('../../deploy', import.meta.url).pathname;
const text = (path: string) => readFileSync(join(deploy, path), 'utf8');

type Named = { name: string };
type Container = Named & {
  image: string;
  env?: Named[];
  envFrom?: { configMapRef?: Named; secretRef?: Named }[];
  volumeMounts: { name: string; mountPath: string }[];
  securityContext: {
    allowPrivilegeEscalation: boolean;
    readOnlyRootFilesystem: boolean;
    capabilities: { drop: string[] };
  };
};
type Pod = {
  automountServiceAccountToken: boolean;
  serviceAccountName: string;
  containers: Container[];
  securityContext: { runAsNonRoot: boolean; runAsUser: number };
  volumes: (Named & { projected?: { sources: { serviceAccountToken: { path: string; audience: string } }[] } })[];
};
type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec?: { template?: { spec: Pod } };
  data?: Record<string, string>;
};

const folders = ['kubernetes/base', 'kubernetes/overlays/example'];
const manifests = folders.flatMap((folder) =>
  readdirSync(join(deploy, folder)).flatMap((name) =>
    parseAllDocuments(text(`${folder}/${name}`)).map((document) => {
      expect(document.errors).toEqual([]);
      return { path: `${folder}/${name}`, manifest: document.toJS() as Manifest };
    }),
  ),
);
const pods = manifests.flatMap(({ manifest }) => {
  const pod = manifest.spec?.template?.spec;
  return pod ? [{ name: manifest.metadata.name, pod }] : [];
});

/** Next reads these two itself. */
const KNOWN = new Set([...Object.keys(envSchema.shape), 'HOSTNAME', 'PORT', 'NEXT_TELEMETRY_DISABLED', 'NODE_OPTIONS']);

describe('the Kubernetes base', () => {
  it.each(manifests)('is a manifest: $path', ({ manifest }) => {
    expect(manifest.apiVersion).toMatch(/\S/);
    expect(manifest.kind).toMatch(/\S/);
    if (manifest.kind !== 'Kustomization') expect(manifest.metadata.name).toMatch(/^mooring/);
  });

  it('has web, worker and migration', () => {
    expect(pods.map(({ name }) => name).sort()).toEqual(['mooring-migrate', 'mooring-web', 'mooring-worker']);
  });

  it('lists every file of the base', () => {
    const { resources } = parse(text('kubernetes/base/kustomization.yaml'));
    const files = readdirSync(join(deploy, 'kubernetes/base')).filter((name) => name !== 'kustomization.yaml');
    expect(resources.sort()).toEqual(files.sort());
  });

  it.each(pods)('mounts what it declares and declares what it mounts: $name', ({ pod }) => {
    const mounted = pod.containers.flatMap((container) => container.volumeMounts.map((mount) => mount.name));
    expect([...new Set(mounted)].sort()).toEqual(pod.volumes.map((volume) => volume.name).sort());
  });

  it.each(pods)('meets the restricted pod security standard: $name', ({ pod }) => {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const { securityContext } of pod.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('projects the token where Mooring looks for it, for the audience it expects', () => {
    const config = manifests.find(({ manifest }) => manifest.kind === 'ConfigMap')?.manifest.data ?? {};
    for (const { pod } of pods.filter(({ name }) => name !== 'mooring-migrate')) {
      const volume = pod.volumes.find((each) => each.projected);
      const token = volume?.projected?.sources[0]?.serviceAccountToken;
      const mount = pod.containers[0]?.volumeMounts.find((each) => each.name === volume?.name);
      expect(token).toEqual({ path: 'token', audience: config.MOORING_AUDIENCE, expirationSeconds: 3600 });
      expect(`${mount?.mountPath}/${token?.path}`).toBe(config.MOORING_FEDERATION_TOKEN_PATH);
    }
    expect(envSchema.shape.MOORING_FEDERATION_TOKEN_PATH.parse(undefined)).toBe(config.MOORING_FEDERATION_TOKEN_PATH);
  });
});

describe('environment variables', () => {
  it('in Kubernetes exist in lib/env', () => {
    const names = [
      ...pods.flatMap(({ pod }) =>
        pod.containers.flatMap((container) => (container.env ?? []).map(({ name }) => name)),
      ),
      ...manifests.flatMap(({ manifest }) => Object.keys(manifest.kind === 'ConfigMap' ? (manifest.data ?? {}) : {})),
    ];
    expect(names.filter((name) => !KNOWN.has(name))).toEqual([]);
  });

  it('in compose.yaml exist in lib/env', () => {
    const { services } = parse(text('docker/compose.yaml'), { merge: true }) as {
      services: Record<string, { environment: Record<string, string> }>;
    };
    const { postgres, ...ours } = services;
    expect(postgres).toBeDefined();
    const names = Object.values(ours).flatMap((service) => Object.keys(service.environment));
    expect(names.filter((name) => !KNOWN.has(name))).toEqual([]);
  });

  it('in the images exist in lib/env', () => {
    for (const image of ['web', 'worker']) {
      const lines = text(`docker/${image}.Dockerfile`).match(/^ENV .*$/gm) ?? [];
      const names = lines.flatMap((line) => [...line.matchAll(/([A-Z_]+)=/g)].map((match) => match[1] ?? ''));
      expect(names.filter((name) => !KNOWN.has(name))).toEqual([]);
    }
  });

  it('hand the owner role of the database to the migration alone', () => {
    const holders = pods.filter(({ pod }) =>
      pod.containers.some((container) => container.env?.some(({ name }) => name === 'MOORING_MIGRATE_DATABASE_URL')),
    );
    expect(holders.map(({ name }) => name)).toEqual(['mooring-migrate']);
  });
});

describe('the images', () => {
  it.each(['web', 'worker'])('run %s as an ordinary user, with a health check', (image) => {
    const file = text(`docker/${image}.Dockerfile`);
    expect(file).toMatch(/^USER 10001:10001$/m);
    expect(file).toMatch(/^HEALTHCHECK /m);
    expect(file.lastIndexOf('\nUSER ')).toBeLessThan(file.indexOf('\nCMD '));
    expect(pods.find(({ name }) => name === `mooring-${image}`)?.pod.securityContext.runAsUser).toBe(10001);
  });
});
