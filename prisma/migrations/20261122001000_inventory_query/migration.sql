-- The inventory's query language in SQL (docs/decisions/0080-inventory-query.md): filters keep the keys they had and get
-- `where`, a list of conditions that must all hold; lists sort by creation too and take several states; tags have facets.

-- One line a field, addresses (`attributes.addresses`, which every collector may fill) included.
CREATE FUNCTION "tenant"."resource_search_text"(name text, arn text, id text, tags jsonb, attributes jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN lower(
    E'\n' || name || coalesce(E'\n' || arn, '') || CASE WHEN id IN (name, arn) THEN '' ELSE E'\n' || id END
    || coalesce((SELECT string_agg(E'\n' || t.key || '=' || t.value, '' ORDER BY t.key)
                 FROM jsonb_each_text(CASE WHEN jsonb_typeof(tags) = 'object' THEN tags ELSE '{}' END) t), '')
    || coalesce((SELECT string_agg(E'\n' || a.value, '' ORDER BY a.value)
                 FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(attributes->'addresses') = 'array'
                   THEN attributes->'addresses' ELSE '[]' END) a), ''));

ALTER TABLE "tenant"."resource" DROP COLUMN "search_text";
ALTER TABLE "tenant"."resource" ADD COLUMN "search_text" text NOT NULL GENERATED ALWAYS AS (
  "tenant"."resource_search_text"(name, arn, id, tags, attributes)) STORED;
CREATE INDEX "resource_search" ON "tenant"."resource" USING gin (workspace_id, search_text gin_trgm_ops);
CREATE INDEX "resource_list_created" ON "tenant"."resource"
  (workspace_id, state, coalesce(aws_created_at, first_seen_at), uid);

-- `name` is included so that a page is found in the index alone, its filters too; the rows are fetched for the page only.
DROP INDEX "tenant"."resource_list_name", "tenant"."resource_list_type";
CREATE INDEX "resource_list_name" ON "tenant"."resource" (workspace_id, state, lower(name), uid)
  INCLUDE (name, type, account_id, region, service, integration_id);
CREATE INDEX "resource_list_type" ON "tenant"."resource" (workspace_id, state, type, lower(name), uid)
  INCLUDE (name, account_id, region, service, integration_id);

-- The states that filters ask for; live unless told.
CREATE FUNCTION "tenant"."inventory_states"(filters jsonb) RETURNS text[]
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, tenant
  RETURN CASE WHEN filters->>'state' = 'any' THEN ARRAY['live', 'deleted', 'unwatched']
    ELSE string_to_array(coalesce(filters->>'state', 'live'), ',') END;

CREATE FUNCTION "tenant"."like_pattern"(words text) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN regexp_replace(lower(words), '([\\%_])', '\\\1', 'g');

-- Whether the rollup can answer: only what it counts by is asked for.
CREATE FUNCTION "tenant"."counted_by_rollup"(filters jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN coalesce(filters->>'q', '') = '' AND coalesce(jsonb_array_length(filters->'tag'), 0) = 0 AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
    WHERE w->>'f' NOT IN ('type', 'account', 'region', 'service', 'integration'));

-- One condition of `where` as SQL text over a relation r. Values go in by %L only. What has no index of its own is found by
-- the line it has in search_text, and then compared.
CREATE FUNCTION "tenant"."inventory_condition"(c jsonb, workspace uuid, at timestamptz) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  field text := c->>'f';
  negated boolean := coalesce((c->>'not')::boolean, false);
  whole text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(c->'in', '[]')));
  begun text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(c->'begin', '[]')));
  "column" text := CASE field WHEN 'account' THEN 'account_id' WHEN 'integration' THEN 'integration_id' ELSE field END;
  line text := CASE field WHEN 'tag' THEN like_pattern(c->>'key' || '=') ELSE '' END;
  moment timestamptz;
  v text;
  parts text[] := '{}';
  made text;
