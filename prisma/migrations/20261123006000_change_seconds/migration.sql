-- Changes counted by second, for hours in which much changed (docs/decisions/0092-time-fast.md): a span that begins or ends
-- amid such an hour is counted from these, and only of a second's part from its versions. A scan reads up to 120,000 a minute.
CREATE TABLE "tenant"."change_second" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "second" timestamptz(3) NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "service" text NOT NULL,
  "type" text NOT NULL,
  "kind" text NOT NULL,
  "versions" bigint NOT NULL,
  PRIMARY KEY (workspace_id, second, account_id, region, service, type, kind) INCLUDE (versions)
);

-- What an hour holds up to here is counted from its versions (at most 0.1 s); its seconds are of no use.
CREATE FUNCTION "tenant"."sparse_hour"() RETURNS integer
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN 4000;

INSERT INTO "tenant"."change_second"
SELECT v.workspace_id, date_trunc('second', v.seen_at), r.account_id, r.region, r.service, r.type, v.kind, count(*)
FROM (SELECT workspace_id, hour FROM "tenant"."change_rollup" GROUP BY 1, 2 HAVING sum(versions) > 4000) h
JOIN "tenant"."resource_version" v ON v.workspace_id = h.workspace_id AND v.seen_at >= h.hour AND v.seen_at < h.hour + interval '1 hour'
JOIN "tenant"."resource" r ON r.workspace_id = v.workspace_id AND r.uid = v.resource_uid
GROUP BY 1, 2, 3, 4, 5, 6, 7;

ALTER TABLE "tenant"."change_second" ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace ON "tenant"."change_second" TO mooring_tenant
  USING (workspace_id = (SELECT "tenant".current_workspace())) WITH CHECK (workspace_id = (SELECT "tenant".current_workspace()));
GRANT SELECT, DELETE ON "tenant"."change_second" TO mooring_tenant;
ANALYZE "tenant"."change_second";

-- As before, and its seconds: what one request listed was seen at one moment, so that is a row or two more.
CREATE OR REPLACE FUNCTION "tenant"."roll_up_changes"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE
  changes text := CASE TG_OP WHEN 'INSERT' THEN 'SELECT workspace_id, resource_uid, seen_at, kind, 1 AS n FROM added'
    ELSE 'SELECT workspace_id, resource_uid, seen_at, kind, 1 AS n FROM added
          UNION ALL SELECT workspace_id, resource_uid, seen_at, kind, -1 FROM removed' END;
BEGIN
  EXECUTE format($q$WITH counted AS MATERIALIZED (
    SELECT a.workspace_id, date_trunc('second', a.seen_at) AS second, r.account_id, r.region, r.service, r.type, a.kind, sum(a.n) AS versions
    FROM (%s) a
    CROSS JOIN LATERAL (SELECT * FROM resource x WHERE (x.workspace_id, x.uid) = (a.workspace_id, a.resource_uid) OFFSET 0) r
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(a.n) <> 0
  ), seconds AS (
    INSERT INTO change_second AS u SELECT * FROM counted ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, second, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions
  ), hours AS (
    INSERT INTO change_rollup AS u
    SELECT c.workspace_id, date_trunc('hour', c.second, 'UTC'), c.account_id, c.region, c.service, c.type, c.kind, sum(c.versions)
    FROM counted c GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(c.versions) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions
  )
  INSERT INTO change_half_day AS u
  SELECT c.workspace_id, date_bin('12 hours', c.second, '2000-01-03 00:00Z'), c.account_id, c.region, c.service, c.type, c.kind, sum(c.versions)
  FROM counted c GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(c.versions) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
  DO UPDATE SET versions = u.versions + excluded.versions$q$, changes);
  RETURN NULL;
END $$;

