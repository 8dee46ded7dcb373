import { inspectLinkSchema, type LinkInfo, linkInfoSchema } from '@/lib/schemas/person';
import { roleSchema } from '@/lib/schemas/role';
import { directoryRead } from '../verb';
import { findUserByEmail } from './account';
import { readLink } from './link';

/** What a link is for, to whoever holds it. Does not use it up. */
export const inspectLink = directoryRead({
  access: 'public',
  input: inspectLinkSchema,
  run: async (tx, { token }, { now }): Promise<LinkInfo> => {
    const link = await readLink(tx, token, now());
    const workspace = link.workspaceId ? await tx.workspace.findUnique({ where: { id: link.workspaceId } }) : null;
    return {
      kind: linkInfoSchema.shape.kind.parse(link.kind),
      email: link.email,
      workspaceName: workspace?.name ?? null,
      role: link.role === null ? null : roleSchema.parse(link.role),
      hasAccount: link.email !== null && (await findUserByEmail(tx, link.email)) !== null,
      expiresAt: link.expiresAt.toISOString(),
    };
  },
});
