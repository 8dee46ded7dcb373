-- The query language of the inventory (docs/decisions/0080-inventory-query.md) for a moment of the past: its conditions,
-- its sort by creation, and addresses, which are searched for too.

DROP TRIGGER note_identity_change ON "tenant"."resource";
CREATE TRIGGER note_identity_change BEFORE UPDATE ON "tenant"."resource" FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.arn IS DISTINCT FROM NEW.arn OR OLD.tags IS DISTINCT FROM NEW.tags
    OR OLD.attributes->'addresses' IS DISTINCT FROM NEW.attributes->'addresses')
  EXECUTE FUNCTION "tenant"."note_identity_change"();

-- Whether counts of cells can answer the filters.
CREATE OR REPLACE FUNCTION "tenant"."counted_by_cells"(filters jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, tenant
  RETURN filters - ARRAY['type', 'account', 'region', 'service', 'state', 'where', 'now'] = '{}'::jsonb
    AND coalesce(filters->>'state', 'live') = 'live'
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w
      WHERE w->>'f' NOT IN ('type', 'account', 'region', 'service'));

-- As before; conditions on what may have changed otherwise (`changed`, `seen`) are answered from the versions.
CREATE OR REPLACE FUNCTION "tenant"."inventory_as_of_sql"(
  workspace uuid, filters jsonb, at timestamptz, sort text, direction text, after jsonb, page_size integer) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  wanted text := coalesce(filters->>'state', 'live');
  by_identity boolean :=
    filters - ARRAY['type', 'account', 'region', 'service', 'tag', 'q', 'integrationId', 'state', 'where', 'now'] = '{}'::jsonb
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(coalesce(filters->'where', '[]')) w WHERE w->>'f' NOT IN
      ('type', 'account', 'region', 'service', 'integration', 'name', 'id', 'arn', 'address', 'tag', 'tagged', 'text', 'age'));
  kept integer := greatest(1, page_size);
  then_version text := format(
    'JOIN resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid AND v.seen_at <= %1$L
       AND v.kind %2$s ''deleted'' AND EXISTS (SELECT FROM resource_version n WHERE n.workspace_id = v.workspace_id
         AND n.resource_uid = v.resource_uid AND n.version = v.version + 1 AND n.seen_at > %1$L)',
    at, CASE wanted WHEN 'deleted' THEN '=' ELSE '<>' END);
  known text := format('r.first_seen_at <= %L', at);
  identity text := format(' AND (r.identity_changed_at IS NULL OR r.identity_changed_at <= %L)', at);
  watched text := '';
  parts text[] := '{}';
  state_now text;
  columns text := 'r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, %s AS version, r.first_seen_at,
    CASE WHEN r.observed_at <= %L THEN r.observed_at ELSE %s END AS observed_at, %3$s AS changed_at, lower(r.name) AS sort_name, r.integration_id, r.aws_created_at,
    coalesce(r.aws_created_at, r.first_seen_at) AS created_at';
  tail text;
