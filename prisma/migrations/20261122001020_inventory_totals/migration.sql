-- What every list asks for, made cheap: totals of a few hundred rows instead of a sum over each cell of the rollup, and
-- less work to write a page's SQL (docs/decisions/0080).

-- By account and service, which is what one scan job settles: jobs that run at once never wait for each other's row.
CREATE TABLE "tenant"."inventory_total" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "state" text NOT NULL,
  "account_id" text NOT NULL,
  "service" text NOT NULL,
  "resources" bigint NOT NULL,
  PRIMARY KEY (workspace_id, state, account_id, service)
);
ALTER TABLE "tenant"."inventory_total" ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace ON "tenant"."inventory_total" TO mooring_tenant
  USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace());
GRANT SELECT ON "tenant"."inventory_total" TO mooring_tenant;
INSERT INTO "tenant"."inventory_total"
SELECT workspace_id, state, account_id, service, sum(resources) FROM "tenant"."inventory_rollup" GROUP BY 1, 2, 3, 4;

CREATE FUNCTION "tenant"."total_up_resources"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    -- Not an upsert: when a workspace goes, its totals may be gone already.
    UPDATE inventory_total u SET resources = u.resources - d.n
    FROM (SELECT workspace_id, state, account_id, service, count(*) AS n FROM removed GROUP BY 1, 2, 3, 4) d
    WHERE (u.workspace_id, u.state, u.account_id, u.service) = (d.workspace_id, d.state, d.account_id, d.service);
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO inventory_total AS u
    SELECT workspace_id, state, account_id, service, count(*) FROM added GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (workspace_id, state, account_id, service) DO UPDATE SET resources = u.resources + excluded.resources;
  ELSE
    INSERT INTO inventory_total AS u
    SELECT workspace_id, state, account_id, service, sum(n)
    FROM (SELECT workspace_id, state, account_id, service, 1 AS n FROM added
          UNION ALL SELECT workspace_id, state, account_id, service, -1 FROM removed) x
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (workspace_id, state, account_id, service) DO UPDATE SET resources = u.resources + excluded.resources;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."total_up_resources"() FROM PUBLIC;
-- Triggers run by name, so after those of the rollup, always in this order.
CREATE TRIGGER total_up_inserted AFTER INSERT ON "tenant"."resource"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."total_up_resources"();
CREATE TRIGGER total_up_updated AFTER UPDATE ON "tenant"."resource"
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."total_up_resources"();
CREATE TRIGGER total_up_deleted AFTER DELETE ON "tenant"."resource"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."total_up_resources"();

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
    conditions := conditions || inventory_condition(item, workspace, coalesce((filters->>'now')::timestamptz, now()));
  END LOOP;
  RETURN conditions;
END $$;

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
  types text[] := ARRAY[NULL];
  states text[] := CASE WHEN filters->>'state' = 'any' THEN ARRAY['live', 'deleted', 'unwatched']
    ELSE string_to_array(coalesce(filters->>'state', 'live'), ',') END;
  state text;
  one_type text;
  own jsonb;
  found text;
BEGIN
  IF direction NOT IN ('asc', 'desc') THEN RAISE EXCEPTION 'no such order: %', direction; END IF;
  IF keys IS NULL THEN RAISE EXCEPTION 'no such sort: %', sort; END IF;
  ordered := array_to_string(keys, ' ' || direction || ', ') || ' ' || direction;
  IF after IS NOT NULL THEN
    position := format(' AND (%s) %s (%s)', array_to_string(keys, ', '),
      CASE direction WHEN 'asc' THEN '>' ELSE '<' END,
      (SELECT string_agg(format(CASE WHEN keys[n] = 'r.uid' THEN '%L::uuid' WHEN sort IN ('changed', 'created') THEN '%L::timestamptz' ELSE '%L' END, v), ', ' ORDER BY n)
       FROM jsonb_array_elements_text(after) WITH ORDINALITY AS a (v, n)));
  END IF;
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

CREATE OR REPLACE FUNCTION "tenant"."inventory_count_sql"(workspace uuid, filters jsonb, cap integer) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF filters - ARRAY['state', 'account', 'service'] = '{}' THEN
    RETURN 'SELECT coalesce(sum(r.resources), 0)::bigint FROM inventory_total r WHERE ' || inventory_where(workspace, filters);
  END IF;
  IF counted_by_rollup(filters) THEN
    RETURN 'SELECT coalesce(sum(r.resources), 0)::bigint FROM inventory_rollup r WHERE ' || inventory_where(workspace, filters);
  END IF;
  RETURN format('SELECT count(*) FROM (SELECT FROM resource r WHERE %s LIMIT %s) x', inventory_where(workspace, filters), cap);
END $$;
