import type { Workspace as Row } from '@/lib/db/generated/prisma/client';
import type { Workspace } from '@/lib/schemas/workspace';

export function toWorkspace({ id, name, createdAt }: Row): Workspace {
  return { id, name, createdAt: createdAt.toISOString() };
}
