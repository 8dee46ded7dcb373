-- A stretch of the list is looked at first also when one type is asked for: `id:` and a type found 25,000 by words where the
-- first 51 of the list were the page (bench/inventory-reads.ts).

DROP FUNCTION "tenant"."inventory_stretch_sql"(uuid, jsonb, text, text, jsonb, integer);
-- Which of the next `far` of the list match, until the page is full.
CREATE FUNCTION "tenant"."inventory_stretch_sql"(workspace uuid, filters jsonb, sort text, direction text, after jsonb, kept integer, far integer) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog, tenant
  RETURN (SELECT format(
    'SELECT ARRAY(SELECT r.uid FROM (SELECT r.* FROM resource r WHERE %1$s%2$s ORDER BY %3$s LIMIT %6$s) r WHERE %4$s ORDER BY %3$s LIMIT %5$s)',
    "tenant".inventory_where(workspace, jsonb_build_object('state', coalesce(filters->'state', '"live"'))
      || CASE WHEN jsonb_array_length(filters->'type') = 1 THEN jsonb_build_object('type', filters->'type') ELSE '{}' END),
    "tenant".inventory_position(sort, CASE direction WHEN 'asc' THEN '>' ELSE '<' END, after), o, "tenant".inventory_where(workspace, filters), kept, far)
    FROM (SELECT array_to_string("tenant".inventory_keys(sort), ' ' || direction || ', ') || ' ' || direction AS o) x);

-- (Volatile, as only such functions may EXPLAIN.) The page of what words or tags find (NULL: the list has to be walked), and how many there are (NULL: not known from that).
--   rare: all of it is gathered and sorted;
--   frequent: a stretch of the list has enough of it, unless it stands late in the order; then
--   a sample says where the page ends at the latest, and what stands before that is read, in the order of its places.
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
  most := CASE WHEN expected > 60000 THEN 10001 ELSE 20001 END;
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

REVOKE EXECUTE ON FUNCTION "tenant"."inventory_stretch_sql"(uuid, jsonb, text, text, jsonb, integer, integer) FROM PUBLIC;
