import type { Databases } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/prisma/client';
import { retrieverConfigSchemas } from '@/lib/federation/retrievers/config';
import { type Credential, roleHopSchema, type ServiceAccount } from '@/lib/schemas/credential';

export const WITH_INTEGRATIONS = {
  integrations: { select: { id: true, name: true, state: true }, orderBy: { name: 'asc' } },
} as const satisfies Prisma.CredentialInclude;
export type CredentialRow = Prisma.CredentialGetPayload<{ include: typeof WITH_INTEGRATIONS }>;

/** Views of rows with the host identities they stand on: one query more, whatever the number of rows. */
export async function credentialViews(db: Databases, rows: readonly CredentialRow[]): Promise<Credential[]> {
  const ids = rows.flatMap((row) => (row.hostIdentityId === null ? [] : [row.hostIdentityId]));
  const found = ids.length > 0 ? await db.directory.hostIdentity.findMany({ where: { id: { in: ids } } }) : [];
  const identities = new Map(found.map(({ id, name, kind }) => [id, { id, name, kind }]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    retriever: row.retriever as Credential['retriever'],
    hostIdentity: (row.hostIdentityId && identities.get(row.hostIdentityId)) || null,
    serviceAccount: row.retriever === 'kube_sa_token' ? serviceAccountOf(row.config) : null,
    roleChain: roleHopSchema.array().parse(row.roleChain),
    integrations: row.integrations.map(({ id, name }) => ({ id, name })),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** The stored config of `kube_sa_token`, in the words of lib/federation's retriever. */
export function kubeConfigOf({ namespace, name, audience }: ServiceAccount): Prisma.InputJsonObject {
  return { namespace, serviceAccount: name, audiences: [audience] };
}

function serviceAccountOf(config: Prisma.JsonValue): ServiceAccount {
  const parsed = retrieverConfigSchemas.kube_sa_token.parse({ kind: 'kube_sa_token', ...(config as object) });
  return { namespace: parsed.namespace, name: parsed.serviceAccount, audience: parsed.audiences[0] ?? '' };
}
