import type { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';

type Scope = { region: string; type: string };
export type Owner = { id: string; name: string };
/** Owners by `region/type`. */
export type Owners = ReadonlyMap<string, Owner>;

const keyOf = ({ region, type }: Scope) => `${region}/${type}`;

/** Exactly one integration owns a scope: the first that asks. Answers who owns each of them. */
export async function claimScopes(
  tx: Transaction,
  claimant: { workspaceId: string; integrationId: string; accountId: string },
  scopes: readonly Scope[],
): Promise<Owners> {
  const { workspaceId, integrationId, accountId } = claimant;
  await tx.inventoryScope.createMany({
    data: scopes.map(({ region, type }) => ({ workspaceId, accountId, region, type, integrationId })),
    skipDuplicates: true,
  });
  const rows = await tx.inventoryScope.findMany({
    where: { workspaceId, accountId },
    select: { region: true, type: true, integrationId: true },
  });
  const names = await tx.integration.findMany({
    where: { workspaceId, id: { in: [...new Set(rows.map((row) => row.integrationId))] } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return new Map(
    rows.map((row) => [
      keyOf(row),
      { id: row.integrationId, name: nameOf.get(row.integrationId) ?? 'another integration' },
    ]),
  );
}

/** A scope's row in the ledger of a scan: skipped, and saying so, where another integration owns it. */
export function ledgerRow(
  workspaceId: string,
  scope: Scope & { scanJobId: string },
  integrationId: string,
  owners: Owners,
): Prisma.ScanScopeCreateManyInput {
  const { scanJobId, region, type } = scope;
  const row = { workspaceId, scanJobId, region, type };
  const owner = owners.get(keyOf(scope));
  if (owner === undefined || owner.id === integrationId) return row;
  const message = `${owner.name} watches this account already; it settles this scope.`;
  return { ...row, status: 'skipped', error: { code: 'owned_elsewhere', message, action: null } };
}
