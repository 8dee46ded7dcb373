-- SECURITY decision 2, in the data layer: a credential stands on a host identity only while that is granted to the
-- credential's own workspace, and the grant cannot move away under it. Deferrable for whoever removes a workspace.
CREATE UNIQUE INDEX "host_identity_grant" ON "directory"."host_identity" (id, granted_workspace_id);
ALTER TABLE "tenant"."credential" ADD CONSTRAINT "credential_host_identity_fkey"
  FOREIGN KEY (host_identity_id, workspace_id) REFERENCES "directory"."host_identity" (id, granted_workspace_id)
  ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY IMMEDIATE;
CREATE INDEX "credential_host_identity" ON "tenant"."credential" (host_identity_id, workspace_id)
  WHERE host_identity_id IS NOT NULL;

-- One file or profile is one identity: under two names it could be granted to two workspaces.
CREATE UNIQUE INDEX "host_identity_source" ON "directory"."host_identity"
  ((coalesce('file:' || (config ->> 'path'), 'profile:' || coalesce(config ->> 'profile', ''))));
