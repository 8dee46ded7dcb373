-- The inventory at a moment, a page and its total in one call (docs/decisions/0092-time-fast.md): today's rows answer for
-- whatever has kept its name and tags, former names and tags for the rest, and spans say what state each was in.

-- Spans of `version_span` or `past_identity` that hold a moment, as SQL text over an alias s: a branch for each length.
CREATE FUNCTION "tenant"."spans_at_sql"(source text, workspace uuid, at timestamptz, columns text, tail text DEFAULT '') RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN (SELECT string_agg(format('(SELECT %s FROM %I s WHERE s.workspace_id = %L::uuid AND s.length = %s AND s.began <= %L AND s.ended > %5$L%s%s)',
      columns, source, workspace, n, at,
      CASE WHEN n < 15 THEN format(' AND s.began > %L', at - make_interval(hours => 1 << n)) ELSE '' END, tail), ' UNION ALL ')
    FROM generate_series(0, 15) n);

-- Whether conditions ask for when something changed or was seen: then each row needs the span of that moment.
CREATE FUNCTION "tenant"."as_of_by_time"(filters jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN EXISTS (SELECT FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w WHERE w->>'f' IN ('changed', 'seen'));

-- What matches at a moment, as branches `FROM … r WHERE …` that exclude one another. `how`:
--   plain: by today's lists and former names; `changed_at` may be today's;
--   spans: the same, and `changed_at` is that of then;
--   changed: today's rows that are as they were, and all spans of the moment, a branch a length (state live only);
--   joined: today's lists, each row with its name of then.
CREATE FUNCTION "tenant"."as_of_branches"(workspace uuid, filters jsonb, at timestamptz, how text) RETURNS text[]
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  wanted text := coalesce(filters->>'state', 'live');
  known text := format(' AND r.first_seen_at <= %L', at);
  unchanged text := format(' AND r.changed_at <= %L', at);
  changed text := format(' AND r.changed_at > %L', at);
  same text := format(' AND (r.identity_changed_at IS NULL OR r.identity_changed_at <= %L)', at);
  was_live text := format('EXISTS (SELECT FROM version_span v WHERE v.workspace_id = %L::uuid AND v.resource_uid = r.uid
    AND v.ended > %L AND v.began <= %2$L AND NOT v.deleted OFFSET 0)', workspace, at);
  watched text := format(' AND (r.state <> ''unwatched'' OR r.unwatched_at > %L)', at);
  -- Lateral with OFFSET 0: one look-up a row, whatever the statistics say.
  span text := format('CROSS JOIN LATERAL (SELECT * FROM version_span s WHERE s.workspace_id = %L::uuid AND s.resource_uid = r.uid
    AND s.ended > %L AND s.began <= %2$L AND %s s.deleted OFFSET 0) s', workspace, at, CASE wanted WHEN 'deleted' THEN '' ELSE 'NOT' END);
  resource_of text := format('CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.workspace_id = %L::uuid AND r.uid = s.resource_uid OFFSET 0) r', workspace);
  former text := format('LEFT JOIN LATERAL (SELECT * FROM past_identity i WHERE r.identity_changed_at > %L AND i.workspace_id = %L::uuid
    AND i.resource_uid = r.uid AND i.ended > %1$L AND i.began <= %1$L OFFSET 0) i ON true', at, workspace);
  columns text := 'r.workspace_id, r.uid, r.id, r.type, r.service, r.account_id, r.region, r.volatile, r.integration_id, r.first_seen_at,
    r.observed_at, r.aws_created_at, %s AS changed_at, %L::text AS state';
  own text := ', r.name, r.arn, r.tags, r.attributes, r.search_text';
  of_then text := ', CASE WHEN i.ended IS NULL THEN r.name ELSE i.name END AS name, CASE WHEN i.ended IS NULL THEN r.arn ELSE i.arn END AS arn,
    CASE WHEN i.ended IS NULL THEN r.tags ELSE i.tags END AS tags, CASE WHEN i.ended IS NULL THEN r.attributes
      ELSE jsonb_build_object(''addresses'', i.addresses) END AS attributes, CASE WHEN i.ended IS NULL THEN r.search_text ELSE i.search_text END AS search_text';
  named text;
  few boolean;
  asked text := inventory_where(workspace, filters || jsonb_build_object('state', wanted));
  made text[];
  state_now text;
BEGIN
  IF wanted NOT IN ('live', 'deleted', 'unwatched') THEN RAISE EXCEPTION 'no such state of a moment: %', wanted; END IF;
  IF wanted = 'deleted' THEN
    -- Deleted since before, or deleted then and made again since.
    RETURN ARRAY[
      'FROM resource r WHERE ' || asked || known || unchanged,
      format('FROM (SELECT %s%s FROM version_span s %s %s WHERE s.workspace_id = %L::uuid AND s.deleted AND s.ended > %L AND s.began <= %6$L) r WHERE %s',
        format(columns, 's.began', wanted), of_then, resource_of, former, workspace, at, asked)];
  ELSIF wanted = 'unwatched' THEN
    RETURN ARRAY[
      'FROM resource r WHERE ' || asked || known || unchanged || format(' AND r.unwatched_at <= %L', at),
      format('FROM (SELECT %s%s FROM resource r %s %s WHERE r.workspace_id = %L::uuid AND r.state = ''unwatched'' AND r.unwatched_at <= %L%s%s) r WHERE %s',
        format(columns, 's.began', wanted), of_then, span, former, workspace, at, known, changed, asked)];
  END IF;
  IF how IN ('spans', 'changed') THEN
    made := ARRAY['FROM resource r WHERE ' || asked || known || unchanged,
      'FROM resource r WHERE ' || inventory_where(workspace, filters || '{"state": "unwatched"}') || known || unchanged
        || format(' AND r.unwatched_at > %L', at)];
  END IF;
  IF how = 'changed' THEN
    RETURN made || ARRAY(
      SELECT format('FROM (SELECT %s%s FROM version_span s %s %s WHERE s.workspace_id = %L::uuid AND s.length = %s AND NOT s.deleted
          AND s.began <= %L AND s.ended > %7$L%s%s) r WHERE %s',
        replace(format(columns, 's.began', wanted), 'r.uid', 's.resource_uid AS uid'), of_then, resource_of, former, workspace, n, at,
        CASE WHEN n < 15 THEN format(' AND s.began > %L', at - make_interval(hours => 1 << n)) ELSE '' END, watched, asked)
      FROM generate_series(0, 15) n);
  ELSIF how = 'spans' THEN
    made := made || format('FROM (SELECT %s%s FROM resource r %s WHERE r.workspace_id = %L::uuid AND r.state = ANY (''{live,deleted,unwatched}'')%s%s%s%s) r WHERE %s',
      format(columns, 's.began', wanted), own, span, workspace, known, changed, same, watched, asked);
  ELSE
    FOREACH state_now IN ARRAY ARRAY['live', 'unwatched', 'deleted'] LOOP
      named := known || CASE how WHEN 'joined' THEN '' ELSE same END || CASE state_now
        WHEN 'deleted' THEN changed || ' AND ' || was_live
        ELSE format(' AND (r.changed_at <= %L OR %s)', at, was_live) || CASE state_now WHEN 'unwatched' THEN format(' AND r.unwatched_at > %L', at) ELSE '' END END;
      made := made || CASE how WHEN 'joined' THEN
          format('FROM (SELECT %s%s FROM resource r %s WHERE r.workspace_id = %L::uuid AND r.state = %L%s) r WHERE %s',
            format(columns, 'r.changed_at', wanted), of_then, former, workspace, state_now, named, asked)
        ELSE 'FROM resource r WHERE ' || inventory_where(workspace, filters || jsonb_build_object('state', state_now)) || named END;
    END LOOP;
    IF how = 'joined' THEN RETURN made; END IF;
  END IF;
  -- Few former names of the moment are read as they are, many through their own lists and words.
  EXECUTE format('SELECT count(*) <= 5000 FROM (SELECT FROM (%s) s LIMIT 5001) s', spans_at_sql('past_identity', workspace, at, 's.ended')) INTO few;
  RETURN made || format(
    'FROM (SELECT i.workspace_id, i.resource_uid AS uid, r.id, i.type, r.service, r.account_id, r.region, r.volatile, r.integration_id, r.first_seen_at,
       r.observed_at, r.aws_created_at, %s AS changed_at, ''live''::text AS state, i.name, i.arn, i.tags, jsonb_build_object(''addresses'', i.addresses) AS attributes, i.search_text
     FROM %s i %s %s WHERE i.workspace_id = %L::uuid AND i.began <= %L AND i.ended > %6$L%s%s) r WHERE %s',
    CASE how WHEN 'spans' THEN 's.began' ELSE 'r.changed_at' END,
    CASE WHEN few THEN format('(%s OFFSET 0)', spans_at_sql('past_identity', workspace, at, 's.*')) ELSE 'past_identity' END,
    replace(resource_of, 's.resource_uid', 'i.resource_uid'), CASE how WHEN 'spans' THEN span ELSE '' END, workspace, at, watched,
    CASE how WHEN 'spans' THEN '' ELSE ' AND ' || was_live END, asked);
