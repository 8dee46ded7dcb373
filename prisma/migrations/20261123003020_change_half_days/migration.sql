-- Changes of long spans are counted from half days: of a month an hour's rows are as many as its versions where changes are
-- spread over accounts, regions and types (docs/decisions/0092-time-fast.md).
CREATE TABLE "tenant"."change_half_day" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  -- Its beginning: midnight or noon, UTC.
  "hour" timestamptz(3) NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "service" text NOT NULL,
  "type" text NOT NULL,
  "kind" text NOT NULL,
  "versions" bigint NOT NULL,
  -- A month of them is read from this index alone.
  PRIMARY KEY (workspace_id, hour, account_id, region, service, type, kind) INCLUDE (versions)
);
ALTER TABLE "tenant"."change_half_day" ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace ON "tenant"."change_half_day" TO mooring_tenant
  USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace());
GRANT SELECT, DELETE ON "tenant"."change_half_day" TO mooring_tenant;

CREATE FUNCTION "tenant"."half_day"(at timestamptz) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN date_bin('12 hours', at, '2000-01-03 00:00Z');

INSERT INTO "tenant"."change_half_day"
SELECT workspace_id, date_bin('12 hours', hour, '2000-01-03 00:00Z'), account_id, region, service, type, kind, sum(versions)
FROM "tenant"."change_rollup" GROUP BY 1, 2, 3, 4, 5, 6, 7;
CREATE INDEX "change_half_day_lifecycle" ON "tenant"."change_half_day" (workspace_id, hour)
  INCLUDE (account_id, region, service, type, kind, versions) WHERE kind <> 'changed';

-- As before, and its half days: a batch is of one scope, so that is a row or two more.
CREATE OR REPLACE FUNCTION "tenant"."roll_up_changes"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    EXECUTE $q$WITH counted AS MATERIALIZED (
      SELECT a.workspace_id, date_trunc('hour', a.seen_at, 'UTC') AS hour, r.account_id, r.region, r.service, r.type, a.kind, count(*) AS versions
      FROM added a
      CROSS JOIN LATERAL (SELECT * FROM resource x WHERE (x.workspace_id, x.uid) = (a.workspace_id, a.resource_uid) OFFSET 0) r
      GROUP BY 1, 2, 3, 4, 5, 6, 7
    ), hours AS (
      INSERT INTO change_rollup AS u SELECT * FROM counted ORDER BY 1, 2, 3, 4, 5, 6, 7
      ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
      DO UPDATE SET versions = u.versions + excluded.versions
    )
    INSERT INTO change_half_day AS u
    SELECT c.workspace_id, date_bin('12 hours', c.hour, '2000-01-03 00:00Z'), c.account_id, c.region, c.service, c.type, c.kind, sum(c.versions)
    FROM counted c GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions$q$;
  ELSE
    EXECUTE $q$WITH counted AS MATERIALIZED (
      SELECT a.workspace_id, date_trunc('hour', a.seen_at, 'UTC') AS hour, r.account_id, r.region, r.service, r.type, a.kind, sum(a.n) AS versions
      FROM (SELECT workspace_id, resource_uid, seen_at, kind, 1 AS n FROM added
            UNION ALL SELECT workspace_id, resource_uid, seen_at, kind, -1 FROM removed) a
      CROSS JOIN LATERAL (SELECT * FROM resource x WHERE (x.workspace_id, x.uid) = (a.workspace_id, a.resource_uid) OFFSET 0) r
      GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(a.n) <> 0
    ), hours AS (
      INSERT INTO change_rollup AS u SELECT * FROM counted ORDER BY 1, 2, 3, 4, 5, 6, 7
      ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
      DO UPDATE SET versions = u.versions + excluded.versions
    )
    INSERT INTO change_half_day AS u
    SELECT c.workspace_id, date_bin('12 hours', c.hour, '2000-01-03 00:00Z'), c.account_id, c.region, c.service, c.type, c.kind, sum(c.versions)
    FROM counted c GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(c.versions) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions$q$;
  END IF;
  RETURN NULL;
END $$;

