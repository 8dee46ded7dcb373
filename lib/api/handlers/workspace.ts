import type { workspaceOperations } from '@/lib/contract/workspace';
import { listAuditLog } from '@/lib/services/audit/list';
import { verifyAuditLog } from '@/lib/services/audit/verify-workspace';
import { createApiToken } from '@/lib/services/tokens/create';
import { listApiTokens } from '@/lib/services/tokens/list';
import { revokeApiToken } from '@/lib/services/tokens/revoke';
import { createWorkspace } from '@/lib/services/workspace/create';
import { getWorkspace } from '@/lib/services/workspace/get';
import { listWorkspaces } from '@/lib/services/workspace/list';
import { updateWorkspace } from '@/lib/services/workspace/update';
import type { HandlersOf } from '../handler';

export const workspaceHandlers: HandlersOf<typeof workspaceOperations> = {
  'workspaces.list': (context, { query }) => listWorkspaces(context, query),
  'workspaces.create': (context, { body }) => createWorkspace(context, body),
  'workspaces.get': (context) => getWorkspace(context, {}),
  'workspaces.update': async (context, { body }) => (await updateWorkspace(context, body)).workspace,
  'apiTokens.list': (context, { query }) => listApiTokens(context, query),
  'apiTokens.create': (context, { body }) => createApiToken(context, body),
  'apiTokens.revoke': (context, { params }) => revokeApiToken(context, { apiTokenId: params.apiTokenId }),
  'auditLog.list': (context, { query }) => listAuditLog(context, query),
  'auditLog.verify': (context) => verifyAuditLog(context),
};
