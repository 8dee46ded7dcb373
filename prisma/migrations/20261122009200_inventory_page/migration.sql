-- One call answers a page and its total, as one value (docs/decisions/0085-performance.md): reading 50 rows of 18 columns in
-- the client cost more than finding them. Text and tags are found by what is cheapest for how frequent they are.

CREATE FUNCTION "tenant"."inventory_keys"(sort text) RETURNS text[]
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN CASE sort
    WHEN 'name' THEN ARRAY['lower(r.name)', 'r.uid']
    WHEN 'type' THEN ARRAY['r.type', 'lower(r.name)', 'r.uid']
    WHEN 'changed' THEN ARRAY['r.changed_at', 'r.uid']
    WHEN 'created' THEN ARRAY['coalesce(r.aws_created_at, r.first_seen_at)', 'r.uid'] END;

-- ` AND (keys) <op> (values)`, or nothing without values.
CREATE FUNCTION "tenant"."inventory_position"(sort text, op text, "values" jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, tenant
  RETURN CASE WHEN "values" IS NULL THEN '' ELSE (
    SELECT format(' AND (%s) %s (%s)', string_agg(k, ', ' ORDER BY n), op, string_agg(
      format(CASE WHEN k = 'r.uid' THEN '%L::uuid' WHEN sort IN ('changed', 'created') THEN '%L::timestamptz' ELSE '%L' END, "values"->>(n::int - 1)), ', ' ORDER BY n))
    FROM unnest("tenant".inventory_keys(sort)) WITH ORDINALITY AS u (k, n)) END;

-- Whether an index over words or tags can find it: something that is asked for, not only things that are not.
CREATE FUNCTION "tenant"."inventory_by_words"(filters jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN length(coalesce(filters->>'q', '')) > 0 OR coalesce(jsonb_array_length(filters->'tag'), 0) > 0
    OR EXISTS (SELECT FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
      WHERE w->>'f' IN ('text', 'tag', 'tagged', 'id', 'arn', 'address') AND NOT coalesce((w->>'not')::boolean, false));

-- Matches in whatever order their places have, at most `most`, none beyond `until`: how many, the page among them, and the
-- last position of that page.
CREATE FUNCTION "tenant"."inventory_gathered_sql"(workspace uuid, filters jsonb, sort text, direction text, after jsonb,
  until jsonb, kept integer, most integer) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog, tenant
  RETURN (SELECT format(
    'WITH m AS MATERIALIZED (SELECT r.uid, r.name, r.type, r.changed_at, r.aws_created_at, r.first_seen_at FROM resource r WHERE %1$s%2$s),
       p AS MATERIALIZED (SELECT r.uid, jsonb_build_array(%3$s) AS at, row_number() OVER (ORDER BY %4$s) AS n FROM m r WHERE true%5$s ORDER BY %4$s LIMIT %6$s)
     SELECT (SELECT count(*) FROM m), ARRAY(SELECT uid FROM p ORDER BY n), (SELECT at FROM p ORDER BY n DESC LIMIT 1)',
    "tenant".inventory_where(workspace, filters),
    CASE WHEN until IS NULL THEN format(' LIMIT %s', most)
      ELSE "tenant".inventory_position(sort, forward, after) || "tenant".inventory_position(sort, backward || '=', until) END,
    array_to_string(k, ', '), array_to_string(k, ' ' || direction || ', ') || ' ' || direction, "tenant".inventory_position(sort, forward, after), kept)
    FROM (SELECT "tenant".inventory_keys(sort) AS k, CASE direction WHEN 'asc' THEN '>' ELSE '<' END AS forward,
      CASE direction WHEN 'asc' THEN '<' ELSE '>' END AS backward) x);

-- Runs that by a bitmap: the planner would walk a list in its order for the cheapest start, and read everything for what is rare.
CREATE FUNCTION "tenant"."inventory_gathered"(sql text, OUT matches bigint, OUT uids uuid[], OUT last jsonb)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off SET work_mem = '64MB'
  SET max_parallel_workers_per_gather = 0 AS $$
BEGIN EXECUTE sql INTO matches, uids, last; END $$;

-- The same, by whichever bitmap leaves the fewest rows to read.
CREATE FUNCTION "tenant"."inventory_gathered_below"(sql text, OUT matches bigint, OUT uids uuid[], OUT last jsonb)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off SET work_mem = '64MB'
  SET cpu_tuple_cost = 1 AS $$
BEGIN EXECUTE sql INTO matches, uids, last; END $$;

-- Which of the next 8,000 of the list match, until the page is full.
CREATE FUNCTION "tenant"."inventory_stretch_sql"(workspace uuid, filters jsonb, sort text, direction text, after jsonb, kept integer) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog, tenant
  RETURN (SELECT format(
    'SELECT ARRAY(SELECT r.uid FROM (SELECT r.* FROM resource r WHERE %1$s%2$s ORDER BY %3$s LIMIT 8000) r WHERE %4$s ORDER BY %3$s LIMIT %5$s)',
    "tenant".inventory_where(workspace, jsonb_build_object('state', coalesce(filters->'state', '"live"'))
      || CASE WHEN jsonb_array_length(filters->'type') = 1 THEN jsonb_build_object('type', filters->'type') ELSE '{}' END),
    "tenant".inventory_position(sort, CASE direction WHEN 'asc' THEN '>' ELSE '<' END, after), o, "tenant".inventory_where(workspace, filters), kept)
    FROM (SELECT array_to_string("tenant".inventory_keys(sort), ' ' || direction || ', ') || ' ' || direction AS o) x);

-- (Volatile, as only such functions may EXPLAIN.) The page of what words or tags find (NULL: the list has to be walked), and how many there are (NULL: not known from that).
--   rare: all of it is gathered and sorted;
--   frequent: a stretch of the list has enough of it, unless it stands late in the order; then
--   a sample says where the page ends at the latest, and what stands before that is read, in the order of its places.
CREATE FUNCTION "tenant"."inventory_found"(
  workspace uuid, filters jsonb, sort text, direction text, after jsonb, kept integer, OUT uids uuid[], OUT matches bigint)
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, tenant AS $$
DECLARE
  plan json;
  expected double precision;
  most integer;
  last jsonb;
  wanted text := coalesce(filters->>'state', 'live');
  one_list boolean := wanted IN ('live', 'deleted', 'unwatched') AND (sort <> 'name' OR coalesce(jsonb_array_length(filters->'type'), 0) < 2);
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM resource r WHERE ' || inventory_where(workspace, filters) INTO plan;
  expected := (plan->0->'Plan'->>'Plan Rows')::double precision;
  most := CASE WHEN expected > 60000 THEN 10001 ELSE 20001 END;
  IF one_list AND expected > 1000 THEN
    EXECUTE inventory_stretch_sql(workspace, filters, sort, direction, after, kept) INTO uids;
    IF cardinality(uids) = kept THEN RETURN; END IF;
  END IF;
  SELECT g.uids, g.matches, g.last INTO uids, matches, last
  FROM inventory_gathered(inventory_gathered_sql(workspace, filters, sort, direction, after, NULL, kept, most)) g;
  IF matches < most THEN RETURN; END IF;
  IF one_list AND cardinality(uids) = kept THEN
    SELECT g.uids INTO uids
    FROM inventory_gathered_below(inventory_gathered_sql(workspace, filters, sort, direction, after, last, kept, NULL)) g;
  ELSE
    uids := NULL;
  END IF;
END $$;

-- The uids of a page as the lists' indexes give them: a branch a state and, when few types are asked for in the order of
-- names, a branch a type, merged.
CREATE FUNCTION "tenant"."inventory_walk_sql"(
  workspace uuid, filters jsonb, sort text, direction text, after jsonb, kept integer) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  ordered text := array_to_string(inventory_keys(sort), ' ' || direction || ', ') || ' ' || direction;
  position text := inventory_position(sort, CASE direction WHEN 'asc' THEN '>' ELSE '<' END, after);
  states text[] := CASE WHEN filters->>'state' = 'any' THEN ARRAY['live', 'deleted', 'unwatched']
    ELSE string_to_array(coalesce(filters->>'state', 'live'), ',') END;
  types text[] := ARRAY[NULL];
  state text;
  one_type text;
  own jsonb;
  found text;
BEGIN
  IF direction NOT IN ('asc', 'desc') THEN RAISE EXCEPTION 'no such order: %', direction; END IF;
  IF ordered IS NULL THEN RAISE EXCEPTION 'no such sort: %', sort; END IF;
  IF sort = 'name' AND jsonb_typeof(filters->'type') = 'array' AND jsonb_array_length(filters->'type') BETWEEN 2 AND 12 THEN
    types := ARRAY(SELECT DISTINCT jsonb_array_elements_text(filters->'type'));
  END IF;
  FOREACH state IN ARRAY states LOOP
    FOREACH one_type IN ARRAY types LOOP
      own := filters || jsonb_build_object('state', state);
      IF one_type IS NOT NULL THEN own := own || jsonb_build_object('type', jsonb_build_array(one_type)); END IF;
      found := coalesce(found || ' UNION ALL ', '') || format('(SELECT r.uid, r.name, r.type%s FROM resource r WHERE %s%s ORDER BY %s LIMIT %s)',
        CASE sort WHEN 'changed' THEN ', r.changed_at' WHEN 'created' THEN ', r.aws_created_at, r.first_seen_at' ELSE '' END,
        inventory_where(workspace, own), position, ordered, kept);
    END LOOP;
  END LOOP;
  RETURN format('SELECT r.uid FROM (%s) r ORDER BY %s LIMIT %s', found, ordered, kept);
END $$;

-- The whole page in one statement, as a test or a benchmark EXPLAINs it.
CREATE OR REPLACE FUNCTION "tenant"."inventory_search_sql"(
  workspace uuid, filters jsonb, sort text, direction text, after jsonb, page_size integer) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog, tenant
  RETURN (SELECT format(
    'SELECT r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, r.version, r.state,
            r.first_seen_at, CASE WHEN r.state = ''live'' THEN greatest(r.observed_at, s.complete_at) ELSE r.observed_at END AS observed_at,
            r.changed_at, r.deleted_at, lower(r.name) AS sort_name, r.aws_created_at, coalesce(r.aws_created_at, r.first_seen_at) AS created_at
     FROM (%2$s) p
     CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.workspace_id = %1$L::uuid AND r.uid = p.uid OFFSET 0) r
     LEFT JOIN LATERAL (SELECT s.complete_at FROM inventory_scope s WHERE s.workspace_id = %1$L::uuid
       AND s.account_id = r.account_id AND s.region = r.region AND s.type = r.type OFFSET 0) s ON true
     ORDER BY %3$s',
    workspace, "tenant".inventory_walk_sql(workspace, filters, sort, direction, after, greatest(1, least(page_size, 1001))),
    array_to_string("tenant".inventory_keys(sort), ' ' || direction || ', ') || ' ' || direction));

-- A page, its rows as a JSON array, and with `cap` its total, exact up to `cap - 1` where no rollup counts it. Runs as the
-- owner; the workspace is the transaction's, and without one there is nothing.
CREATE FUNCTION "tenant"."inventory_page"(filters jsonb, sort text, direction text, after jsonb, page_size integer, cap integer)
  RETURNS TABLE (page text, resources bigint, exact boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan SET timezone = 'UTC' AS $$
DECLARE
  workspace uuid := current_workspace();
  kept integer := greatest(1, least(page_size, 1001));
  wanted text := coalesce(filters->>'state', 'live');
  unfiltered boolean := filters - 'state' = '{}' AND wanted IN ('live', 'deleted', 'unwatched');
  chosen uuid[];
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  exact := true;
  IF unfiltered AND sort = 'name' AND direction = 'asc' THEN
    -- What every console opens with: its plan is kept, and its rows are read on the way.
    SELECT coalesce(json_agg(x)::text, '[]') INTO page FROM (
      SELECT r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, r.version, r.state, r.first_seen_at,
        CASE WHEN r.state = 'live' THEN greatest(r.observed_at, s.complete_at) ELSE r.observed_at END AS observed_at,
        r.changed_at, r.deleted_at, lower(r.name) AS sort_name, r.aws_created_at
      FROM (SELECT * FROM resource r WHERE r.workspace_id = workspace AND r.state = wanted
        AND (lower(r.name), r.uid) > (coalesce(after->>0, ''), coalesce(after->>1, '00000000-0000-0000-0000-000000000000')::uuid)
        ORDER BY lower(r.name), r.uid LIMIT kept) r
      LEFT JOIN LATERAL (SELECT s.complete_at FROM inventory_scope s WHERE s.workspace_id = workspace
        AND s.account_id = r.account_id AND s.region = r.region AND s.type = r.type OFFSET 0) s ON true) x;
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
  IF page IS NULL THEN
    SELECT coalesce(json_agg(x)::text, '[]') INTO page FROM (
      SELECT r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, r.version, r.state, r.first_seen_at,
        CASE WHEN r.state = 'live' THEN greatest(r.observed_at, s.complete_at) ELSE r.observed_at END AS observed_at,
        r.changed_at, r.deleted_at, lower(r.name) AS sort_name, r.aws_created_at
      FROM unnest(chosen) WITH ORDINALITY AS p (uid, n)
      CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.workspace_id = workspace AND r.uid = p.uid OFFSET 0) r
      LEFT JOIN LATERAL (SELECT s.complete_at FROM inventory_scope s WHERE s.workspace_id = workspace
        AND s.account_id = r.account_id AND s.region = r.region AND s.type = r.type OFFSET 0) s ON true
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

DROP FUNCTION "tenant"."inventory_search"(jsonb, text, text, jsonb, integer), "tenant"."inventory_count"(jsonb, integer);

REVOKE EXECUTE ON FUNCTION
  "tenant"."inventory_keys"(text),
  "tenant"."inventory_position"(text, text, jsonb),
  "tenant"."inventory_by_words"(jsonb),
  "tenant"."inventory_gathered_sql"(uuid, jsonb, text, text, jsonb, jsonb, integer, integer),
  "tenant"."inventory_gathered"(text),
  "tenant"."inventory_gathered_below"(text),
  "tenant"."inventory_stretch_sql"(uuid, jsonb, text, text, jsonb, integer),
  "tenant"."inventory_found"(uuid, jsonb, text, text, jsonb, integer),
  "tenant"."inventory_walk_sql"(uuid, jsonb, text, text, jsonb, integer),
  "tenant"."inventory_page"(jsonb, text, text, jsonb, integer, integer)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."inventory_page"(jsonb, text, text, jsonb, integer, integer) TO mooring_tenant;
