/** One observation as SQL takes it. Times are epoch milliseconds on the database's clock, hashes lower-case hex. */
export type SettleRow = {
  uid: string;
  id: string;
  arn: string | null;
  name: string;
  tags: Record<string, string>;
  attributes: object;
  volatile: object;
  contentHash: string;
  rowHash: string;
  observedAt: number;
  awsCreatedAt: string | null;
  edges: readonly SettleEdge[];
};

/** What a resource is related to; the far end is named by ARN, id or name. */
export type SettleEdge = { kind: string; toType: string; toKey: string; toBy: 'arn' | 'id' | 'name' };

export type SettleScope = {
  workspaceId: string;
  integrationId: string;
  accountId: string;
  region: string;
  service: string;
  type: string;
};
/**
 * What brought a version. A scan is written down with it; authors are given by events themselves (`event`, `relist`: a list
 * that events made due). Epoch ms on the database's clock: `at`, null for now; `until`, by when all of it was answered.
 */
export type Cause = {
  kind: 'scan' | 'event' | 'relist';
  scanId: string | null;
  detail: object;
  at: number | null;
  until?: number;
};
export type SettledKind = 'created' | 'changed' | 'recreated' | 'touched' | 'unchanged' | 'stale';
export type Settled = { id: string; uid: string; kind: SettledKind };
