-- Views of the inventory that people keep (docs/decisions/0084-saved-views.md): a query, columns and an order by a name.

CREATE TABLE "tenant"."saved_view" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "id" uuid NOT NULL,
  -- Who made it: a user's or a token's id. A private view is seen by nobody else.
  "owner_id" text NOT NULL,
  "owner_label" text NOT NULL,
  "shared" boolean NOT NULL,
  "name" text NOT NULL,
  "query" text NOT NULL,
  "columns" text[] NOT NULL,
  "sort" text NOT NULL,
  "sort_order" text NOT NULL CHECK (sort_order IN ('asc', 'desc')),
  "version" integer NOT NULL DEFAULT 1,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "updated_by" text NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
-- Two shared views of one name could not be told apart in a list; nor could two of one person.
CREATE UNIQUE INDEX "saved_view_shared_name" ON "tenant"."saved_view" (workspace_id, lower(name)) WHERE shared;
CREATE UNIQUE INDEX "saved_view_own_name" ON "tenant"."saved_view" (workspace_id, owner_id, lower(name)) WHERE NOT shared;

ALTER TABLE "tenant"."saved_view" ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace ON "tenant"."saved_view" TO mooring_tenant
  USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace());
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."saved_view" TO mooring_tenant;
