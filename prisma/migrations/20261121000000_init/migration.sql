-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "directory";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "tenant";

-- CreateTable
CREATE TABLE "tenant"."audit_entry" (
    "id" UUID NOT NULL,
    "workspace_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_label" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT NOT NULL,
    "ip_address" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant"."audit_seal" (
    "entry_id" UUID NOT NULL,
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "tenant"."audit_head" (
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "statement" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("chain","sequence")
);

-- CreateTable
CREATE TABLE "directory"."user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false,
    "install_admin" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."auth_account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."auth_verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."two_factor" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failed_verification_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "two_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."auth_rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "auth_rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."workspace" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."membership" (
    "workspace_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "directory"."one_time_link" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "workspace_id" UUID,
    "role" TEXT,
    "email" TEXT,
    "user_id" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."api_token" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "install_admin" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."host_identity" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" JSONB NOT NULL DEFAULT '{}',
    "granted_workspace_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."issuer_key" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kid" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),
    "retiring_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "issuer_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."install_setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "install_setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "directory"."schedule" (
    "integration_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "every_minutes" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("integration_id")
);

-- CreateTable
CREATE TABLE "directory"."rate_budget" (
    "key" TEXT NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "rate_budget_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "directory"."sensor" (
    "id" UUID NOT NULL,
    "hostname" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sensor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant"."credential" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "retriever" TEXT NOT NULL,
    "host_identity_id" UUID,
    "config" JSONB NOT NULL DEFAULT '{}',
    "role_chain" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."integration" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "plugin" TEXT NOT NULL DEFAULT 'aws',
    "scope" TEXT NOT NULL DEFAULT 'account',
    "state" TEXT NOT NULL DEFAULT 'draft',
    "region" TEXT NOT NULL DEFAULT 'us-east-1',
    "credential_id" UUID NOT NULL,
    "issuer_url" TEXT,
    "audience" TEXT,
    "subject" TEXT,
    "role_name" TEXT,
    "role_arn" TEXT,
    "account_id" TEXT,
    "options" JSONB NOT NULL DEFAULT '{}',
    "schedule_minutes" INTEGER NOT NULL DEFAULT 60,
    "schedule_enabled" BOOLEAN NOT NULL DEFAULT true,
    "open_reason" TEXT,
    "problem" JSONB,
    "verified_at" TIMESTAMPTZ(3),
    "verification_id" UUID,
    "last_scan_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integration_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."verification" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "role_arn" TEXT,
    "integration_version" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "can_save" BOOLEAN NOT NULL DEFAULT false,
    "open_role" BOOLEAN NOT NULL DEFAULT false,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "summary" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "verification_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."verification_step" (
    "workspace_id" UUID NOT NULL,
    "verification_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "evidence" TEXT NOT NULL DEFAULT '',
    "reason" TEXT,
    "fix" JSONB,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3),
    "ms" INTEGER,

    CONSTRAINT "verification_step_pkey" PRIMARY KEY ("workspace_id","verification_id","position")
);

-- CreateTable
CREATE TABLE "tenant"."resource" (
    "workspace_id" UUID NOT NULL,
    "uid" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "arn" TEXT,
    "name" TEXT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "attributes" JSONB NOT NULL,
    "volatile" JSONB NOT NULL DEFAULT '{}',
    "content_hash" BYTEA NOT NULL,
    "row_hash" BYTEA NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "integration_id" UUID,
    "aws_created_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "unwatched_at" TIMESTAMPTZ(3),
    "previous_uid" UUID,

    CONSTRAINT "resource_pkey" PRIMARY KEY ("workspace_id","uid")
);

-- CreateTable
CREATE TABLE "tenant"."resource_version" (
    "workspace_id" UUID NOT NULL,
    "resource_uid" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "seen_after" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resource_version_pkey" PRIMARY KEY ("workspace_id","resource_uid","version")
);

-- CreateTable
CREATE TABLE "tenant"."version_cause" (
    "workspace_id" UUID NOT NULL,
    "resource_uid" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "scan_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "version_cause_pkey" PRIMARY KEY ("workspace_id","resource_uid","version","position")
);

-- CreateTable
CREATE TABLE "tenant"."relationship" (
    "workspace_id" UUID NOT NULL,
    "from_uid" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "to_type" TEXT NOT NULL,
    "to_key" TEXT NOT NULL,
    "to_by" TEXT NOT NULL,

    CONSTRAINT "relationship_pkey" PRIMARY KEY ("workspace_id","from_uid","kind","to_type","to_key")
);

-- CreateTable
CREATE TABLE "tenant"."scan" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),

    CONSTRAINT "scan_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."scan_job" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "scan_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "sensor_id" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "progress" JSONB NOT NULL DEFAULT '{}',
    "error" JSONB,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "scan_job_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."scan_scope" (
    "workspace_id" UUID NOT NULL,
    "scan_job_id" UUID NOT NULL,
    "region" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "seen" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "deleted" INTEGER NOT NULL DEFAULT 0,
    "listings" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,

    CONSTRAINT "scan_scope_pkey" PRIMARY KEY ("workspace_id","scan_job_id","region","type")
);

-- CreateTable
CREATE TABLE "tenant"."inventory_scope" (
    "workspace_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "integration_id" UUID NOT NULL,
    "complete_at" TIMESTAMPTZ(3),
    "last_status" TEXT NOT NULL DEFAULT 'pending',
    "last_error" JSONB,
    "last_tried_at" TIMESTAMPTZ(3),

    CONSTRAINT "inventory_scope_pkey" PRIMARY KEY ("workspace_id","account_id","region","type")
);