END $$;

-- The uids of a page as the lists' indexes give them, the branches merged; without a sort up to page_size rows and what
-- facets count by. As SQL text, so that a test or a benchmark can EXPLAIN what really runs.
DROP FUNCTION "tenant"."inventory_as_of_sql"(uuid, jsonb, timestamptz, text, text, jsonb, integer);
CREATE FUNCTION "tenant"."inventory_as_of_sql"(
  workspace uuid, filters jsonb, at timestamptz, sort text, direction text, after jsonb, page_size integer) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  wanted text := coalesce(filters->>'state', 'live');
  ordered text := array_to_string(inventory_keys(sort), ' ' || direction || ', ') || ' ' || direction;
  how text := CASE WHEN sort = 'changed' AND wanted = 'live' THEN 'changed' WHEN sort = 'changed' OR as_of_by_time(filters) THEN 'spans'
    WHEN sort = 'created' THEN 'joined' ELSE 'plain' END;
  kept integer := greatest(1, page_size);
  few boolean;
BEGIN
  IF direction NOT IN ('asc', 'desc') THEN RAISE EXCEPTION 'no such order: %', direction; END IF;
  IF how = 'spans' AND wanted = 'live' AND filters->'where' @> '[{"f": "changed"}]' THEN
    -- What changed when is asked for in the order of names: spans are sorted when they are few, else lists are walked.
    EXECUTE (SELECT format('SELECT count(*) <= 20000 FROM (SELECT FROM (%s) x LIMIT 20001) x', string_agg('SELECT ' || b, ' UNION ALL ' ORDER BY n))
      FROM unnest(as_of_branches(workspace, filters, at, 'changed')) WITH ORDINALITY AS u (b, n) WHERE n > 2) INTO few;
    IF few THEN how := 'changed'; END IF;
  END IF;
  IF sort IS NULL THEN
    RETURN (SELECT format('SELECT x.* FROM (%s) x LIMIT %s',
      string_agg(format('SELECT r.uid, %L::text AS state, r.account_id, r.region, r.service, r.type %s', wanted, b), ' UNION ALL ' ORDER BY n), kept)
      FROM unnest(as_of_branches(workspace, filters, at, how)) WITH ORDINALITY AS u (b, n));
  END IF;
  IF ordered IS NULL THEN RAISE EXCEPTION 'no such sort: %', sort; END IF;
  RETURN (SELECT format('SELECT r.uid FROM (%s) r ORDER BY %s LIMIT %s',
    string_agg(format('(SELECT r.uid, r.name, r.type, r.changed_at, r.aws_created_at, r.first_seen_at %s%s ORDER BY %s LIMIT %s)', b,
      inventory_position(sort, CASE direction WHEN 'asc' THEN '>' ELSE '<' END, after), ordered, kept), ' UNION ALL ' ORDER BY n), ordered, kept)
    FROM unnest(as_of_branches(workspace, filters, at, how)) WITH ORDINALITY AS u (b, n));
