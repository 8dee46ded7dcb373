-- The log, searched: LIKE and ranges under row-level security would not use its indexes, so a function that takes the
-- workspace from the transaction filters by it first. Values go in by %L only.
CREATE FUNCTION "tenant"."event_page_sql"(workspace uuid, filters jsonb, by_time boolean, after jsonb, page_size integer) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  conditions text := format('e.workspace_id = %L::uuid', workspace);
  sort text := CASE WHEN by_time THEN 'e."time"' ELSE 'e.received_at' END;
  pattern text;
BEGIN
  IF filters ? 'account' THEN conditions := conditions || format(' AND e.account_id = %L', filters->>'account'); END IF;
  IF filters ? 'service' THEN conditions := conditions || format(' AND e.service = %L', filters->>'service'); END IF;
  IF filters ? 'name' THEN
    conditions := conditions || format(' AND starts_with(e.name, %L)', filters->>'name');
  END IF;
  IF filters ? 'accessKey' THEN conditions := conditions || format(' AND e.access_key_id = %L', filters->>'accessKey'); END IF;
  IF filters ? 'address' THEN conditions := conditions || format(' AND e.source_address = %L', filters->>'address'); END IF;
  IF filters ? 'source' THEN conditions := conditions || format(' AND e.source_id = %L::uuid', filters->>'source'); END IF;
  IF filters ? 'outcomes' THEN
    conditions := conditions || format(' AND e.outcome = ANY (%L::text[])',
      ARRAY(SELECT jsonb_array_elements_text(filters->'outcomes'))::text);
  END IF;
  IF filters ? 'principal' THEN
    pattern := '%' || regexp_replace(lower(filters->>'principal'), '([\\%_])', '\\\1', 'g') || '%';
    conditions := conditions || format(' AND e.principal_text LIKE %L', pattern);
  END IF;
  IF filters ? 'resource' THEN
    conditions := conditions || format(' AND (e.day, e.account_id, e.event_id) IN (SELECT t.day, t.account_id, t.event_id'
      ' FROM tenant.event_touch t WHERE t.workspace_id = %L::uuid AND t.resource_uid = %L::uuid)', workspace, filters->>'resource');
  END IF;
  IF filters ? 'from' THEN
    conditions := conditions || format(' AND e."time" >= %L::timestamptz AND e.day >= (%L::timestamptz AT TIME ZONE ''UTC'')::date',
      filters->>'from', filters->>'from');
  END IF;
  IF filters ? 'to' THEN
    conditions := conditions || format(' AND e."time" < %L::timestamptz AND e.day <= (%L::timestamptz AT TIME ZONE ''UTC'')::date',
      filters->>'to', filters->>'to');
  END IF;
  IF filters ? 'changedSince' THEN
    conditions := conditions || format(' AND (e.received_at >= %L::timestamptz OR e.settled_at >= %L::timestamptz)',
      filters->>'changedSince', filters->>'changedSince');
  END IF;
  IF after IS NOT NULL THEN
    conditions := conditions || format(' AND (%s, e.event_id) < (%L::timestamptz, %L)', sort, after->>0, after->>1);
  END IF;
  RETURN format('SELECT e.day, e.account_id, e.event_id FROM tenant.event e WHERE %s ORDER BY %s DESC, e.event_id DESC LIMIT %s',
    conditions, sort, page_size);
END $$;

-- Keys of one page, in its order; what is shown of them is read under row-level security like anything else.
CREATE FUNCTION "tenant"."event_page"(filters jsonb, by_time boolean, after jsonb, page_size integer)
  RETURNS TABLE (place bigint, day date, account_id text, event_id text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE
  workspace uuid := current_workspace();
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format('SELECT row_number() OVER (), p.day, p.account_id, p.event_id FROM (%s) p',
    event_page_sql(workspace, filters, by_time, after, page_size));
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."event_page_sql"(uuid, jsonb, boolean, jsonb, integer),
  "tenant"."event_page"(jsonb, boolean, jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."event_page"(jsonb, boolean, jsonb, integer) TO mooring_tenant;

-- What settled lately, for those who follow: a re-read ends an event long after it came.
CREATE INDEX "event_settled" ON "tenant"."event" (workspace_id, settled_at) WHERE settled_at IS NOT NULL;
