-- By change, what changed since leads to its versions unless it is very much: walking the versions to find few of them
-- read all.

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
  version_of_then text := format('v.workspace_id = r.workspace_id AND v.resource_uid = r.uid AND v.seen_at <= %1$L
       AND v.kind %2$s ''deleted'' AND EXISTS (SELECT FROM resource_version n WHERE n.workspace_id = v.workspace_id
         AND n.resource_uid = v.resource_uid AND n.version = v.version + 1 AND n.seen_at > %1$L OFFSET 0)',
      at, CASE wanted WHEN 'deleted' THEN '=' ELSE '<>' END);
  -- A look-up a resource; by change the versions lead instead when much of what is live has changed since.
  each_then text := format('CROSS JOIN LATERAL (SELECT * FROM resource_version v WHERE %s ORDER BY v.version DESC LIMIT 1) v', version_of_then);
  then_version text;
  much boolean := sort = 'changed' AND wanted = 'live' AND (SELECT count(*) > 20000 FROM (SELECT FROM resource r
    WHERE r.workspace_id = workspace AND r.state = 'live' AND r.changed_at > at LIMIT 20001) x);
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
    then_version := CASE WHEN much AND state_now = 'live' THEN 'JOIN resource_version v ON ' || version_of_then ELSE each_then END;
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
    format(columns, 'r.version', at, 'r.changed_at'), wanted, each_then, workspace, known, at,
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