END $$;

-- As tenant.inventory_gathered_sql, of a moment.
CREATE FUNCTION "tenant"."as_of_gathered_sql"(workspace uuid, filters jsonb, at timestamptz, sort text, direction text, after jsonb,
  until jsonb, kept integer, most integer) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog, tenant
  RETURN (SELECT format(
    'WITH m AS MATERIALIZED (SELECT * FROM (%1$s) r%2$s),
       p AS MATERIALIZED (SELECT r.uid, jsonb_build_array(%3$s) AS at, row_number() OVER (ORDER BY %4$s) AS n FROM m r WHERE true%5$s ORDER BY %4$s LIMIT %6$s)
     SELECT (SELECT count(*) FROM m), ARRAY(SELECT uid FROM p ORDER BY n), (SELECT at FROM p ORDER BY n DESC LIMIT 1)',
    (SELECT string_agg(format('SELECT r.uid, r.name, r.type, r.changed_at, r.aws_created_at, r.first_seen_at %s%s', b, CASE WHEN until IS NULL THEN ''
        ELSE "tenant".inventory_position(sort, forward, after) || "tenant".inventory_position(sort, backward || '=', until) END), ' UNION ALL ' ORDER BY n)
      FROM unnest("tenant".as_of_branches(workspace, filters, at,
        CASE WHEN "tenant".as_of_by_time(filters) AND NOT "tenant".inventory_by_words(filters) THEN 'changed'
          WHEN sort = 'changed' OR "tenant".as_of_by_time(filters) THEN 'spans' ELSE 'plain' END)) WITH ORDINALITY AS u (b, n)),
    CASE WHEN until IS NULL THEN format(' LIMIT %s', most) ELSE '' END,
    array_to_string(k, ', '), array_to_string(k, ' ' || direction || ', ') || ' ' || direction, "tenant".inventory_position(sort, forward, after), kept)
    FROM (SELECT "tenant".inventory_keys(sort) AS k, CASE direction WHEN 'asc' THEN '>' ELSE '<' END AS forward,
      CASE direction WHEN 'asc' THEN '<' ELSE '>' END AS backward) x);

