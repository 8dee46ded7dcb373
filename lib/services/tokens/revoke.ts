import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { roleSchema } from '@/lib/schemas/role';
import type { WorkspaceContext } from '../context';
import { assertNotAbove, lockMembers } from '../people/locks';
import { directoryWrite } from '../verb';

/** Revokes a token at once: its next request is refused. Doing so again changes nothing. */
export const revokeApiToken = directoryWrite({
  access: 'token:manage',
  input: z.object({ apiTokenId: idSchema }),
  run: async (tx, { apiTokenId: id }, context: WorkspaceContext) => {
    const own = await lockMembers(tx, context);
    const token = await tx.apiToken.findFirst({ where: { id, workspaceId: context.workspaceId } });
    if (!token) throw notFound('API token');
    assertNotAbove(own, roleSchema.parse(token.role), 'revoke a token of the role');
    const revoked = await tx.apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: context.now() },
    });
    return { token, changed: revoked.count === 1 };
  },
  audit: (_input, { token, changed }) =>
    changed
      ? {
          action: 'api_token.revoked',
          target: { kind: 'api_token', id: token.id, label: token.name },
          detail: { role: token.role },
        }
      : null,
});
