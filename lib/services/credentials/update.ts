import type { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { type Credential, roleHopSchema, updateCredentialSchema } from '@/lib/schemas/credential';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { isDatabaseRefusal, namesOf, nameTaken } from './refusals';
import { roleChain } from './role-chain';
import { type CredentialRow, credentialViews, WITH_INTEGRATIONS } from './view';

const input = updateCredentialSchema.extend({ credentialId: idSchema });

const update = workspaceWrite({
  permission: 'credential:write',
  input,
  async run(tx, { credentialId: id, version, name, roleChain: hops }, context) {
    const { workspaceId, db } = context;
    const where = { workspaceId_id: { workspaceId, id } };
    // Held still, so that none becomes connected with the old chain while the new one is written.
    if (hops) {
      await tx.$queryRaw`SELECT id FROM tenant.integration
        WHERE workspace_id = ${workspaceId}::uuid AND credential_id = ${id}::uuid ORDER BY id FOR UPDATE`;
    }
    const before = await tx.credential.findUnique({ where, include: WITH_INTEGRATIONS });
    if (!before) throw notFound('credential');
    const stored = roleHopSchema.required().array().parse(before.roleChain);
    const chain = hops && roleChain(hops, stored);
    const rewired = chain !== undefined && JSON.stringify(chain) !== JSON.stringify(stored);
    if (rewired) refuseWhileConnected(before);
    const { count } = await tx.credential.updateMany({
      where: { workspaceId, id, version },
      data: { version: version + 1, ...(name === undefined ? {} : { name }), ...(rewired ? { roleChain: chain } : {}) },
    });
    if (count === 0) throw staleVersion(before.version);
    if (rewired) await outdateDrafts(tx, context, id);
    const row = await tx.credential.findUniqueOrThrow({ where, include: WITH_INTEGRATIONS });
    const [view] = await credentialViews(db, [row]);
    return { before, view: view as Credential, rewired };
  },
  audit: ({ version }, { before, view, rewired }) => ({
    action: 'credential.update',
    target: { kind: 'credential', id: view.id, label: view.name },
    detail: {
      fromVersion: version,
      ...(before.name === view.name ? {} : { nameBefore: before.name }),
      ...(rewired ? { roleArns: view.roleChain.map(({ roleArn }) => roleArn) } : {}),
    },
  }),
});

/** Renames a credential or changes its chain. A hop without an External ID keeps the one its role has. */
export async function updateCredential(context: WorkspaceContext, raw: z.input<typeof input>) {
  try {
    return (await update(context, raw)).view;
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('A credential', raw.name ?? '');
    throw error;
  }
}

/** A connected integration was verified with its chain as it is (SECURITY: the ARN changed after verification). */
function refuseWhileConnected({ integrations }: CredentialRow): void {
  const connected = integrations.filter(({ state }) => state !== 'draft');
  if (connected.length === 0) return;
  throw new AppError(
    'conflict',
    `The chain was verified with ${namesOf(connected)}, connected by it. Name another credential for another chain.`,
    { details: connected.map(({ id, name }) => ({ message: name, integrationId: id })) },
  );
}

/** Drafts verified with the old chain are to be verified again. */
async function outdateDrafts(
  tx: Transaction,
  { workspaceId, actor }: WorkspaceContext,
  credentialId: string,
): Promise<void> {
  await tx.integration.updateMany({
    where: { workspaceId, credentialId },
    data: { version: { increment: 1 }, updatedBy: actor.label },
  });
}

function staleVersion(version: number): AppError {
  return new AppError('stale_version', 'Someone changed this credential meanwhile. Load theirs, then change again.', {
    details: [{ message: `The stored version is ${version}.`, version }],
  });
}
