-- Scopes to list again, because events changed what they do not name (docs/decisions/0106). One row a scope: at most one
-- list of it is due, and the row says when the last one was made.
CREATE TABLE "tenant"."event_relist" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "type" text NOT NULL,
  -- Whose upkeep makes the list: the source that brought the newest of the events.
  "source_id" uuid NOT NULL,
  -- Null: nothing is due.
  "due_at" timestamptz,
  "asked_at" timestamptz NOT NULL,
  "listed_at" timestamptz,
  -- Lists made since the newest of the events.
  "round" integer NOT NULL DEFAULT 0,
  -- [{day, accountId, eventId}], the newest of them.
  "waiting" jsonb NOT NULL,
  PRIMARY KEY (workspace_id, account_id, region, type),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX "event_relist_due" ON "tenant"."event_relist" (workspace_id, source_id, due_at) WHERE due_at IS NOT NULL;
ALTER TABLE "tenant"."event_relist" ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace ON "tenant"."event_relist" TO mooring_tenant
  USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace());
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."event_relist" TO mooring_tenant;
