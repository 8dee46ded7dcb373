-- The regions of the account a scan covers; empty until the first of its jobs has asked AWS (lib/services/sensor/open-regions).
ALTER TABLE "tenant"."scan" ADD COLUMN "regions" text[] NOT NULL DEFAULT '{}';
-- When the queue was last told of a job, so that one that only waits its turn is not sent again and again.
ALTER TABLE "tenant"."scan_job" ADD COLUMN "queued_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp();