-- Runs that by what its conditions have indexes for. (By words: tenant.inventory_gathered, by their bitmaps.)
CREATE FUNCTION "tenant"."as_of_gathered"(sql text, OUT matches bigint, OUT uids uuid[], OUT last jsonb)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant
  SET enable_seqscan = off SET jit = off SET work_mem = '64MB' SET max_parallel_workers_per_gather = 0 AS $$
BEGIN EXECUTE sql INTO matches, uids, last; END $$;

-- A page of a moment, its rows as a JSON array, and its total, exact up to `cap - 1` where cells do not count it.
--   what cells count and is many is walked in the order of the lists;
--   everything else is gathered and sorted, up to 10,000; beyond that
--   words in the order of a list by the bitmap of what stands before the end of a sample's page, else the lists are walked.
CREATE FUNCTION "tenant"."inventory_page_as_of"(
  filters jsonb, at timestamptz, sort text, direction text, after jsonb, page_size integer, cap integer)
  RETURNS TABLE (page text, resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off SET timezone = 'UTC' SET work_mem = '32MB' AS $$
DECLARE
  workspace uuid := current_workspace();
  kept integer := greatest(1, least(page_size, 1001));
  wanted text := coalesce(filters->>'state', 'live');
  words boolean := inventory_by_words(filters);
  cells boolean := counted_by_cells(filters);
  narrowed boolean := filters - ARRAY['state', 'now', 'where'] <> '{}' OR jsonb_array_length(coalesce(filters->'where', '[]')) > 0;
  most integer := greatest(10001, cap);
  chosen uuid[];
  last jsonb;
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  exact := true;
  IF cells THEN
    EXECUTE format('SELECT coalesce(sum(r.resources), 0) FROM (%s) r WHERE %s',
      inventory_cells_as_of_sql(workspace, at), inventory_where(workspace, filters)) INTO resources;
    IF resources = 0 THEN chosen := '{}'; END IF;
  END IF;
  IF chosen IS NULL AND (NOT cells OR (sort = 'changed' AND narrowed AND resources < 5000)) THEN
    IF words THEN
      SELECT g.matches, g.uids, g.last INTO resources, chosen, last
      FROM inventory_gathered(as_of_gathered_sql(workspace, filters, at, sort, direction, after, NULL, kept, most)) g;
    ELSE
      SELECT g.matches, g.uids, g.last INTO resources, chosen, last
      FROM as_of_gathered(as_of_gathered_sql(workspace, filters, at, sort, direction, after, NULL, kept, most)) g;
    END IF;
    IF NOT cells THEN
      exact := resources < cap;
      IF resources >= most THEN
        IF words AND sort <> 'changed' AND cardinality(chosen) = kept THEN
          SELECT g.uids INTO chosen
          FROM inventory_gathered_below(as_of_gathered_sql(workspace, filters, at, sort, direction, after, last, kept, NULL)) g;
        ELSE
          chosen := NULL;
        END IF;
      END IF;
      resources := least(resources, cap - 1);
    END IF;
  END IF;
  IF chosen IS NULL THEN
    EXECUTE format('SELECT ARRAY(%s)', inventory_as_of_sql(workspace, filters, at, sort, direction, after, kept)) INTO chosen;
  END IF;
  SELECT coalesce(json_agg(x)::text, '[]') INTO page FROM (
    SELECT r.uid, r.id, r.type, r.service, r.account_id, r.region, CASE WHEN i.ended IS NULL THEN r.name ELSE i.name END AS name,
      CASE WHEN i.ended IS NULL THEN r.arn ELSE i.arn END AS arn, CASE WHEN i.ended IS NULL THEN r.tags ELSE i.tags END AS tags,
      CASE WHEN r.changed_at <= at THEN r.version ELSE s.version END AS version, wanted AS state, r.first_seen_at,
      CASE WHEN r.observed_at <= at THEN r.observed_at WHEN r.changed_at <= at THEN r.changed_at ELSE s.began END AS observed_at,
      CASE WHEN r.changed_at <= at THEN r.changed_at ELSE s.began END AS changed_at,
      CASE WHEN wanted = 'deleted' THEN CASE WHEN r.changed_at <= at THEN r.changed_at ELSE s.began END END AS deleted_at,
      lower(CASE WHEN i.ended IS NULL THEN r.name ELSE i.name END) AS sort_name, r.aws_created_at
    FROM unnest(chosen) WITH ORDINALITY AS p (uid, n)
    CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.workspace_id = workspace AND r.uid = p.uid OFFSET 0) r
    LEFT JOIN LATERAL (SELECT * FROM version_span s WHERE r.changed_at > at AND s.workspace_id = workspace AND s.resource_uid = r.uid
      AND s.ended > at AND s.began <= at OFFSET 0) s ON true
    LEFT JOIN LATERAL (SELECT * FROM past_identity i WHERE r.identity_changed_at > at AND i.workspace_id = workspace AND i.resource_uid = r.uid
      AND i.ended > at AND i.began <= at OFFSET 0) i ON true
    ORDER BY p.n) x;
  RETURN NEXT;
