import { v7 as uuidv7 } from 'uuid';
import { hashSecret, newApiToken } from '@/lib/auth/secrets';
import { createApiTokenSchema } from '@/lib/schemas/workspace';
import type { WorkspaceContext } from '../context';
import { assertNotAbove, lockMembers } from '../people/locks';
import { directoryWrite } from '../verb';
import { toApiToken } from './api-token';

const DAY_MS = 24 * 3_600_000;

/** Makes a token whose role is not above the actor's. Its secret is in this answer and nowhere else. */
export const createApiToken = directoryWrite({
  access: 'token:manage',
  input: createApiTokenSchema,
  run: async (tx, { name, role, expiresInDays }, context: WorkspaceContext) => {
    assertNotAbove(await lockMembers(tx, context), role, 'make a token of the role');
    const secret = newApiToken();
    const now = context.now();
    const row = await tx.apiToken.create({
      data: {
        id: uuidv7(),
        workspaceId: context.workspaceId,
        name,
        tokenHash: hashSecret(secret),
        hint: secret.slice(-4),
        role,
        createdBy: context.actor.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + expiresInDays * DAY_MS),
      },
    });
    return { apiToken: toApiToken(row, () => context.actor.label), secret };
  },
  audit: (_input, { apiToken }) => ({
    action: 'api_token.created',
    target: { kind: 'api_token', id: apiToken.id, label: apiToken.name },
    detail: { role: apiToken.role, expiresAt: apiToken.expiresAt },
  }),
});
