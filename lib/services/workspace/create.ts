import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@/lib/db/transaction';
import { createWorkspaceSchema } from '@/lib/schemas/workspace';
import type { ServiceContext } from '../context';
import { directoryWrite } from '../verb';
import { toWorkspace } from './workspace';

/** Makes a workspace and its first owner. A taken name answers `conflict`. */
export const createWorkspace = directoryWrite({
  access: 'install',
  input: createWorkspaceSchema,
  run: async (tx, { name }, context) => {
    const workspace = await tx.workspace.create({ data: { id: uuidv7(), name, createdAt: context.now() } });
    const owners = await firstOwners(tx, context);
    await tx.membership.createMany({
      data: owners.map((userId) => ({ workspaceId: workspace.id, userId, role: 'owner' })),
    });
    return toWorkspace(workspace);
  },
  audit: (_input, { id, name }) => ({
    action: 'workspace.created',
    target: { kind: 'workspace', id, label: name },
    workspaceId: id,
  }),
});

/** The caller; a token is no member of anything, so in its place the install's administrators. */
async function firstOwners(tx: Transaction, { actor }: ServiceContext): Promise<string[]> {
  if (actor.kind === 'user') return [actor.id];
  const administrators = await tx.user.findMany({ where: { installAdmin: true }, select: { id: true } });
  return administrators.map(({ id }) => id);
}
