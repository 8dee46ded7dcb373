-- Reading the inventory (docs/decisions/0070-inventory-reads.md). ILIKE, trigram and jsonb operators are not leakproof,
-- so indexes on them are not used under row-level security: three functions run as the owner, take the workspace from
-- the transaction, filter by it first, and answer nothing without one.

CREATE EXTENSION IF NOT EXISTS btree_gin;

-- One line a field, so that a short search can ask for the beginning of a line and still use trigrams.
CREATE FUNCTION "tenant"."resource_search_text"(name text, arn text, id text, tags jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN lower(
    E'\n' || name || coalesce(E'\n' || arn, '') || CASE WHEN id IN (name, arn) THEN '' ELSE E'\n' || id END
    || coalesce((SELECT string_agg(E'\n' || t.key || '=' || t.value, '' ORDER BY t.key)
                 FROM jsonb_each_text(CASE WHEN jsonb_typeof(tags) = 'object' THEN tags ELSE '{}' END) t), ''));

ALTER TABLE "tenant"."resource"
  ADD COLUMN "state" text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN unwatched_at IS NOT NULL THEN 'unwatched' ELSE 'live' END) STORED,
  ADD COLUMN "search_text" text NOT NULL GENERATED ALWAYS AS (
    "tenant"."resource_search_text"(name, arn, id, tags)) STORED;

-- What these replace: the unique key serves scopes, the lists below serve names and types.
DROP INDEX "tenant"."resource_live_type_name", "tenant"."resource_scope", "tenant"."resource_name";

CREATE INDEX "resource_list_name" ON "tenant"."resource" (workspace_id, state, lower(name), uid)
  INCLUDE (type, account_id, region, service, integration_id);
CREATE INDEX "resource_list_type" ON "tenant"."resource" (workspace_id, state, type, lower(name), uid)
  INCLUDE (account_id, region, service, integration_id);
CREATE INDEX "resource_list_changed" ON "tenant"."resource" (workspace_id, state, changed_at, uid)
  INCLUDE (type, account_id, region, service, integration_id);
CREATE INDEX "resource_search" ON "tenant"."resource" USING gin (workspace_id, search_text gin_trgm_ops);
CREATE INDEX "resource_tags" ON "tenant"."resource" USING gin (workspace_id, tags);
-- Not led by account and type: without statistics the planner would take such an index for as good as the unique key
-- when a scan looks up ids, and read the whole scope for each.
CREATE INDEX "resource_named" ON "tenant"."resource" (workspace_id, name);
CREATE INDEX "resource_deleted_name" ON "tenant"."resource" (workspace_id, name) WHERE deleted_at IS NOT NULL;
CREATE INDEX "resource_previous" ON "tenant"."resource" (workspace_id, previous_uid) WHERE previous_uid IS NOT NULL;
CREATE INDEX "resource_of_integration" ON "tenant"."resource" (workspace_id, integration_id);
CREATE INDEX "access_key_age" ON "tenant"."resource" (workspace_id, coalesce(aws_created_at, first_seen_at), uid)
  WHERE type = 'AWS::IAM::AccessKey' AND state = 'live';

-- How many there are of what: counts and facets without reading resources. Kept by triggers, so that no writer can
-- forget it; integration_id is the nil UUID where there is none.
CREATE TABLE "tenant"."inventory_rollup" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "state" text NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "service" text NOT NULL,
  "type" text NOT NULL,
  "integration_id" uuid NOT NULL,
  "resources" bigint NOT NULL,
  PRIMARY KEY (workspace_id, state, account_id, region, service, type, integration_id)
);

-- What the trust engine says of a resource's own policies, made when they are settled. `admits`: who outside the account
-- gets in (level open | outsider); `grants`: what its own documents allow (level admin | permissions).
CREATE TABLE "tenant"."finding" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "resource_uid" uuid NOT NULL,
  "position" integer NOT NULL,
  "kind" text NOT NULL,
  "level" text NOT NULL,
  "what" text NOT NULL,
  "principal" text,
  "principal_account" text,
  "subject" text,
  "audience" text,
  "text" text NOT NULL,
  PRIMARY KEY (workspace_id, resource_uid, position),
  FOREIGN KEY (workspace_id, resource_uid) REFERENCES "tenant"."resource" (workspace_id, uid) ON DELETE CASCADE
);
CREATE INDEX "finding_kind" ON "tenant"."finding" (workspace_id, kind, level);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['inventory_rollup', 'finding'] LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY workspace ON "tenant".%I TO mooring_tenant USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace())',
      t);
  END LOOP;
END $$;
GRANT SELECT ON "tenant"."inventory_rollup" TO mooring_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."finding" TO mooring_tenant;

