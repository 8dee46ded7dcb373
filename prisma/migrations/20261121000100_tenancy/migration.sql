-- Tenancy in the data layer (DESIGN section 5). The roles are made by scripts/migrate before any migration runs:
-- mooring_app logs in and owns nothing; every pooled connection takes one of the two roles below at start.

GRANT USAGE ON SCHEMA "directory" TO mooring_directory;
GRANT USAGE ON SCHEMA "tenant" TO mooring_tenant, mooring_directory;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "directory" TO mooring_directory;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "tenant" TO mooring_tenant;

-- Whoever adds a table grants it too: nothing is reachable by default.
CREATE FUNCTION "tenant"."current_workspace"() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('mooring.workspace_id', true), '')::uuid;

DO $$
DECLARE t record;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'tenant' AND c.relkind = 'r' AND c.relname NOT IN ('audit_entry', 'audit_seal', 'audit_head')
  LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', t.relname);
    EXECUTE format(
      'CREATE POLICY workspace ON "tenant".%I TO mooring_tenant USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace())',
      t.relname);
    EXECUTE format(
      'ALTER TABLE "tenant".%I ADD CONSTRAINT %I FOREIGN KEY (workspace_id) REFERENCES "directory".workspace (id) ON DELETE CASCADE',
      t.relname, t.relname || '_workspace_fkey');
  END LOOP;
END $$;

-- The audit log outlives what it tells of: no foreign key, insert only, and a chain the tenant can read but not write.
REVOKE UPDATE, DELETE ON "tenant"."audit_entry" FROM mooring_tenant;
REVOKE INSERT, UPDATE, DELETE ON "tenant"."audit_seal", "tenant"."audit_head" FROM mooring_tenant;
GRANT SELECT, INSERT ON "tenant"."audit_entry", "tenant"."audit_seal", "tenant"."audit_head" TO mooring_directory;

ALTER TABLE "tenant"."audit_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."audit_seal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."audit_head" ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace ON "tenant"."audit_entry" TO mooring_tenant
  USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace());
CREATE POLICY workspace ON "tenant"."audit_seal" FOR SELECT TO mooring_tenant
  USING (chain = "tenant".current_workspace()::text);
CREATE POLICY workspace ON "tenant"."audit_head" FOR SELECT TO mooring_tenant
  USING (chain = "tenant".current_workspace()::text);
CREATE POLICY install ON "tenant"."audit_entry" TO mooring_directory USING (true) WITH CHECK (true);
CREATE POLICY install ON "tenant"."audit_seal" TO mooring_directory USING (true) WITH CHECK (true);
CREATE POLICY install ON "tenant"."audit_head" TO mooring_directory USING (true) WITH CHECK (true);

-- One name is enough to invite a mistake: e-mail addresses are compared without case.
CREATE UNIQUE INDEX "user_email_lower_key" ON "directory"."user" (lower(email));

-- A revoked token gives its name back.
CREATE UNIQUE INDEX "api_token_live_name" ON "directory"."api_token" (workspace_id, name) WHERE revoked_at IS NULL;

-- The install's own audit log, newest first.
CREATE INDEX "audit_entry_install" ON "tenant"."audit_entry" (at DESC, id DESC) WHERE workspace_id IS NULL;

-- Lists, newest first, and what refers to a resource.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "resource_live_type_name" ON "tenant"."resource" (workspace_id, type, name, uid) WHERE deleted_at IS NULL;
CREATE INDEX "resource_scope" ON "tenant"."resource" (workspace_id, account_id, region, type) WHERE deleted_at IS NULL;
CREATE INDEX "resource_arn" ON "tenant"."resource" (workspace_id, arn);
CREATE INDEX "resource_name" ON "tenant"."resource" (workspace_id, name, uid);
