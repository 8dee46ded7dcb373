-- Not seen for long, of what is live: from the few stale scopes to their resources, where an OR read every resource.
CREATE OR REPLACE FUNCTION "tenant"."inventory_condition"(c jsonb, workspace uuid, at timestamptz) RETURNS text
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
        ELSE format(CASE
            WHEN c ? 'live' AND made IN ('<', '<=') THEN 'r.observed_at %1$s %2$L::timestamptz AND (r.account_id, r.region, r.type) IN (
              SELECT s.account_id, s.region, s.type FROM inventory_scope s WHERE s.workspace_id = %3$L::uuid AND (s.complete_at IS NULL OR s.complete_at %1$s %2$L::timestamptz))'
            WHEN made IN ('<', '<=')
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

CREATE OR REPLACE FUNCTION "tenant"."inventory_where"(workspace uuid, filters jsonb, without text DEFAULT '') RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  states text[] := CASE WHEN without = 'state' OR filters->>'state' = 'any' THEN ARRAY['live', 'deleted', 'unwatched']
    ELSE string_to_array(coalesce(filters->>'state', 'live'), ',') END;
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
  IF NOT filters ? 'where' THEN RETURN conditions; END IF;
  FOR item IN SELECT jsonb_array_elements(filters->'where') LOOP
    IF item->>'f' = without OR (item->>'f' = 'tag' AND 'tag.' || (item->>'key') = without)
      OR (item->>'f' = 'tagged' AND 'tag.' || (item->'keys'->>0) = without) THEN CONTINUE; END IF;
    conditions := conditions || inventory_condition(item || CASE WHEN states = ARRAY['live'] THEN '{"live": true}'::jsonb ELSE '{}' END,
      workspace, coalesce((filters->>'now')::timestamptz, now()));
  END LOOP;
  RETURN conditions;
END $$;