END $$;

DROP FUNCTION "tenant"."inventory_as_of"(jsonb, timestamptz, text, text, jsonb, integer),
  "tenant"."inventory_count_as_of"(jsonb, timestamptz, integer),
  "tenant"."as_of_tail"(text, text, jsonb, integer, text, text);

-- As before; with text or tags up to 50,000 matches are counted, as today's facets do.
CREATE OR REPLACE FUNCTION "tenant"."inventory_facets_as_of"(filters jsonb, at timestamptz)
  RETURNS TABLE (facet text, value text, resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off AS $$
DECLARE
  workspace uuid := current_workspace();
  facets text[] := ARRAY['type', 'account', 'region', 'service'];
  parts text;
  of_facets jsonb := coalesce((SELECT jsonb_agg(w) FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
    WHERE w->>'f' = ANY (facets)), '[]');
  others jsonb := coalesce((SELECT jsonb_agg(w) FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
    WHERE w->>'f' <> ALL (facets)), '[]');
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  SELECT string_agg(format('SELECT %L, r.%I, sum(r.resources)::bigint, %s FROM cells r WHERE %s GROUP BY 2 HAVING sum(r.resources) > 0',
    f, CASE f WHEN 'account' THEN 'account_id' ELSE f END,
    CASE WHEN counted_by_cells(filters) THEN 'true' ELSE '(SELECT sum(m.resources) <= 50000 FROM cells m)' END,
    inventory_where(workspace, (SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each(filters) e (k, v)
      WHERE k = ANY (facets || 'state'::text)) || jsonb_build_object('where', of_facets), f)), ' UNION ALL ')
  INTO parts FROM unnest(facets) f;
  RETURN QUERY EXECUTE format('WITH cells AS MATERIALIZED (%s) %s',
    CASE WHEN counted_by_cells(filters) THEN inventory_cells_as_of_sql(workspace, at)
    ELSE format('SELECT %L::uuid AS workspace_id, x.state, x.account_id, x.region, x.service, x.type, count(*) AS resources
                 FROM (%s) x GROUP BY 1, 2, 3, 4, 5, 6', workspace,
           inventory_as_of_sql(workspace, (filters - facets) || jsonb_build_object('where', others), at, NULL, 'asc', NULL, 50001)) END, parts);
END $$;

REVOKE EXECUTE ON FUNCTION
  "tenant"."spans_at_sql"(text, uuid, timestamptz, text, text),
  "tenant"."as_of_by_time"(jsonb),
  "tenant"."as_of_branches"(uuid, jsonb, timestamptz, text),
  "tenant"."inventory_as_of_sql"(uuid, jsonb, timestamptz, text, text, jsonb, integer),
  "tenant"."as_of_gathered_sql"(uuid, jsonb, timestamptz, text, text, jsonb, jsonb, integer, integer),
  "tenant"."as_of_gathered"(text),
  "tenant"."inventory_page_as_of"(jsonb, timestamptz, text, text, jsonb, integer, integer)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."inventory_page_as_of"(jsonb, timestamptz, text, text, jsonb, integer, integer) TO mooring_tenant;