-- Keys are written in one order, so that two writers never wait for each other in a circle.
CREATE FUNCTION "tenant"."roll_up_resources"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    -- Not an upsert: when a workspace goes, its rollup may be gone already.
    UPDATE inventory_rollup u SET resources = u.resources - d.n
    FROM (SELECT workspace_id, state, account_id, region, service, type,
                 coalesce(integration_id, '00000000-0000-0000-0000-000000000000') AS integration_id, count(*) AS n
          FROM removed GROUP BY 1, 2, 3, 4, 5, 6, 7) d
    WHERE (u.workspace_id, u.state, u.account_id, u.region, u.service, u.type, u.integration_id)
        = (d.workspace_id, d.state, d.account_id, d.region, d.service, d.type, d.integration_id);
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO inventory_rollup AS u
    SELECT workspace_id, state, account_id, region, service, type,
           coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), count(*)
    FROM added GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, state, account_id, region, service, type, integration_id)
    DO UPDATE SET resources = u.resources + excluded.resources;
  ELSE
    INSERT INTO inventory_rollup AS u
    SELECT workspace_id, state, account_id, region, service, type,
           coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), sum(n)
    FROM (SELECT workspace_id, state, account_id, region, service, type, integration_id, 1 AS n FROM added
          UNION ALL
          SELECT workspace_id, state, account_id, region, service, type, integration_id, -1 FROM removed) x
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, state, account_id, region, service, type, integration_id)
    DO UPDATE SET resources = u.resources + excluded.resources;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."roll_up_resources"() FROM PUBLIC;

CREATE TRIGGER roll_up_inserted AFTER INSERT ON "tenant"."resource"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."roll_up_resources"();
CREATE TRIGGER roll_up_updated AFTER UPDATE ON "tenant"."resource"
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."roll_up_resources"();
CREATE TRIGGER roll_up_deleted AFTER DELETE ON "tenant"."resource"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."roll_up_resources"();

INSERT INTO "tenant"."inventory_rollup"
SELECT workspace_id, state, account_id, region, service, type,
       coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), count(*)
FROM "tenant"."resource" GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- The conditions of a search as SQL text. Values go in by %L only; `without` names the one facet whose filter is left out.
CREATE FUNCTION "tenant"."inventory_where"(workspace uuid, filters jsonb, without text DEFAULT '') RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  conditions text := format('r.workspace_id = %L::uuid AND r.state = %L', workspace, coalesce(filters->>'state', 'live'));
  facet text;
  chosen text[];
  pattern text;
  tag text;
  tags text[] := '{}';
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
  IF jsonb_typeof(filters->'tag') = 'array' AND jsonb_array_length(filters->'tag') > 0 THEN
    FOR tag IN SELECT jsonb_array_elements_text(filters->'tag') LOOP
      tags := tags || CASE WHEN strpos(tag, '=') = 0 THEN format('r.tags ? %L', tag)
        ELSE format('r.tags @> %L::jsonb',
               jsonb_build_object(left(tag, strpos(tag, '=') - 1), substr(tag, strpos(tag, '=') + 1))) END;
    END LOOP;
    conditions := conditions || format(' AND (%s)', array_to_string(tags, ' OR '));
  END IF;
  IF coalesce(filters->>'q', '') <> '' THEN
    pattern := regexp_replace(lower(filters->>'q'), '([\\%_])', '\\\1', 'g');
    -- One or two characters have no trigram: they match where a field begins.
    conditions := conditions || format(' AND r.search_text LIKE %L',
      CASE WHEN length(filters->>'q') < 3 THEN E'%\n' ELSE '%' END || pattern || '%');
  END IF;
  RETURN conditions;
END $$;

-- One page as SQL text, so that a test or a benchmark can EXPLAIN what really runs.
CREATE FUNCTION "tenant"."inventory_search_sql"(
  workspace uuid, filters jsonb, sort text, direction text, after jsonb, page_size integer) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  keys text[];
  position text := '';
