/**
 * What triggers derive from changes as they happen, from versions that were written without them: for generated histories.
 * `PAST_IDENTITIES`: former names, tags and addresses, which the trigger of `resource` keeps; the others are the triggers' of
 * `resource_version`. Each statement stands alone and expects its table to be empty.
 */
export const PAST_IDENTITIES = `
INSERT INTO tenant.past_identity (workspace_id, resource_uid, type, name, arn, tags, addresses, search_text, began, ended)
SELECT y.workspace_id, y.uid, y.type, y.d->>'name', y.d->>'arn', y.d->'tags', y.d->'attributes'->'addresses',
  tenant.resource_search_text(y.d->>'name', y.d->>'arn', y.id, y.d->'tags', y.d->'attributes'), y.seen_at, y.ended
FROM (
  SELECT x.*, coalesce(lead(x.seen_at) OVER (PARTITION BY x.workspace_id, x.uid ORDER BY x.version), x.identity_changed_at) AS ended
  FROM (
    SELECT r.workspace_id, r.uid, r.id, r.type, r.identity_changed_at, v.version, v.seen_at, v.document AS d,
      lag(v.document) OVER (PARTITION BY v.workspace_id, v.resource_uid ORDER BY v.version) AS before
    FROM tenant.resource r
    JOIN tenant.resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid AND v.seen_at < r.identity_changed_at
    WHERE r.identity_changed_at IS NOT NULL
  ) x
  WHERE x.before IS NULL OR (x.before->'name', x.before->'arn', x.before->'tags', x.before->'attributes'->'addresses')
    IS DISTINCT FROM (x.d->'name', x.d->'arn', x.d->'tags', x.d->'attributes'->'addresses')
) y WHERE y.seen_at < y.ended`;

const SPANS = `
INSERT INTO tenant.version_span (workspace_id, resource_uid, version, deleted, began, ended)
SELECT x.workspace_id, x.resource_uid, x.version, x.kind = 'deleted', x.seen_at, x.ended
FROM (SELECT v.workspace_id, v.resource_uid, v.version, v.kind, v.seen_at,
        lead(v.seen_at) OVER (PARTITION BY v.workspace_id, v.resource_uid ORDER BY v.version) AS ended
      FROM tenant.resource_version v) x
WHERE x.seen_at < x.ended`;

const counted = (table: string, at: string, more = '') => `
INSERT INTO tenant.${table}
SELECT v.workspace_id, ${at}, r.account_id, r.region, r.service, r.type, v.kind, count(*)
FROM tenant.resource_version v JOIN tenant.resource r ON (r.workspace_id, r.uid) = (v.workspace_id, v.resource_uid) ${more}
GROUP BY 1, 2, 3, 4, 5, 6, 7`;

/** The seconds that the daily removal would leave: of hours in which much changed. */
const DENSE = `JOIN (SELECT workspace_id, hour FROM tenant.change_rollup GROUP BY 1, 2 HAVING sum(versions) > tenant.sparse_hour()) h
  ON h.workspace_id = v.workspace_id AND h.hour = date_trunc('hour', v.seen_at, 'UTC')`;

export const DERIVED: Readonly<Record<string, string>> = {
  version_span: SPANS,
  past_identity: PAST_IDENTITIES,
  change_rollup: counted('change_rollup', "date_trunc('hour', v.seen_at, 'UTC')"),
  change_half_day: counted('change_half_day', 'tenant.half_day(v.seen_at)'),
  change_second: counted('change_second', "date_trunc('second', v.seen_at)", DENSE),
};
