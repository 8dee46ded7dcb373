import type { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { pageQuerySchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { cutPage, decodePageToken, textCursor } from '../page';
import { directoryRead } from '../verb';
import { type HostIdentityRow, toHostIdentity, WITH_GRANT } from './host-identity';

/** All identities of the host, by name. */
export const listHostIdentities = directoryRead({
  access: 'install',
  input: pageQuerySchema,
  run: (tx, query) => page(tx, {}, query),
});

/** Those granted to this workspace: what its credentials can stand on. */
export const listGrantedHostIdentities = directoryRead({
  access: 'credential:read',
  input: pageQuerySchema,
  run: (tx, query, { workspaceId }: WorkspaceContext) => page(tx, { grantedWorkspaceId: workspaceId }, query),
});

async function page(
  tx: Transaction,
  where: Prisma.HostIdentityWhereInput,
  { pageSize, pageToken }: { pageSize: number; pageToken?: string | undefined },
) {
  const after = decodePageToken(textCursor, pageToken);
  const found = await tx.hostIdentity.findMany({
    where: { ...where, ...(after ? { name: { gt: after[0] } } : {}) },
    orderBy: { name: 'asc' },
    take: pageSize + 1,
    include: WITH_GRANT,
  });
  const { rows, ...next } = cutPage<HostIdentityRow>(found, pageSize, (row) => [row.name]);
  return { hostIdentities: rows.map(toHostIdentity), ...next };
}