BEGIN
  CASE
    WHEN field = 'integration' THEN
      made := format('r.integration_id = ANY (%L::uuid[])', whole::text);
    WHEN field IN ('type', 'account', 'region', 'service') THEN
      IF cardinality(whole) = 1 THEN parts := parts || format('r.%I = %L', "column", whole[1]);
      ELSIF cardinality(whole) > 1 THEN parts := parts || format('r.%I = ANY (%L::text[])', "column", whole::text); END IF;
      FOREACH v IN ARRAY begun LOOP parts := parts || format('lower(r.%I) LIKE %L', "column", like_pattern(v) || '%'); END LOOP;
    WHEN field = 'name' THEN
      FOREACH v IN ARRAY whole LOOP parts := parts || format('lower(r.name) = %L', lower(v)); END LOOP;
      FOREACH v IN ARRAY begun LOOP
        -- Under a collation by code points what begins so stands together in the list by name.
        parts := parts || CASE WHEN (SELECT datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8') FROM pg_database WHERE datname = current_database())
          THEN format('lower(r.name) >= %L AND lower(r.name) < %L AND lower(r.name) LIKE %L', lower(v), lower(v) || chr(1114111), like_pattern(v) || '%')
          ELSE format('r.search_text LIKE %L AND lower(r.name) LIKE %L', E'%\n' || like_pattern(v) || '%', like_pattern(v) || '%') END;
      END LOOP;
    WHEN field IN ('id', 'arn') THEN
      FOREACH v IN ARRAY whole LOOP
        parts := parts || format('r.search_text LIKE %L AND lower(r.%I) = %L', E'%\n' || like_pattern(v) || '%', "column", lower(v));
      END LOOP;
      FOREACH v IN ARRAY begun LOOP
        parts := parts || format('r.search_text LIKE %L AND lower(r.%I) LIKE %L', E'%\n' || like_pattern(v) || '%', "column", like_pattern(v) || '%');
      END LOOP;
    WHEN field = 'address' THEN
      FOREACH v IN ARRAY whole || begun LOOP
        parts := parts || format(
          'r.search_text LIKE %L AND EXISTS (SELECT FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(r.attributes->''addresses'') = ''array'' THEN r.attributes->''addresses'' ELSE ''[]'' END) a WHERE lower(a) LIKE %L)',
          E'%\n' || like_pattern(v) || '%', like_pattern(v) || CASE WHEN v = ANY (begun) THEN '%' ELSE '' END);
      END LOOP;
    WHEN field = 'tag' THEN
      FOREACH v IN ARRAY whole LOOP parts := parts || format('r.tags @> %L::jsonb', jsonb_build_object(c->>'key', v)); END LOOP;
      FOREACH v IN ARRAY begun LOOP
        parts := parts || format('r.search_text LIKE %L AND lower(r.tags->>%L) LIKE %L',
          E'%\n' || line || like_pattern(v) || '%', c->>'key', like_pattern(v) || '%');
      END LOOP;
    WHEN field = 'tagged' THEN
      FOR v IN SELECT jsonb_array_elements_text(c->'keys') LOOP parts := parts || format('r.tags ? %L', v); END LOOP;
    WHEN field = 'text' THEN
      -- One or two characters have no trigram: they match where a field begins.
      made := format('r.search_text LIKE %L',
        CASE WHEN coalesce((c->>'begins')::boolean, false) OR length(c->>'text') < 3 THEN E'%\n' ELSE '%' END || like_pattern(c->>'text') || '%');
    WHEN field IN ('age', 'changed', 'seen') THEN
      moment := at - make_interval(secs => (c->>'seconds')::double precision);
      -- Longer ago is earlier.
      made := CASE c->>'op' WHEN '<' THEN '>' WHEN '<=' THEN '>=' WHEN '>' THEN '<' WHEN '>=' THEN '<=' END;
      IF made IS NULL THEN RAISE EXCEPTION 'no such comparison: %', c->>'op'; END IF;
      made := CASE field
        WHEN 'age' THEN format('coalesce(r.aws_created_at, r.first_seen_at) %s %L::timestamptz', made, moment)
        WHEN 'changed' THEN format('r.changed_at %s %L::timestamptz', made, moment)
        -- A live resource is seen by each complete list of its scope, which does not write it. Scopes that are stale lead to what is.
        ELSE format(CASE WHEN made IN ('<', '<=')
            THEN 'r.observed_at %1$s %2$L::timestamptz AND (r.state <> ''live'' OR EXISTS (SELECT FROM inventory_scope s WHERE s.workspace_id = %3$L::uuid
                   AND (s.account_id, s.region, s.type) = (r.account_id, r.region, r.type) AND (s.complete_at IS NULL OR s.complete_at %1$s %2$L::timestamptz)))'
            ELSE '(r.observed_at %1$s %2$L::timestamptz OR (r.state = ''live'' AND (r.account_id, r.region, r.type) IN (SELECT s.account_id, s.region, s.type
                   FROM inventory_scope s WHERE s.workspace_id = %3$L::uuid AND s.complete_at %1$s %2$L::timestamptz)))' END, made, moment, workspace) END;
    ELSE RAISE EXCEPTION 'no such field: %', field;
  END CASE;
  IF made IS NULL THEN
    -- Nothing to compare with matches nothing.
    made := CASE cardinality(parts) WHEN 0 THEN 'false' WHEN 1 THEN parts[1] ELSE '(' || array_to_string(parts, ') OR (') || ')' END;
  END IF;
  RETURN CASE WHEN negated THEN format(' AND (%s) IS NOT TRUE', made) ELSE format(' AND (%s)', made) END;
