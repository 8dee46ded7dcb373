import type { ResourceSummary } from '@/lib/schemas/inventory';

/** A resource as the functions of the past answer it. `observed_at` counts complete lists that found it unchanged. */
export type SummaryRow = {
  uid: string;
  id: string;
  type: string;
  service: string;
  account_id: string;
  region: string;
  name: string;
  arn: string | null;
  tags: Record<string, string>;
  version: number;
  state: string;
  first_seen_at: Date;
  observed_at: Date;
  changed_at: Date;
  deleted_at: Date | null;
  aws_created_at?: Date | null;
};

export function toSummary(row: SummaryRow): ResourceSummary {
  return {
    uid: row.uid,
    id: row.id,
    type: row.type,
    service: row.service,
    accountId: row.account_id,
    region: row.region,
    name: row.name,
    arn: row.arn,
    tags: row.tags,
    version: row.version,
    state: row.state as ResourceSummary['state'],
    firstSeenAt: row.first_seen_at.toISOString(),
    observedAt: row.observed_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
    ...(row.aws_created_at === undefined ? {} : { createdAt: row.aws_created_at?.toISOString() ?? null }),
  };
}
