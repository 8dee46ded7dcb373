-- Every source has its upkeep, whoever made it.
CREATE FUNCTION "tenant"."open_event_upkeep"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  INSERT INTO event_shard (workspace_id, source_id, shard) VALUES (NEW.workspace_id, NEW.id, '*');
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."open_event_upkeep"() FROM PUBLIC;
CREATE TRIGGER open_event_upkeep AFTER INSERT ON "tenant"."event_source"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."open_event_upkeep"();

-- Log files that were read whole, and the hash of each: what their digest will be compared with.
CREATE TABLE "tenant"."event_log_file" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "source_id" uuid NOT NULL,
  "bucket" text NOT NULL,
  "key" text NOT NULL,
  "sha256" bytea NOT NULL,
  "read_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, source_id, bucket, key),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX "event_log_file_age" ON "tenant"."event_log_file" (workspace_id, read_at);
ALTER TABLE "tenant"."event_log_file" ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace ON "tenant"."event_log_file" TO mooring_tenant
  USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace());
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."event_log_file" TO mooring_tenant;