END $$;

-- The conditions of a search over a relation r with the columns of `resource`. `without` names what is left out: a facet
-- (type, account, region, service, state) or a tag's key as `tag.<key>`. Tags of different keys must all be there; of one
-- key, one of its values.
CREATE OR REPLACE FUNCTION "tenant"."inventory_where"(workspace uuid, filters jsonb, without text DEFAULT '') RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  states text[] := CASE without WHEN 'state' THEN ARRAY['live', 'deleted', 'unwatched'] ELSE inventory_states(filters) END;
  conditions text := format(CASE cardinality(states) WHEN 1 THEN 'r.workspace_id = %L::uuid AND r.state = %L'
    ELSE 'r.workspace_id = %L::uuid AND r.state = ANY (%L::text[])' END, workspace,
    CASE cardinality(states) WHEN 1 THEN states[1] ELSE states::text END);
  facet text;
  chosen text[];
  tags text[];
  item jsonb;
BEGIN
  FOREACH facet IN ARRAY ARRAY['type', 'account', 'region', 'service'] LOOP
    IF facet = without OR jsonb_typeof(filters->facet) IS DISTINCT FROM 'array' THEN CONTINUE; END IF;
    chosen := ARRAY(SELECT jsonb_array_elements_text(filters->facet));
    IF cardinality(chosen) = 0 THEN CONTINUE; END IF;
    conditions := conditions || format(
      CASE WHEN cardinality(chosen) = 1 THEN ' AND r.%I = %L' ELSE ' AND r.%I = ANY (%L::text[])' END,
      CASE facet WHEN 'account' THEN 'account_id' ELSE facet END,
      CASE WHEN cardinality(chosen) = 1 THEN chosen[1] ELSE chosen::text END);
  END LOOP;
  IF filters ? 'integrationId' THEN
    conditions := conditions || format(' AND r.integration_id = %L::uuid', filters->>'integrationId');
  END IF;
  IF jsonb_typeof(filters->'tag') = 'array' THEN
    FOR tags IN
      SELECT array_agg(CASE WHEN strpos(tag, '=') = 0 THEN format('r.tags ? %L', tag)
               ELSE format('r.tags @> %L::jsonb', jsonb_build_object(split_part(tag, '=', 1), substr(tag, strpos(tag, '=') + 1))) END)
      FROM jsonb_array_elements_text(filters->'tag') t (tag)
      WHERE 'tag.' || split_part(tag, '=', 1) <> without GROUP BY split_part(tag, '=', 1) ORDER BY 1
    LOOP
      conditions := conditions || format(' AND (%s)', array_to_string(tags, ' OR '));
    END LOOP;
  END IF;
  IF coalesce(filters->>'q', '') <> '' THEN
    conditions := conditions || inventory_condition(jsonb_build_object('f', 'text', 'text', filters->>'q'), workspace, now());
  END IF;
  FOR item IN SELECT jsonb_array_elements(coalesce(filters->'where', '[]')) LOOP
    IF item->>'f' = without OR (item->>'f' = 'tag' AND 'tag.' || (item->>'key') = without)
      OR (item->>'f' = 'tagged' AND 'tag.' || (item->'keys'->>0) = without) THEN CONTINUE; END IF;
    conditions := conditions || inventory_condition(item, workspace, coalesce((filters->>'now')::timestamptz, now()));
  END LOOP;
  RETURN conditions;