-- CreateIndex
CREATE INDEX "audit_entry_workspace_id_at_id_idx" ON "tenant"."audit_entry"("workspace_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_chain_sequence_key" ON "tenant"."audit_seal"("chain", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "directory"."user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "directory"."session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "directory"."session"("user_id");

-- CreateIndex
CREATE INDEX "auth_account_user_id_idx" ON "directory"."auth_account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_account_provider_id_account_id_key" ON "directory"."auth_account"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "directory"."auth_verification"("identifier");

-- CreateIndex
CREATE INDEX "two_factor_user_id_idx" ON "directory"."two_factor"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_rate_limit_key_key" ON "directory"."auth_rate_limit"("key");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_name_key" ON "directory"."workspace"("name");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "directory"."membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_token_hash_key" ON "directory"."one_time_link"("token_hash");

-- CreateIndex
CREATE INDEX "one_time_link_workspace_id_idx" ON "directory"."one_time_link"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "directory"."api_token"("token_hash");

-- CreateIndex
CREATE INDEX "api_token_workspace_id_idx" ON "directory"."api_token"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "host_identity_name_key" ON "directory"."host_identity"("name");

-- CreateIndex
CREATE UNIQUE INDEX "issuer_key_workspace_id_kid_key" ON "directory"."issuer_key"("workspace_id", "kid");

-- CreateIndex
CREATE INDEX "schedule_next_run_at_idx" ON "directory"."schedule"("next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "credential_workspace_id_name_key" ON "tenant"."credential"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "integration_workspace_id_name_key" ON "tenant"."integration"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "verification_workspace_id_integration_id_created_at_idx" ON "tenant"."verification"("workspace_id", "integration_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "resource_workspace_id_account_id_region_type_id_key" ON "tenant"."resource"("workspace_id", "account_id", "region", "type", "id");

-- CreateIndex
CREATE INDEX "resource_version_workspace_id_seen_at_idx" ON "tenant"."resource_version"("workspace_id", "seen_at");

-- CreateIndex
CREATE INDEX "version_cause_workspace_id_scan_id_idx" ON "tenant"."version_cause"("workspace_id", "scan_id");

-- CreateIndex
CREATE INDEX "relationship_workspace_id_to_key_idx" ON "tenant"."relationship"("workspace_id", "to_key");

-- CreateIndex
CREATE INDEX "scan_workspace_id_integration_id_created_at_idx" ON "tenant"."scan"("workspace_id", "integration_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "scan_job_workspace_id_scan_id_idx" ON "tenant"."scan_job"("workspace_id", "scan_id");

-- CreateIndex
CREATE INDEX "inventory_scope_workspace_id_integration_id_idx" ON "tenant"."inventory_scope"("workspace_id", "integration_id");

-- AddForeignKey
ALTER TABLE "tenant"."audit_seal" ADD CONSTRAINT "audit_seal_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "tenant"."audit_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "directory"."user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."auth_account" ADD CONSTRAINT "auth_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "directory"."user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."two_factor" ADD CONSTRAINT "two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "directory"."user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."membership" ADD CONSTRAINT "membership_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "directory"."workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "directory"."user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."one_time_link" ADD CONSTRAINT "one_time_link_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "directory"."workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."api_token" ADD CONSTRAINT "api_token_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "directory"."workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."host_identity" ADD CONSTRAINT "host_identity_granted_workspace_id_fkey" FOREIGN KEY ("granted_workspace_id") REFERENCES "directory"."workspace"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."issuer_key" ADD CONSTRAINT "issuer_key_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "directory"."workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."schedule" ADD CONSTRAINT "schedule_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "directory"."workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."integration" ADD CONSTRAINT "integration_workspace_id_credential_id_fkey" FOREIGN KEY ("workspace_id", "credential_id") REFERENCES "tenant"."credential"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."verification" ADD CONSTRAINT "verification_workspace_id_integration_id_fkey" FOREIGN KEY ("workspace_id", "integration_id") REFERENCES "tenant"."integration"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."verification_step" ADD CONSTRAINT "verification_step_workspace_id_verification_id_fkey" FOREIGN KEY ("workspace_id", "verification_id") REFERENCES "tenant"."verification"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."resource_version" ADD CONSTRAINT "resource_version_workspace_id_resource_uid_fkey" FOREIGN KEY ("workspace_id", "resource_uid") REFERENCES "tenant"."resource"("workspace_id", "uid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."version_cause" ADD CONSTRAINT "version_cause_workspace_id_resource_uid_version_fkey" FOREIGN KEY ("workspace_id", "resource_uid", "version") REFERENCES "tenant"."resource_version"("workspace_id", "resource_uid", "version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."relationship" ADD CONSTRAINT "relationship_workspace_id_from_uid_fkey" FOREIGN KEY ("workspace_id", "from_uid") REFERENCES "tenant"."resource"("workspace_id", "uid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."scan" ADD CONSTRAINT "scan_workspace_id_integration_id_fkey" FOREIGN KEY ("workspace_id", "integration_id") REFERENCES "tenant"."integration"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."scan_job" ADD CONSTRAINT "scan_job_workspace_id_scan_id_fkey" FOREIGN KEY ("workspace_id", "scan_id") REFERENCES "tenant"."scan"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."scan_scope" ADD CONSTRAINT "scan_scope_workspace_id_scan_job_id_fkey" FOREIGN KEY ("workspace_id", "scan_job_id") REFERENCES "tenant"."scan_job"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;


