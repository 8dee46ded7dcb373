-- What is frequent and stands late in the order (docs/decisions/0105-frequent-and-late.md): what stands before the end of a
-- sample's page was read row by row; now the bitmaps of the order and of the words are put together first.

-- Whether an index finds about what matches: a word or a whole tag, not a tag's beginning (its trigrams are nearly everywhere).
CREATE FUNCTION "tenant"."inventory_by_whole_words"(filters jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN length(coalesce(filters->>'q', '')) > 0 OR coalesce(jsonb_array_length(filters->'tag'), 0) > 0
    OR EXISTS (SELECT FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
      WHERE NOT coalesce((w->>'not')::boolean, false)
        AND (w->>'f' IN ('text', 'tagged') OR (w->>'f' = 'tag' AND coalesce(jsonb_array_length(w->'begin'), 0) = 0)));

-- Matches in whatever order their places have, at most `most`, none beyond `until`: how many, the page among them, and the
-- last position of that page. Up to `until` the workspace is asked for as one of a list: PostgreSQL never puts two bitmaps
-- together that use the same condition, and an index over words does not use such a one.
CREATE OR REPLACE FUNCTION "tenant"."inventory_gathered_sql"(workspace uuid, filters jsonb, sort text, direction text, after jsonb,
  until jsonb, kept integer, most integer) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog, tenant
  RETURN (SELECT format(
    'WITH m AS MATERIALIZED (SELECT r.uid, r.name, r.type, r.changed_at, r.aws_created_at, r.first_seen_at FROM resource r WHERE %1$s%2$s),
       p AS MATERIALIZED (SELECT x.uid, x.at, row_number() OVER () AS n FROM (
         SELECT r.uid, jsonb_build_array(%3$s) AS at FROM m r WHERE true%5$s ORDER BY %4$s LIMIT %6$s) x)
     SELECT (SELECT count(*) FROM m), ARRAY(SELECT uid FROM p ORDER BY n), (SELECT at FROM p ORDER BY n DESC LIMIT 1)',
    CASE WHEN until IS NULL OR NOT "tenant".inventory_by_whole_words(filters) OR NOT starts_with(wanted, own) THEN wanted
      ELSE format('r.workspace_id = ANY (%L::uuid[])', ARRAY[workspace]::text) || substr(wanted, length(own) + 1) END,
    CASE WHEN until IS NULL THEN format(' LIMIT %s', most)
      ELSE "tenant".inventory_position(sort, forward, after) || "tenant".inventory_position(sort, backward || '=', until) END,
    array_to_string(k, ', '), array_to_string(k, ' ' || direction || ', ') || ' ' || direction, "tenant".inventory_position(sort, forward, after), kept)
    FROM (SELECT "tenant".inventory_keys(sort) AS k, CASE direction WHEN 'asc' THEN '>' ELSE '<' END AS forward,
      CASE direction WHEN 'asc' THEN '<' ELSE '>' END AS backward, "tenant".inventory_where(workspace, filters) AS wanted,
      format('r.workspace_id = %L::uuid', workspace) AS own) x);

-- As before, and a sample of what text finds is never more than 10,000: nine of ten that its index names may not match.
CREATE OR REPLACE FUNCTION "tenant"."inventory_found"(
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
  most := CASE WHEN expected > 60000 OR filters ? 'q' THEN 10001 ELSE 20001 END;
  -- Of one type with words the guess is often far too low, and its own list is short.
  IF one_list AND (expected > 1000 OR jsonb_array_length(filters->'type') = 1) THEN
    EXECUTE inventory_stretch_sql(workspace, filters, sort, direction, after, kept, CASE WHEN expected > 1000 THEN 8000 ELSE 1000 END) INTO uids;
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

REVOKE EXECUTE ON FUNCTION "tenant"."inventory_by_whole_words"(jsonb) FROM PUBLIC;
