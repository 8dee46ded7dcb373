-- A day of the log is a table of its own: it has the policy and the grants of the whole, for whoever asks it by its name.
CREATE OR REPLACE FUNCTION "tenant"."ensure_event_day"(wanted date) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE
  parent text;
  part text;
BEGIN
  IF wanted NOT BETWEEN (now() AT TIME ZONE 'UTC')::date - 366 AND (now() AT TIME ZONE 'UTC')::date + 2 THEN
    RAISE EXCEPTION 'no event of % can be kept', wanted USING ERRCODE = 'datetime_field_overflow';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('tenant.ensure_event_day', 0));
  FOREACH parent IN ARRAY ARRAY['event', 'event_touch'] LOOP
    part := parent || '_' || to_char(wanted, 'YYYYMMDD');
    IF to_regclass('tenant.' || quote_ident(part)) IS NULL THEN
      EXECUTE format('CREATE TABLE tenant.%I (LIKE tenant.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
      PERFORM protect_event_day(part);
      EXECUTE format('ALTER TABLE tenant.%I ATTACH PARTITION tenant.%I FOR VALUES FROM (%L) TO (%L)', parent, part, wanted, wanted + 1);
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION "tenant"."protect_event_day"(part text) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, tenant AS $$
BEGIN
  EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', part);
  EXECUTE format(
    'CREATE POLICY workspace ON tenant.%I TO mooring_tenant USING (workspace_id = (SELECT tenant.current_workspace())) WITH CHECK (workspace_id = (SELECT tenant.current_workspace()))',
    part);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO mooring_tenant', part);
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."protect_event_day"(text) FROM PUBLIC;

SELECT "tenant"."protect_event_day"(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent IN ('tenant.event'::regclass, 'tenant.event_touch'::regclass);
SELECT "tenant"."ensure_event_day"((now() AT TIME ZONE 'UTC')::date + d) FROM generate_series(-1, 2) AS d;