END $$;

-- One page as SQL text, so that a test or a benchmark can EXPLAIN what really runs. Each state and, when few types are asked
-- for in the order of names, each type is read in its index's own order; the branches are merged. What only asks for what
-- the list indexes hold is found in them alone.
CREATE OR REPLACE FUNCTION "tenant"."inventory_search_sql"(
  workspace uuid, filters jsonb, sort text, direction text, after jsonb, page_size integer) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  keys text[] := CASE sort
    WHEN 'name' THEN ARRAY['lower(r.name)', 'r.uid']
    WHEN 'type' THEN ARRAY['r.type', 'lower(r.name)', 'r.uid']
    WHEN 'changed' THEN ARRAY['r.changed_at', 'r.uid']
    WHEN 'created' THEN ARRAY['coalesce(r.aws_created_at, r.first_seen_at)', 'r.uid'] END;
  kept integer := greatest(1, least(page_size, 1001));
  position text := '';
  ordered text;
  types text[] := ARRAY(SELECT jsonb_array_elements_text(CASE jsonb_typeof(filters->'type') WHEN 'array' THEN filters->'type' ELSE '[]' END));
  states text[] := inventory_states(filters);
  found text;
BEGIN
  IF direction NOT IN ('asc', 'desc') THEN RAISE EXCEPTION 'no such order: %', direction; END IF;
  IF keys IS NULL THEN RAISE EXCEPTION 'no such sort: %', sort; END IF;
  ordered := (SELECT string_agg(k || ' ' || direction, ', ' ORDER BY n) FROM unnest(keys) WITH ORDINALITY AS u (k, n));
  IF after IS NOT NULL THEN
    position := format(' AND (%s) %s (%s)', array_to_string(keys, ', '),
      CASE direction WHEN 'asc' THEN '>' ELSE '<' END,
      (SELECT string_agg(format(CASE WHEN keys[n] = 'r.uid' THEN '%L::uuid' WHEN sort IN ('changed', 'created') THEN '%L::timestamptz' ELSE '%L' END, v), ', ' ORDER BY n)
       FROM jsonb_array_elements_text(after) WITH ORDINALITY AS a (v, n)));
  END IF;
  IF sort <> 'name' OR cardinality(types) NOT BETWEEN 2 AND 12 THEN types := ARRAY[NULL]; END IF;
  SELECT string_agg(format('(SELECT r.uid, r.name, r.type%s FROM resource r WHERE %s%s ORDER BY %s LIMIT %s)',
      CASE sort WHEN 'changed' THEN ', r.changed_at' WHEN 'created' THEN ', r.aws_created_at, r.first_seen_at' ELSE '' END,
      inventory_where(workspace, filters || jsonb_build_object('state', s)
        || CASE WHEN t IS NULL THEN '{}' ELSE jsonb_build_object('type', jsonb_build_array(t)) END),
      position, ordered, kept), ' UNION ALL ')
  INTO found FROM unnest(states) s, unnest(types) t;
  RETURN format(
    'SELECT r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, r.version, r.state,
            r.first_seen_at, CASE WHEN r.state = ''live'' THEN greatest(r.observed_at, s.complete_at) ELSE r.observed_at END AS observed_at,
            r.changed_at, r.deleted_at, lower(r.name) AS sort_name, r.aws_created_at, coalesce(r.aws_created_at, r.first_seen_at) AS created_at
     FROM (SELECT r.uid FROM (%2$s) r ORDER BY %3$s LIMIT %4$s) p
     CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.workspace_id = %1$L::uuid AND r.uid = p.uid OFFSET 0) r
     LEFT JOIN LATERAL (SELECT s.complete_at FROM inventory_scope s WHERE s.workspace_id = %1$L::uuid
       AND s.account_id = r.account_id AND s.region = r.region AND s.type = r.type OFFSET 0) s ON true
     ORDER BY %3$s',
    workspace, found, ordered, kept);
