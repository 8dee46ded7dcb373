import type { Access } from '@/lib/contract/operation';
import type { AppError } from '@/lib/errors/app-error';
import type { ServiceContext } from '@/lib/services/context';

export type RequestFacts = { requestId: string; workspaceId: string | null; write: boolean; access: Access };

/** What the binder needs from the process around it: who asks, and where to tell what happened. */
export type ApiDependencies = {
  version: string;
  /** Authenticates and rate-limits; a WorkspaceContext when the request names a workspace. */
  context(request: Request, facts: RequestFacts): Promise<ServiceContext>;
  observe(method: string, route: string, status: number, ms: number): void;
  refused(error: AppError, request: { requestId: string; method: string; path: string }): void;
};