BEGIN
  IF direction NOT IN ('asc', 'desc') THEN RAISE EXCEPTION 'no such order: %', direction; END IF;
  IF sort NOT IN ('name', 'type', 'changed', 'created') THEN RAISE EXCEPTION 'no such sort: %', sort; END IF;
  FOREACH state_now IN ARRAY ARRAY['live', 'deleted', 'unwatched'] LOOP
    IF wanted = 'unwatched' AND state_now <> 'unwatched' THEN CONTINUE; END IF;
    watched := CASE WHEN state_now <> 'unwatched' OR wanted = 'deleted' THEN ''
      WHEN wanted = 'unwatched' THEN format(' AND r.unwatched_at <= %L', at)
      ELSE format(' AND r.unwatched_at > %L', at) END;
    -- Unchanged since: what is deleted now was so then, what is not was not.
    IF (state_now = 'deleted') = (wanted = 'deleted') THEN
      parts := parts || format('SELECT %s FROM resource r WHERE %s AND %s AND r.changed_at <= %L%s%s',
        format(columns, 'r.version', at, 'r.changed_at'),
        inventory_where(workspace, filters || jsonb_build_object('state', state_now)), known, at, watched,
        as_of_tail(sort, direction, after, kept, 'r.changed_at', 'r.uid'));
    END IF;
    IF by_identity THEN
      parts := parts || format('SELECT %s FROM resource r %s WHERE %s AND %s AND r.changed_at > %L%s%s%s',
        format(columns, 'v.version', at, 'v.seen_at'), then_version,
        inventory_where(workspace, filters || jsonb_build_object('state', state_now)), known, at, identity, watched,
        as_of_tail(sort, direction, after, kept, 'v.seen_at', 'v.resource_uid'));
    END IF;
  END LOOP;
  parts := parts || format(
    'SELECT %s FROM (
       SELECT r.workspace_id, r.uid, r.id, r.type, r.service, r.account_id, r.region, v.document->>''name'' AS name,
         v.document->>''arn'' AS arn, v.document->''tags'' AS tags, v.document->''attributes'' AS attributes, r.volatile,
         v.version, r.integration_id, r.first_seen_at, r.observed_at, v.seen_at AS changed_at, r.aws_created_at, r.previous_uid,
         %L::text AS state, CASE v.kind WHEN ''deleted'' THEN v.seen_at END AS deleted_at, NULL::timestamptz AS unwatched_at,
         resource_search_text(v.document->>''name'', v.document->>''arn'', r.id, v.document->''tags'', v.document->''attributes'') AS search_text
       FROM resource r %s
       WHERE r.workspace_id = %L::uuid AND %s AND r.changed_at > %L AND r.state = ANY (''{live,deleted,unwatched}'')%s%s) r
     WHERE %s%s',
    format(columns, 'r.version', at, 'r.changed_at'), wanted, then_version, workspace, known, at,
    CASE WHEN by_identity THEN format(' AND r.identity_changed_at > %L', at) ELSE '' END,
    CASE wanted WHEN 'live' THEN format(' AND (r.state <> ''unwatched'' OR r.unwatched_at > %L)', at)
      WHEN 'unwatched' THEN format(' AND r.state = ''unwatched'' AND r.unwatched_at <= %L', at) ELSE '' END,
    inventory_where(workspace, filters || jsonb_build_object('state', wanted)),
    as_of_tail(sort, direction, after, kept, 'r.changed_at', 'r.uid'));
  tail := CASE sort WHEN 'name' THEN 'sort_name %1$s, uid %1$s' WHEN 'type' THEN 'type %1$s, sort_name %1$s, uid %1$s'
    WHEN 'changed' THEN 'changed_at %1$s, uid %1$s' WHEN 'created' THEN 'created_at %1$s, uid %1$s' END;
  RETURN format(
    'SELECT x.uid, x.id, x.type, x.service, x.account_id, x.region, x.name, x.arn, x.tags, x.version, %L::text AS state,
            x.first_seen_at, x.observed_at, x.changed_at, %s AS deleted_at, x.sort_name, x.integration_id,
            x.aws_created_at, x.created_at
     FROM (%s) x WHERE %L IN (''live'', ''deleted'', ''unwatched'')%s LIMIT %s',
    wanted, CASE wanted WHEN 'deleted' THEN 'x.changed_at' ELSE 'NULL::timestamptz' END,
    (SELECT string_agg('(' || p || ')', ' UNION ALL ') FROM unnest(parts) p), wanted,
    coalesce(' ORDER BY ' || format(tail, direction), ''), kept);
END $$;

