import type { installOperations } from '@/lib/contract/install';
import { listInstallAuditLog } from '@/lib/services/audit/list';
import { listUsers } from '@/lib/services/users/list';
import { resetUserPassword } from '@/lib/services/users/reset-password';
import { updateUser } from '@/lib/services/users/update';
import type { HandlersOf } from '../handler';

type Ours = 'install.listUsers' | 'install.updateUser' | 'install.resetPassword' | 'install.auditLog';

/** The operations on the install's people; spread into `installHandlers`. */
export const installPeopleHandlers: Pick<HandlersOf<typeof installOperations>, Ours> = {
  'install.listUsers': (context, { query }) => listUsers(context, query),
  'install.updateUser': async (context, { params, body }) =>
    (await updateUser(context, { userId: params.userId, ...body })).user,
  'install.resetPassword': (context, { params }) => resetUserPassword(context, { userId: params.userId }),
  'install.auditLog': (context, { query }) => listInstallAuditLog(context, query),
};
