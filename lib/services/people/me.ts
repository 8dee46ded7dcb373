import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import type { Me } from '@/lib/schemas/person';
import { roleSchema } from '@/lib/schemas/role';
import { directoryRead } from '../verb';

/** Who calls: a user with all their workspaces, or a token with its one. */
export const getMe = directoryRead({
  access: 'signed-in',
  input: z.object({}),
  run: async (tx, _input, { actor, install }): Promise<Me> => {
    const place = {
      sandbox: install.sandboxUrl !== null,
      sandboxUrl: install.sandboxUrl,
      version: install.version,
    };
    if (actor.kind === 'token') {
      const token = await tx.apiToken.findUniqueOrThrow({ where: { id: actor.id }, include: { workspace: true } });
      const { workspace, role, name, installAdmin } = token;
      return {
        actor: { kind: 'token', id: actor.id, name, email: null },
        installAdmin,
        twoFactorEnabled: false,
        workspaces: [{ id: workspace.id, name: workspace.name, role: roleSchema.parse(role) }],
        install: place,
      };
    }
    const user = await tx.user.findUnique({
      where: { id: actor.id },
      include: { memberships: { include: { workspace: true }, orderBy: { workspace: { name: 'asc' } } } },
    });
    if (!user) throw new AppError('unauthenticated', 'Your account is gone. Sign in again.');
    return {
      actor: { kind: 'user', id: user.id, name: user.name, email: user.email },
      installAdmin: user.installAdmin,
      twoFactorEnabled: user.twoFactorEnabled,
      workspaces: user.memberships.map(({ workspace, role }) => ({
        id: workspace.id,
        name: workspace.name,
        role: roleSchema.parse(role),
      })),
      install: place,
    };
  },
});
