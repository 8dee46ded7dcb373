import type { Databases } from '@/lib/db/client';
import type { Credential, Integration, Scan, Schedule } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { type Integration as IntegrationView, integrationOptionsSchema } from '@/lib/schemas/integration';

export type IntegrationRow = Integration & { credential: Credential; scans: Scan[] };

/** What a view of an integration needs beside its row. */
export const WITH_LAST_SCAN = {
  credential: true,
  scans: { orderBy: { id: 'desc' }, take: 1 },
} as const;

const iso = (date: Date | null) => date?.toISOString() ?? null;

export function toIntegration(row: IntegrationRow, resources: number, schedule: Schedule | null): IntegrationView {
  const [scan] = row.scans;
  const { credential } = row;
  return {
    id: row.id,
    name: row.name,
    plugin: 'aws',
    scope: row.scope as IntegrationView['scope'],
    state: row.state as IntegrationView['state'],
    region: row.region,
    credential: {
      id: credential.id,
      name: credential.name,
      retriever: credential.retriever as IntegrationView['credential']['retriever'],
    },
    issuerUrl: row.issuerUrl,
    audience: row.audience,
    subject: row.subject,
    roleName: row.roleName,
    roleArn: row.roleArn,
    accountId: row.accountId,
    options: integrationOptionsSchema.parse(row.options),
    schedule: {
      everyMinutes: row.scheduleMinutes,
      enabled: row.scheduleEnabled,
      nextRunAt: schedule?.enabled ? schedule.nextRunAt.toISOString() : null,
    },
    openReason: row.openReason,
    problem: row.problem as IntegrationView['problem'],
    verifiedAt: iso(row.verifiedAt),
    verificationId: row.verificationId,
    lastScan: scan
      ? { id: scan.id, state: scan.state, startedAt: iso(scan.startedAt), finishedAt: iso(scan.finishedAt) }
      : null,
    resources,
    version: row.version,
    createdBy: row.createdBy,
    updatedBy: row.updatedBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Views of rows with their counts and schedules: two queries, whatever the number of rows. */
export async function integrationViews(
  tx: Transaction,
  db: Databases,
  workspaceId: string,
  rows: readonly IntegrationRow[],
): Promise<IntegrationView[]> {
  const ids = rows.map((row) => row.id);
  const counts = await tx.resource.groupBy({
    by: ['integrationId'],
    where: { workspaceId, integrationId: { in: ids }, deletedAt: null, unwatchedAt: null },
    _count: true,
  });
  const countOf = new Map(counts.map((count) => [count.integrationId, count._count]));
  const schedules = await db.directory.schedule.findMany({ where: { workspaceId, integrationId: { in: ids } } });
  const scheduleOf = new Map(schedules.map((schedule) => [schedule.integrationId, schedule]));
  return rows.map((row) => toIntegration(row, countOf.get(row.id) ?? 0, scheduleOf.get(row.id) ?? null));
}

/** The view of one integration inside the caller's transaction; null when the workspace has none of that id. */
export async function integrationView(
  tx: Transaction,
  db: Databases,
  workspaceId: string,
  id: string,
): Promise<IntegrationView | null> {
  const row = await tx.integration.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    include: WITH_LAST_SCAN,
  });
  if (!row) return null;
  const [view] = await integrationViews(tx, db, workspaceId, [row]);
  return view ?? null;
}
