-- A page's rows are written as the API sends them, a JSON document a line (docs/decisions/0090-list-endpoint.md): who asks reads
-- its first and last only. Times are PostgreSQL's (`+00:00`); `to_char` cost a third of the page.

-- Names fold here, so that a position is what a row shows.
CREATE OR REPLACE FUNCTION "tenant"."inventory_position"(sort text, op text, "values" jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, tenant
  RETURN CASE WHEN "values" IS NULL THEN '' ELSE (
    SELECT format(' AND (%s) %s (%s)', string_agg(k, ', ' ORDER BY n), op, string_agg(
      format(CASE WHEN k = 'r.uid' THEN '%L::uuid' WHEN k = 'lower(r.name)' THEN 'lower(%L)'
        WHEN sort IN ('changed', 'created') THEN '%L::timestamptz' ELSE '%L' END, "values"->>(n::int - 1)), ', ' ORDER BY n))
    FROM unnest("tenant".inventory_keys(sort)) WITH ORDINALITY AS u (k, n)) END;

DROP FUNCTION "tenant"."inventory_page"(jsonb, text, text, jsonb, integer, integer);
-- A page and, with `cap`, its total, exact up to `cap - 1` where no rollup counts it. Runs as the owner; the workspace is the
-- transaction's, and without one there is nothing. Of a scope one value is read a row: a join kept each for a second that never came.
CREATE FUNCTION "tenant"."inventory_page"(filters jsonb, sort text, direction text, after jsonb, page_size integer, cap integer)
  RETURNS TABLE (lines text, resources bigint, exact boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan SET timezone = 'UTC' AS $$
DECLARE
  workspace uuid := current_workspace();
  kept integer := greatest(1, least(page_size, 1001));
  wanted text := coalesce(filters->>'state', 'live');
  unfiltered boolean := filters - 'state' = '{}' AND wanted IN ('live', 'deleted', 'unwatched');
  walked boolean := unfiltered AND sort = 'name' AND direction = 'asc';
  chosen uuid[];
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  exact := true;
  IF walked THEN
    -- What every console opens with: its plan is kept, and its rows are read on the way.
    SELECT string_agg(row_to_json(x)::text, E'\n') INTO lines FROM (
      SELECT r.uid, r.id, r.type, r.service, r.account_id AS "accountId", r.region, r.name, r.arn, r.tags, r.version, r.state,
        r.first_seen_at AS "firstSeenAt", CASE WHEN r.state = 'live' THEN greatest(r.observed_at, (
          SELECT s.complete_at FROM inventory_scope s WHERE s.workspace_id = workspace
            AND s.account_id = r.account_id AND s.region = r.region AND s.type = r.type)) ELSE r.observed_at END AS "observedAt",
        r.changed_at AS "changedAt", r.deleted_at AS "deletedAt", r.aws_created_at AS "createdAt"
      FROM resource r WHERE r.workspace_id = workspace AND r.state = wanted
        AND (lower(r.name), r.uid) > (lower(coalesce(after->>0, '')), coalesce(after->>1, '00000000-0000-0000-0000-000000000000')::uuid)
      ORDER BY lower(r.name), r.uid LIMIT kept) x;
  ELSIF NOT unfiltered AND NOT inventory_may_match(workspace, filters) THEN
    -- Nothing of the asked type, account and so on: no need to look for it to the end of an index.
    chosen := '{}';
    resources := 0;
  ELSE
    IF inventory_by_words(filters) THEN
      SELECT f.uids, f.matches INTO chosen, resources FROM inventory_found(workspace, filters, sort, direction, after, kept) f;
    END IF;
    IF chosen IS NULL THEN
      EXECUTE format('SELECT ARRAY(%s)', inventory_walk_sql(workspace, filters, sort, direction, after, kept)) INTO chosen;
    END IF;
  END IF;
  IF NOT walked THEN
    SELECT string_agg(row_to_json(x)::text, E'\n') INTO lines FROM (
      SELECT r.uid, r.id, r.type, r.service, r.account_id AS "accountId", r.region, r.name, r.arn, r.tags, r.version, r.state,
        r.first_seen_at AS "firstSeenAt", CASE WHEN r.state = 'live' THEN greatest(r.observed_at, (
          SELECT s.complete_at FROM inventory_scope s WHERE s.workspace_id = workspace
            AND s.account_id = r.account_id AND s.region = r.region AND s.type = r.type)) ELSE r.observed_at END AS "observedAt",
        r.changed_at AS "changedAt", r.deleted_at AS "deletedAt", r.aws_created_at AS "createdAt"
      FROM unnest(chosen) WITH ORDINALITY AS p (uid, n)
      CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.workspace_id = workspace AND r.uid = p.uid OFFSET 0) r
      ORDER BY p.n) x;
  END IF;
  IF cap IS NOT NULL THEN
    IF unfiltered THEN
      SELECT coalesce(sum(t.resources), 0) INTO resources FROM inventory_total t WHERE t.workspace_id = workspace AND t.state = wanted;
    ELSIF counted_by_rollup(filters) THEN
      EXECUTE inventory_count_sql(workspace, filters, cap) INTO resources;
    ELSE
      IF resources IS NULL THEN EXECUTE inventory_count_sql(workspace, filters, cap) INTO resources; END IF;
      exact := resources < cap;
      resources := least(resources, cap - 1);
    END IF;
  END IF;
  RETURN NEXT;
END $$;

REVOKE EXECUTE ON FUNCTION "tenant"."inventory_page"(jsonb, text, text, jsonb, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."inventory_page"(jsonb, text, text, jsonb, integer, integer) TO mooring_tenant;
