import { z } from 'zod';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { isDatabaseRefusal, namesOf } from './refusals';
import { WITH_INTEGRATIONS } from './view';

const input = z.object({ credentialId: idSchema });

const remove = workspaceWrite({
  permission: 'credential:write',
  input,
  async run(tx, { credentialId: id }, { workspaceId }) {
    const where = { workspaceId_id: { workspaceId, id } };
    const row = await tx.credential.findUnique({ where, include: WITH_INTEGRATIONS });
    if (!row) throw notFound('credential');
    if (row.integrations.length > 0) throw inUse(row.integrations);
    await tx.credential.delete({ where });
    return row;
  },
  audit: ({ credentialId: id }, { name, retriever }) => ({
    action: 'credential.remove',
    target: { kind: 'credential', id, label: name },
    detail: { retriever },
  }),
});

/** Removes a credential that no integration uses, drafts included. */
export async function removeCredential(context: WorkspaceContext, raw: z.input<typeof input>): Promise<void> {
  try {
    await remove(context, raw);
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2003')) throw inUse([]);
    throw error;
  }
}

function inUse(integrations: readonly { id: string; name: string }[]): AppError {
  const who = integrations.length > 0 ? namesOf(integrations) : 'An integration drafted a moment ago';
  return new AppError('conflict', `This credential is in use: ${who}. Remove the integration first.`, {
    details: integrations.map(({ id, name }) => ({ message: name, integrationId: id })),
  });
}
