import type { HostIdentity } from '@/lib/schemas/install';

type Kind = HostIdentity['kind'];

export const HOST_IDENTITY_WORDS = {
  projected_token: {
    title: 'Projected Kubernetes token',
    text: 'The service-account token that the cluster projects into Mooring’s pods.',
  },
  token_file: { title: 'Token file', text: 'A token of another issuer, kept fresh in a file of the host.' },
  shared_config: {
    title: 'Shared AWS configuration',
    text: 'What the AWS SDK finds on the host: a profile, or the instance’s own role.',
  },
} as const satisfies Record<Kind, { title: string; text: string }>;

export function hostIdentityKind(kind: Kind): string {
  return HOST_IDENTITY_WORDS[kind].title;
}

/** Where it is read from: its file, its profile, or the SDK's own order. */
export function hostIdentityPlace({ kind, path, profile }: Pick<HostIdentity, 'kind' | 'path' | 'profile'>): string {
  if (kind !== 'shared_config') return path ?? 'the configured path';
  return profile === null ? 'default chain' : `profile ${profile}`;
}
