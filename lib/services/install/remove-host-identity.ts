import { z } from 'zod';
import { idSchema } from '@/lib/schemas/common';
import type { ServiceContext } from '../context';
import { isDatabaseRefusal } from '../credentials/refusals';
import { directoryWrite } from '../verb';
import { hostIdentityInUse } from './grant-host-identity';
import { noSuchHostIdentity } from './host-identity';

const input = z.object({ hostIdentityId: idSchema });

const remove = directoryWrite({
  access: 'install',
  input,
  async run(tx, { hostIdentityId: id }, _context: ServiceContext) {
    const row = await tx.hostIdentity.findUnique({ where: { id } });
    if (!row) throw noSuchHostIdentity();
    await tx.hostIdentity.delete({ where: { id } });
    return row;
  },
  audit: ({ hostIdentityId: id }, { name, kind, grantedWorkspaceId }) => ({
    action: 'host_identity.remove',
    target: { kind: 'host_identity', id, label: name },
    detail: { kind, grantedTo: grantedWorkspaceId },
    workspaceId: null,
  }),
});

/** Forgets an identity of the host; `conflict` while credentials stand on it. */
export async function removeHostIdentity(context: ServiceContext, raw: z.input<typeof input>): Promise<void> {
  try {
    await remove(context, raw);
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2003')) throw await hostIdentityInUse(context.db, raw.hostIdentityId);
    if (isDatabaseRefusal(error, 'P2025')) throw noSuchHostIdentity();
    throw error;
  }
}