BEGIN
  IF direction NOT IN ('asc', 'desc') THEN RAISE EXCEPTION 'no such order: %', direction; END IF;
  keys := CASE sort
    WHEN 'name' THEN ARRAY['lower(r.name)', 'r.uid']
    WHEN 'type' THEN ARRAY['r.type', 'lower(r.name)', 'r.uid']
    WHEN 'changed' THEN ARRAY['r.changed_at', 'r.uid'] END;
  IF keys IS NULL THEN RAISE EXCEPTION 'no such sort: %', sort; END IF;
  IF after IS NOT NULL THEN
    position := format(' AND (%s) %s (%s)', array_to_string(keys, ', '),
      CASE direction WHEN 'asc' THEN '>' ELSE '<' END,
      (SELECT string_agg(format(CASE keys[n] WHEN 'r.uid' THEN '%L::uuid' WHEN 'r.changed_at' THEN '%L::timestamptz' ELSE '%L' END, v), ', ' ORDER BY n)
       FROM jsonb_array_elements_text(after) WITH ORDINALITY AS a (v, n)));
  END IF;
  RETURN format(
    'SELECT r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, r.version, r.state,
            r.first_seen_at, CASE WHEN r.state = ''live'' THEN greatest(r.observed_at, s.complete_at) ELSE r.observed_at END AS observed_at,
            r.changed_at, r.deleted_at, lower(r.name) AS sort_name
     FROM (SELECT r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, r.version, r.state,
                  r.first_seen_at, r.observed_at, r.changed_at, r.deleted_at, r.workspace_id
           FROM resource r WHERE %1$s%2$s ORDER BY %3$s LIMIT %4$s) r
     LEFT JOIN inventory_scope s
       ON (s.workspace_id, s.account_id, s.region, s.type) = (r.workspace_id, r.account_id, r.region, r.type)
     ORDER BY %3$s',
    inventory_where(workspace, filters), position,
    (SELECT string_agg(k || ' ' || direction, ', ' ORDER BY n) FROM unnest(keys) WITH ORDINALITY AS u (k, n)),
    greatest(1, least(page_size, 1001)));
END $$;

CREATE FUNCTION "tenant"."inventory_search"(
  filters jsonb, sort text, direction text, after jsonb, page_size integer)
  RETURNS TABLE (uid uuid, id text, type text, service text, account_id text, region text, name text, arn text, tags jsonb,
    version integer, state text, first_seen_at timestamptz, observed_at timestamptz, changed_at timestamptz, deleted_at timestamptz,
    sort_name text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE inventory_search_sql(current_workspace(), filters, sort, direction, after, page_size);
END $$;

-- Exact from the rollup whenever neither text nor tags are asked for; else counted up to `cap - 1`.
CREATE FUNCTION "tenant"."inventory_count"(filters jsonb, cap integer)
  RETURNS TABLE (resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE found bigint;
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  IF coalesce(filters->>'q', '') = '' AND NOT filters ? 'tag' THEN
    EXECUTE 'SELECT coalesce(sum(r.resources), 0) FROM inventory_rollup r WHERE '
      || inventory_where(current_workspace(), filters) INTO found;
    RETURN QUERY SELECT found, true;
  ELSE
    EXECUTE format('SELECT count(*) FROM (SELECT FROM resource r WHERE %s LIMIT %s) x',
      inventory_where(current_workspace(), filters), cap) INTO found;
    RETURN QUERY SELECT least(found, cap - 1), found < cap;
  END IF;
END $$;

-- Counts by type, account, region and service; each facet leaves its own filter out, so that it can be widened.
-- With text or tags at most 100,000 matches are counted, and `exact` says when there were more.
CREATE FUNCTION "tenant"."inventory_facets"(filters jsonb)
  RETURNS TABLE (facet text, value text, resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE
  workspace uuid := current_workspace();
  scanned boolean := coalesce(filters->>'q', '') <> '' OR filters ? 'tag';
  source text := 'inventory_rollup';
  parts text;
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  IF scanned THEN source := 'matched'; END IF;
  SELECT string_agg(format(
    'SELECT %L, r.%I, sum(r.resources)::bigint, %s FROM %s r WHERE %s GROUP BY 2 HAVING sum(r.resources) > 0', f, c,
    CASE WHEN scanned THEN '(SELECT sum(m.resources) <= 100000 FROM matched m)' ELSE 'true' END, source,
    inventory_where(workspace, filters - 'q' - 'tag', f)), ' UNION ALL ')
  INTO parts
  FROM (VALUES ('type', 'type'), ('account', 'account_id'), ('region', 'region'), ('service', 'service')) AS facets (f, c);
  IF scanned THEN
    parts := format(
      'WITH matched AS MATERIALIZED (
         SELECT r.workspace_id, r.state, r.type, r.account_id, r.region, r.service, r.integration_id, count(*) AS resources
         FROM (SELECT r.* FROM resource r WHERE %s LIMIT 100001) r GROUP BY 1, 2, 3, 4, 5, 6, 7) ',
      inventory_where(workspace, filters - 'type' - 'account' - 'region' - 'service')) || parts;
  END IF;
  RETURN QUERY EXECUTE parts;
END $$;

REVOKE EXECUTE ON FUNCTION
  "tenant"."inventory_where"(uuid, jsonb, text),
  "tenant"."inventory_search_sql"(uuid, jsonb, text, text, jsonb, integer),
  "tenant"."inventory_search"(jsonb, text, text, jsonb, integer),
  "tenant"."inventory_count"(jsonb, integer),
  "tenant"."inventory_facets"(jsonb)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  "tenant"."inventory_search"(jsonb, text, text, jsonb, integer),
  "tenant"."inventory_count"(jsonb, integer),
  "tenant"."inventory_facets"(jsonb)
TO mooring_tenant;