CREATE OR REPLACE FUNCTION "tenant"."as_of_tail"(
  sort text, direction text, after jsonb, page_size integer, changed text, uid text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  keys text[] := CASE sort
    WHEN 'name' THEN ARRAY['lower(r.name)', 'r.uid']
    WHEN 'type' THEN ARRAY['r.type', 'lower(r.name)', 'r.uid']
    WHEN 'changed' THEN ARRAY[changed, uid]
    WHEN 'created' THEN ARRAY['coalesce(r.aws_created_at, r.first_seen_at)', 'r.uid'] END;
  position text := '';
BEGIN
  IF keys IS NULL THEN RETURN format(' LIMIT %s', page_size); END IF;
  IF after IS NOT NULL THEN
    position := format(' AND (%s) %s (%s)', array_to_string(keys, ', '), CASE direction WHEN 'asc' THEN '>' ELSE '<' END,
      (SELECT string_agg(format(CASE keys[n] WHEN 'r.uid' THEN '%L::uuid' WHEN uid THEN '%L::uuid' WHEN changed THEN '%L::timestamptz' WHEN 'coalesce(r.aws_created_at, r.first_seen_at)' THEN '%L::timestamptz' ELSE '%L' END, v), ', ' ORDER BY n)
       FROM jsonb_array_elements_text(after) WITH ORDINALITY AS a (v, n)));
  END IF;
  RETURN format('%s ORDER BY %s LIMIT %s', position,
    (SELECT string_agg(k || ' ' || direction, ', ' ORDER BY n) FROM unnest(keys) WITH ORDINALITY AS u (k, n)), page_size);
END $$;

DROP FUNCTION "tenant"."inventory_as_of"(jsonb, timestamptz, text, text, jsonb, integer);
CREATE FUNCTION "tenant"."inventory_as_of"(
  filters jsonb, at timestamptz, sort text, direction text, after jsonb, page_size integer)
  RETURNS TABLE (uid uuid, id text, type text, service text, account_id text, region text, name text, arn text, tags jsonb,
    version integer, state text, first_seen_at timestamptz, observed_at timestamptz, changed_at timestamptz, deleted_at timestamptz,
    sort_name text, aws_created_at timestamptz, created_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format(
    'SELECT y.uid, y.id, y.type, y.service, y.account_id, y.region, y.name, y.arn, y.tags, y.version, y.state, y.first_seen_at,
            y.observed_at, y.changed_at, y.deleted_at, y.sort_name, y.aws_created_at, y.created_at FROM (%s) y',
    inventory_as_of_sql(current_workspace(), filters, at, sort, direction, after, least(page_size, 1001)));
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."inventory_as_of"(jsonb, timestamptz, text, text, jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."inventory_as_of"(jsonb, timestamptz, text, text, jsonb, integer) TO mooring_tenant;

-- Conditions on facets are left out where their facet is counted, the others apply before.
CREATE OR REPLACE FUNCTION "tenant"."inventory_facets_as_of"(filters jsonb, at timestamptz)
  RETURNS TABLE (facet text, value text, resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
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
    CASE WHEN counted_by_cells(filters) THEN 'true' ELSE '(SELECT sum(m.resources) <= 100000 FROM cells m)' END,
    inventory_where(workspace, (SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each(filters) e (k, v)
      WHERE k = ANY (facets || 'state'::text)) || jsonb_build_object('where', of_facets), f)), ' UNION ALL ')
  INTO parts FROM unnest(facets) f;
  RETURN QUERY EXECUTE format('WITH cells AS MATERIALIZED (%s) %s',
    CASE WHEN counted_by_cells(filters) THEN inventory_cells_as_of_sql(workspace, at)
    ELSE format('SELECT %L::uuid AS workspace_id, x.state, x.account_id, x.region, x.service, x.type, count(*) AS resources
                 FROM (%s) x GROUP BY 1, 2, 3, 4, 5, 6', workspace,
           inventory_as_of_sql(workspace, (filters - facets) || jsonb_build_object('where', others), at, NULL, 'asc', NULL, 100001)) END, parts);
END $$;