-- Counts of what was seen after `since` and up to `until`, both of one hour, by cell and kind. From seconds if they count
-- the whole hour, and it is worth it: those of a sparse hour are removed, and a late version may come to an hour without them.
CREATE FUNCTION "tenant"."change_part_sql"(workspace uuid, since timestamptz, until timestamptz) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  in_hour timestamptz := date_trunc('hour', until, 'UTC');
  -- Seen at whole milliseconds: the first whole second after `since`, and the end of the last one up to `until`.
  first_second timestamptz := date_trunc('second', date_trunc('milliseconds', since) + interval '1 second');
  last_second timestamptz := date_trunc('second', date_trunc('milliseconds', until) + interval '1 millisecond');
  versions text := format(
    'SELECT x.workspace_id, x.account_id, x.region, x.service, x.type, v.kind, 1::bigint AS versions
     FROM resource_version v JOIN resource x ON x.workspace_id = v.workspace_id AND x.uid = v.resource_uid
     WHERE v.workspace_id = %1$L::uuid AND x.workspace_id = %1$L::uuid AND v.seen_at > %%L AND v.seen_at <= %%L', workspace);
  counted bigint;
BEGIN
  IF first_second < last_second THEN
    counted := (SELECT sum(c.versions) FROM change_rollup c WHERE c.workspace_id = workspace AND c.hour = in_hour);
    IF counted > sparse_hour() AND counted = (SELECT sum(s.versions) FROM change_second s
        WHERE s.workspace_id = workspace AND s.second >= in_hour AND s.second < in_hour + interval '1 hour') THEN
      RETURN format(versions, since, first_second - interval '1 millisecond')
        || ' UNION ALL ' || format(versions, last_second - interval '1 millisecond', until)
        || format(' UNION ALL SELECT s.workspace_id, s.account_id, s.region, s.service, s.type, s.kind, s.versions
             FROM change_second s WHERE s.workspace_id = %L::uuid AND s.second >= %L AND s.second < %L', workspace, first_second, last_second);
    END IF;
  END IF;
  RETURN format(versions, since, until);
END $$;

-- As before; of the moment's own hour what came after it.
CREATE OR REPLACE FUNCTION "tenant"."inventory_cells_as_of_sql"(workspace uuid, at timestamptz) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
BEGIN
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
      SELECT workspace_id, account_id, region, service, type, CASE kind WHEN 'deleted' THEN versions ELSE -versions END
      FROM (%5$s) p WHERE kind <> 'changed'
      UNION ALL
      SELECT workspace_id, account_id, region, service, type, -1 FROM resource
      WHERE workspace_id = %1$L::uuid AND unwatched_at <= %2$L AND state = 'unwatched'
    ) c GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(c.n) > 0$q$, workspace, at, date_trunc('hour', at, 'UTC'), half_day(at),
    change_part_sql(workspace, at, date_trunc('hour', at, 'UTC') + interval '1 hour' - interval '1 millisecond'));
END $$;

-- As before; both ends by what counts them soonest.
CREATE OR REPLACE FUNCTION "tenant"."change_counts_sql"(workspace uuid, filters jsonb, since timestamptz, until timestamptz, span interval) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  first_hour timestamptz := date_trunc('hour', since, 'UTC') + interval '1 hour';
  last_hour timestamptz := date_trunc('hour', until, 'UTC');
  first_half timestamptz := half_day(first_hour + interval '12 hours' - interval '1 millisecond');
  last_half timestamptz := half_day(last_hour);
  millisecond interval := '1 millisecond';
  counted text := format('SELECT c.workspace_id, c.account_id, c.region, c.service, c.type, c.kind, c.hour, c.versions
    FROM %%I c WHERE c.workspace_id = %L::uuid AND c.hour >= %%L AND c.hour < %%L', workspace);
  ends text := 'SELECT p.workspace_id, p.account_id, p.region, p.service, p.type, p.kind, %L::timestamptz AS hour, p.versions FROM (%s) p';
  source text;
  exact text := 'true';
BEGIN
  IF filters - ARRAY['type', 'account', 'region', 'service', 'kind', 'state'] <> '{}'::jsonb THEN
    source := format('SELECT y.account_id, y.region, y.type, y.kind, date_trunc(''hour'', y.seen_at, ''UTC'') AS hour, 1::bigint AS versions FROM (%s) y',
      change_search_sql(workspace, filters, since, until, NULL, 100001));
    exact := '(SELECT count(*) <= 100000 FROM found)';
  ELSE
    IF first_hour > last_hour THEN
      source := format(ends, last_hour, change_part_sql(workspace, since, until));
    ELSE
      IF span < interval '12 hours' OR first_half >= last_half THEN first_half := last_hour; last_half := last_hour; END IF;
      -- A version at the very beginning of an hour belongs to that hour, so the ends meet the hours without overlap.
      source := format(ends, first_hour - interval '1 hour', change_part_sql(workspace, since, first_hour - millisecond))
        || ' UNION ALL ' || format(ends, last_hour, change_part_sql(workspace, last_hour - millisecond, until))
        || ' UNION ALL ' || format(counted, 'change_rollup', first_hour, first_half)
        || ' UNION ALL ' || format(counted, 'change_half_day', first_half, last_half)
        || ' UNION ALL ' || format(counted, 'change_rollup', last_half, last_hour);
    END IF;
    source := 'SELECT r.account_id, r.region, r.type, r.kind, r.hour, r.versions FROM (SELECT s.*, ''live''::text AS state FROM (' || source
      || ') s) r WHERE ' || inventory_where(workspace, filters - ARRAY['kind', 'state'])
      || CASE WHEN filters ? 'kind' THEN format(' AND r.kind = ANY (%L::text[])', ARRAY(SELECT jsonb_array_elements_text(filters->'kind'))::text) ELSE '' END;
  END IF;
  RETURN format(
    'WITH found AS (%s)
     SELECT f.account_id, f.type, f.region, date_bin(%L::interval, f.hour, ''2000-01-03 00:00Z''), f.kind, sum(f.versions)::bigint, %s
     FROM found f GROUP BY GROUPING SETS ((f.account_id, f.type, f.kind), (f.region, f.kind), (4, f.kind))
     HAVING sum(f.versions) > 0',
    source, span, exact);
END $$;

REVOKE EXECUTE ON FUNCTION
  "tenant"."sparse_hour"(),
  "tenant"."change_part_sql"(uuid, timestamptz, timestamptz)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."sparse_hour"() TO mooring_tenant;
