-- What the trust engine says of a resource's own policies is evidence, not a finding: it gets the name of what it is.
ALTER TABLE "tenant"."finding" RENAME TO "policy_reading";
ALTER TABLE "tenant"."policy_reading" RENAME CONSTRAINT "finding_pkey" TO "policy_reading_pkey";
ALTER TABLE "tenant"."policy_reading" RENAME CONSTRAINT "finding_workspace_id_fkey" TO "policy_reading_workspace_id_fkey";
ALTER TABLE "tenant"."policy_reading"
  RENAME CONSTRAINT "finding_workspace_id_resource_uid_fkey" TO "policy_reading_workspace_id_resource_uid_fkey";
ALTER INDEX "tenant"."finding_kind" RENAME TO "policy_reading_kind";