END $$;

DROP FUNCTION "tenant"."inventory_search"(jsonb, text, text, jsonb, integer);
CREATE FUNCTION "tenant"."inventory_search"(
  filters jsonb, sort text, direction text, after jsonb, page_size integer)
  RETURNS TABLE (uid uuid, id text, type text, service text, account_id text, region text, name text, arn text, tags jsonb,
    version integer, state text, first_seen_at timestamptz, observed_at timestamptz, changed_at timestamptz, deleted_at timestamptz,
    sort_name text, aws_created_at timestamptz, created_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  -- Nothing of the asked type, account and so on: no need to look for it to the end of an index.
  IF NOT inventory_may_match(current_workspace(), filters) THEN RETURN; END IF;
  RETURN QUERY EXECUTE inventory_search_sql(current_workspace(), filters, sort, direction, after, page_size);
END $$;

-- Filters with only what the rollup counts by.
CREATE FUNCTION "tenant"."rollup_part"(filters jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
  RETURN filters - 'q' - 'tag' || jsonb_build_object('where', coalesce((
    SELECT jsonb_agg(w) FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
    WHERE w->>'f' IN ('type', 'account', 'region', 'service', 'integration')), '[]'));

CREATE FUNCTION "tenant"."inventory_may_match"(workspace uuid, filters jsonb) RETURNS boolean
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE found boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM inventory_rollup r WHERE %s AND r.resources > 0)',
    inventory_where(workspace, rollup_part(filters))) INTO found;
  RETURN found;
END $$;

-- Exact from the rollup when it can answer; else counted up to `cap - 1`.
CREATE OR REPLACE FUNCTION "tenant"."inventory_count"(filters jsonb, cap integer)
  RETURNS TABLE (resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off AS $$
DECLARE found bigint;
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  EXECUTE inventory_count_sql(current_workspace(), filters, cap) INTO found;
  IF counted_by_rollup(filters) THEN RETURN QUERY SELECT found, true;
  ELSE RETURN QUERY SELECT least(found, cap - 1), found < cap; END IF;
END $$;

CREATE FUNCTION "tenant"."inventory_count_sql"(workspace uuid, filters jsonb, cap integer) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF counted_by_rollup(filters) THEN
    RETURN 'SELECT coalesce(sum(r.resources), 0)::bigint FROM inventory_rollup r WHERE ' || inventory_where(workspace, filters);
  END IF;
  RETURN format('SELECT count(*) FROM (SELECT FROM resource r WHERE %s LIMIT %s) x', inventory_where(workspace, filters), cap);
END $$;

-- Counts by type, account, region, service and state; each leaves its own filter out, so that it can be widened. What the
-- rollup cannot answer is counted over at most 50,000 matches, and `exact` says when there were more.
CREATE FUNCTION "tenant"."inventory_facets_sql"(workspace uuid, filters jsonb) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  scanned boolean := NOT counted_by_rollup(filters);
  parts text;
BEGIN
  SELECT string_agg(format(
    'SELECT %L, r.%I, sum(r.resources)::bigint, %s FROM %s r WHERE %s GROUP BY 2 HAVING sum(r.resources) > 0', f, c,
    CASE WHEN scanned THEN '(SELECT coalesce(sum(m.resources), 0) <= 50000 FROM matched m)' ELSE 'true' END,
    CASE WHEN scanned THEN 'matched' ELSE 'inventory_rollup' END,
    inventory_where(workspace, rollup_part(filters), f)), ' UNION ALL ')
  INTO parts
  FROM (VALUES ('type', 'type'), ('account', 'account_id'), ('region', 'region'), ('service', 'service'), ('state', 'state')) AS facets (f, c);
  IF NOT scanned THEN RETURN parts; END IF;
  RETURN format(
    'WITH matched AS MATERIALIZED (
       SELECT r.workspace_id, r.state, r.type, r.account_id, r.region, r.service, r.integration_id, count(*) AS resources
       FROM (SELECT r.workspace_id, r.state, r.type, r.account_id, r.region, r.service, r.integration_id
             FROM resource r WHERE %s LIMIT 50001) r GROUP BY 1, 2, 3, 4, 5, 6, 7) ',
    inventory_where(workspace, filters - ARRAY['type', 'account', 'region', 'service'] || jsonb_build_object('where', coalesce((
      SELECT jsonb_agg(w) FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
      WHERE w->>'f' NOT IN ('type', 'account', 'region', 'service')), '[]')), 'state')) || parts;
