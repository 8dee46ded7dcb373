-- What hangs on a resource goes with it, and the resource with its workspace: a second key to the workspace only cost a
-- look-up for each row written (10 of 110 ms a thousand rows; bench/settle.ts).
ALTER TABLE "tenant"."resource_version" DROP CONSTRAINT "resource_version_workspace_fkey";
ALTER TABLE "tenant"."version_cause" DROP CONSTRAINT "version_cause_workspace_fkey";
ALTER TABLE "tenant"."relationship" DROP CONSTRAINT "relationship_workspace_fkey";