-- What was watched and present at a moment, by cell: today's counts, less what came since, plus what went since: half days,
-- the hours before the first of them, and of the moment's own hour its versions.
CREATE OR REPLACE FUNCTION "tenant"."inventory_cells_as_of_sql"(workspace uuid, at timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, tenant
  RETURN format($q$
    SELECT c.workspace_id, 'live'::text AS state, c.account_id, c.region, c.service, c.type, sum(c.n)::bigint AS resources
    FROM (
      SELECT workspace_id, account_id, region, service, type, resources AS n FROM inventory_rollup
      WHERE workspace_id = %1$L::uuid AND state IN ('live', 'unwatched')
      UNION ALL
      SELECT workspace_id, account_id, region, service, type, CASE kind WHEN 'deleted' THEN versions ELSE -versions END
      FROM change_half_day WHERE workspace_id = %1$L::uuid AND kind <> 'changed' AND hour > %4$L
      UNION ALL
      SELECT workspace_id, account_id, region, service, type, CASE kind WHEN 'deleted' THEN versions ELSE -versions END
      FROM change_rollup WHERE workspace_id = %1$L::uuid AND kind <> 'changed' AND hour > %3$L AND hour < %4$L::timestamptz + interval '12 hours'
      UNION ALL
      SELECT r.workspace_id, r.account_id, r.region, r.service, r.type, CASE v.kind WHEN 'deleted' THEN 1 ELSE -1 END
      FROM resource_version v JOIN resource r ON r.workspace_id = v.workspace_id AND r.uid = v.resource_uid
      WHERE v.workspace_id = %1$L::uuid AND v.seen_at > %2$L AND v.seen_at < %3$L::timestamptz + interval '1 hour' AND v.kind <> 'changed'
      UNION ALL
      SELECT workspace_id, account_id, region, service, type, -1 FROM resource
      WHERE workspace_id = %1$L::uuid AND unwatched_at <= %2$L AND state = 'unwatched'
    ) c GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(c.n) > 0$q$, workspace, at, date_trunc('hour', at, 'UTC'), "tenant".half_day(at));

-- Counts of changes by account and type, by region and by span of time, each by kind: from half days where bars are as long,
-- else from hours, and from the versions at both ends; with text, tags or a cause of up to 100,000 versions (`exact` says when there were more).
CREATE FUNCTION "tenant"."change_counts_sql"(workspace uuid, filters jsonb, since timestamptz, until timestamptz, span interval) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  first_hour timestamptz := date_trunc('hour', since, 'UTC') + interval '1 hour';
  last_hour timestamptz := date_trunc('hour', until, 'UTC');
  first_half timestamptz := half_day(first_hour + interval '12 hours' - interval '1 millisecond');
  last_half timestamptz := half_day(last_hour);
  raw text := 'SELECT y.account_id, y.region, y.type, y.kind, date_trunc(''hour'', y.seen_at, ''UTC'') AS hour, 1::bigint AS versions FROM (%s) y';
  counted text := format('SELECT r.account_id, r.region, r.type, r.kind, r.hour, r.versions
    FROM (SELECT c.*, ''live''::text AS state FROM %%I c WHERE c.workspace_id = %L::uuid AND c.hour >= %%L AND c.hour < %%L) r WHERE %s%s',
    workspace, replace(inventory_where(workspace, filters - ARRAY['kind', 'state']), '%', '%%'),
    replace(CASE WHEN filters ? 'kind' THEN format(' AND r.kind = ANY (%L::text[])', ARRAY(SELECT jsonb_array_elements_text(filters->'kind'))::text) ELSE '' END, '%', '%%'));
  ends text := format('SELECT r.account_id, r.region, r.type, r.kind, date_trunc(''hour'', r.seen_at, ''UTC'') AS hour, 1::bigint AS versions
    FROM (SELECT x.workspace_id, x.account_id, x.region, x.service, x.type, v.kind, v.seen_at, ''live''::text AS state
          FROM resource_version v JOIN resource x ON x.workspace_id = v.workspace_id AND x.uid = v.resource_uid
          WHERE v.workspace_id = %L::uuid AND x.workspace_id = %1$L::uuid AND v.seen_at > %%L AND v.seen_at <= %%L) r WHERE %s%s',
    workspace, replace(inventory_where(workspace, filters - ARRAY['kind', 'state']), '%', '%%'),
    replace(CASE WHEN filters ? 'kind' THEN format(' AND r.kind = ANY (%L::text[])', ARRAY(SELECT jsonb_array_elements_text(filters->'kind'))::text) ELSE '' END, '%', '%%'));
  source text;
  exact text := 'true';
BEGIN
  IF filters - ARRAY['type', 'account', 'region', 'service', 'kind', 'state'] <> '{}'::jsonb THEN
    source := format(raw, change_search_sql(workspace, filters, since, until, NULL, 100001));
    exact := '(SELECT count(*) <= 100000 FROM found)';
  ELSIF first_hour >= last_hour THEN
    source := format(raw, change_search_sql(workspace, filters, since, until, NULL, 2000000000));
  ELSE
    IF span < interval '12 hours' OR first_half >= last_half THEN first_half := last_hour; last_half := last_hour; END IF;
    -- A version at the very beginning of an hour belongs to that hour, so the ends meet the hours without overlap.
    source := format(ends, since, first_hour - interval '1 millisecond')
      || ' UNION ALL ' || format(ends, last_hour - interval '1 millisecond', until)
      || ' UNION ALL ' || format(counted, 'change_rollup', first_hour, first_half)
      || ' UNION ALL ' || format(counted, 'change_half_day', first_half, last_half)
      || ' UNION ALL ' || format(counted, 'change_rollup', last_half, last_hour);
  END IF;
  RETURN format(
    'WITH found AS (%s)
     SELECT f.account_id, f.type, f.region, date_bin(%L::interval, f.hour, ''2000-01-03 00:00Z''), f.kind, sum(f.versions)::bigint, %s
     FROM found f GROUP BY GROUPING SETS ((f.account_id, f.type, f.kind), (f.region, f.kind), (4, f.kind))
     HAVING sum(f.versions) > 0',
    source, span, exact);
END $$;

CREATE OR REPLACE FUNCTION "tenant"."change_summary"(filters jsonb, since timestamptz, until timestamptz, span interval)
  RETURNS TABLE (account_id text, type text, region text, bucket timestamptz, kind text, versions bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off SET work_mem = '64MB' AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE change_counts_sql(current_workspace(), filters, since, until, span);
END $$;

REVOKE EXECUTE ON FUNCTION
  "tenant"."half_day"(timestamptz),
  "tenant"."change_counts_sql"(uuid, jsonb, timestamptz, timestamptz, interval)
FROM PUBLIC;