END $$;

CREATE OR REPLACE FUNCTION "tenant"."inventory_facets"(filters jsonb)
  RETURNS TABLE (facet text, value text, resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE inventory_facets_sql(current_workspace(), filters);
END $$;

-- Tag keys, or with `tag_key` the values of that one (its own filter left out) that begin with `begins`, most first. At most
-- 20,000 matches are looked at; `exact` says when there were more. A rollup of tags would be as large as the tags, and its
-- frequent rows would make settling transactions wait for one another (docs/decisions/0080).
CREATE FUNCTION "tenant"."inventory_tag_facets_sql"(workspace uuid, filters jsonb, tag_key text, begins text, kept integer) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  own text := CASE WHEN tag_key IS NULL THEN '' ELSE 'tag.' || tag_key END;
  conditions text := inventory_where(workspace, filters, own);
BEGIN
  IF tag_key IS NOT NULL AND coalesce(begins, '') <> '' THEN
    conditions := conditions || inventory_condition(
      jsonb_build_object('f', 'tag', 'key', tag_key, 'begin', jsonb_build_array(begins)), workspace, now());
  ELSIF tag_key IS NOT NULL THEN
    conditions := conditions || format(' AND r.tags ? %L', tag_key);
  END IF;
  RETURN format(
    'WITH matched AS MATERIALIZED (SELECT r.tags FROM resource r WHERE %s LIMIT 20001)
     SELECT %s AS value, count(*)::bigint AS resources, (SELECT count(*) <= 20000 FROM matched)
     FROM matched m%s GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s',
    conditions,
    CASE WHEN tag_key IS NULL THEN 'k.key' ELSE format('m.tags->>%L', tag_key) END,
    CASE WHEN tag_key IS NULL THEN ' CROSS JOIN LATERAL jsonb_object_keys(CASE WHEN jsonb_typeof(m.tags) = ''object'' THEN m.tags ELSE ''{}'' END) k (key)' ELSE '' END,
    greatest(1, least(kept, 1000)));
END $$;

CREATE FUNCTION "tenant"."inventory_tag_facets"(filters jsonb, tag_key text, begins text, kept integer)
  RETURNS TABLE (value text, resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant SET enable_seqscan = off SET jit = off AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  IF NOT inventory_may_match(current_workspace(), filters) THEN RETURN; END IF;
  RETURN QUERY EXECUTE inventory_tag_facets_sql(current_workspace(), filters, tag_key, begins, kept);
END $$;

REVOKE EXECUTE ON FUNCTION
  "tenant"."inventory_states"(jsonb),
  "tenant"."like_pattern"(text),
  "tenant"."counted_by_rollup"(jsonb),
  "tenant"."rollup_part"(jsonb),
  "tenant"."inventory_condition"(jsonb, uuid, timestamptz),
  "tenant"."inventory_where"(uuid, jsonb, text),
  "tenant"."inventory_may_match"(uuid, jsonb),
  "tenant"."inventory_search_sql"(uuid, jsonb, text, text, jsonb, integer),
  "tenant"."inventory_count_sql"(uuid, jsonb, integer),
  "tenant"."inventory_facets_sql"(uuid, jsonb),
  "tenant"."inventory_tag_facets_sql"(uuid, jsonb, text, text, integer),
  "tenant"."inventory_search"(jsonb, text, text, jsonb, integer),
  "tenant"."inventory_tag_facets"(jsonb, text, text, integer)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  "tenant"."inventory_search"(jsonb, text, text, jsonb, integer),
  "tenant"."inventory_tag_facets"(jsonb, text, text, integer)
TO mooring_tenant;
