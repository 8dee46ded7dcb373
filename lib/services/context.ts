import type { Actor } from '@/lib/auth/actor';
import type { Databases } from '@/lib/db/client';
import { AppError } from '@/lib/errors/app-error';
import { type Permission, roleAllows, rolesWith } from '@/lib/schemas/permission';
import type { Install } from './install/install';

/** What every verb gets besides its input. `install` holds what the process was started with. */
export type ServiceContext = {
  db: Databases;
  install: Install;
  actor: Actor;
  requestId: string;
  ipAddress: string | null;
  now: () => Date;
};

/** A context whose request names a workspace; the actor's role in it has been looked up. */
export type WorkspaceContext = ServiceContext & { workspaceId: string };

/** Throws unless the actor's role in the workspace holds `permission`. */
export function authorize(context: WorkspaceContext, permission: Permission): void {
  const { actor } = context;
  authorizeSignedIn(context);
  if (actor.kind === 'token' && actor.workspaceId !== context.workspaceId) throw foreignWorkspace();
  if (actor.role === null) throw foreignWorkspace();
  if (roleAllows(actor.role, permission)) return;
  const able = rolesWith(permission);
  throw new AppError(
    'permission_denied',
    `Your role in this workspace is ${actor.role}; this needs ${able.join(' or ')}. An owner or admin can change it under System, Members.`,
    { details: [{ message: `missing permission ${permission}`, permission }] },
  );
}

export function authorizeSignedIn(context: ServiceContext): void {
  if (context.actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in, or send an API token.');
}

export function authorizeInstall(context: ServiceContext): void {
  authorizeSignedIn(context);
  if (context.actor.installAdmin) return;
  throw new AppError('permission_denied', 'Only install administrators may do this.');
}

/** A workspace one is not in and a workspace that does not exist are the same answer. */
export function foreignWorkspace(): AppError {
  return new AppError('not_found', 'There is no such workspace, or you are not a member of it.');
}

/** Who may use something: an install administrator, a role of the context's workspace, anyone signed in, or anyone. */
export function authorizeAccess(
  context: ServiceContext,
  access: 'install' | 'signed-in' | 'public' | Permission,
): void {
  switch (access) {
    case 'public':
      return;
    case 'signed-in':
      authorizeSignedIn(context);
      return;
    case 'install':
      authorizeInstall(context);
      return;
    default:
      authorize({ ...context, workspaceId: workspaceOf(context) ?? '' }, access);
  }
}

/** The workspace that a context's request names, or null. */
export function workspaceOf(context: ServiceContext): string | null {
  return 'workspaceId' in context && typeof context.workspaceId === 'string' ? context.workspaceId : null;
}
