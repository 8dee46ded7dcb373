-- Event sources, who consumes them, the log of events and what became of each (docs/decisions/0103).

CREATE TABLE "tenant"."event_source" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "id" uuid NOT NULL,
  "name" text NOT NULL,
  "plugin" text NOT NULL DEFAULT 'aws',
  "strategy" text NOT NULL CHECK (strategy IN ('eventbridge', 'sqs', 's3', 'kinesis')),
  "config" jsonb NOT NULL,
  "integration_id" uuid,
  "enabled" boolean NOT NULL DEFAULT true,
  "paused_at" timestamptz(3),
  "version" integer NOT NULL DEFAULT 1,
  "created_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  "updated_by" text NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name),
  FOREIGN KEY (workspace_id, integration_id) REFERENCES "tenant"."integration" (workspace_id, id)
    ON DELETE SET NULL (integration_id)
);
CREATE INDEX "event_source_integration" ON "tenant"."event_source" (workspace_id, integration_id);

CREATE TABLE "tenant"."sensor_profile" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "id" uuid NOT NULL,
  "title" text NOT NULL,
  "plugin" text NOT NULL DEFAULT 'aws',
  "enabled" boolean NOT NULL DEFAULT true,
  "version" integer NOT NULL DEFAULT 1,
  "created_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  "updated_by" text NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, title)
);

CREATE TABLE "tenant"."sensor_profile_source" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "profile_id" uuid NOT NULL,
  "source_id" uuid NOT NULL,
  "attached_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, profile_id, source_id),
  FOREIGN KEY (workspace_id, profile_id) REFERENCES "tenant"."sensor_profile" (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX "sensor_profile_source_of" ON "tenant"."sensor_profile_source" (workspace_id, source_id);

-- What one sensor consumes at a time. `attempt` is the fence; the shard '*' is the source's upkeep.
CREATE TABLE "tenant"."event_shard" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "source_id" uuid NOT NULL,
  "shard" text NOT NULL,
  "parents" text[] NOT NULL DEFAULT '{}',
  "finished" boolean NOT NULL DEFAULT false,
  "checkpoint" jsonb,
  "attempt" integer NOT NULL DEFAULT 0,
  "sensor_id" uuid,
  "lease_until" timestamptz(3),
  -- A shard that failed is not taken again before this.
  "not_before" timestamptz(3),
  "failures" integer NOT NULL DEFAULT 0,
  "lag_ms" bigint,
  "last_event_at" timestamptz(3),
  "last_received_at" timestamptz(3),
  "error" jsonb,
  PRIMARY KEY (workspace_id, source_id, shard),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX "event_shard_free" ON "tenant"."event_shard" (lease_until) WHERE NOT finished;
CREATE INDEX "event_shard_sensor" ON "tenant"."event_shard" (sensor_id) WHERE sensor_id IS NOT NULL;

-- The log: one row an event, so one effect. Days are partitions, so that old ones go without a scan.
CREATE TABLE "tenant"."event" (
  "workspace_id" uuid NOT NULL,
  "day" date NOT NULL,
  "account_id" text NOT NULL,
  "event_id" text NOT NULL,
  "time" timestamptz(3) NOT NULL,
  "received_at" timestamptz(3) NOT NULL,
  "settled_at" timestamptz(3),
  "source_id" uuid NOT NULL,
  "region" text NOT NULL,
  "service" text NOT NULL,
  "name" text NOT NULL,
  "principal" jsonb NOT NULL,
  -- Lower case: ARN, user, role and session names, to be searched for a part of one.
  "principal_text" text NOT NULL,
  "access_key_id" text,
  "source_address" text,
  "user_agent" text,
  "outcome" text NOT NULL,
  "reason" text,
  "raw" jsonb,
  "raw_truncated" boolean NOT NULL DEFAULT false,
  PRIMARY KEY (workspace_id, day, account_id, event_id),
  CHECK (outcome IN ('applied', 'unchanged', 'noCollector', 'noReference', 'notWatched', 'unreadable', 'pending')),
  CHECK ((outcome = 'pending') = (settled_at IS NULL))
) PARTITION BY RANGE (day);
CREATE INDEX "event_arrival" ON "tenant"."event" (workspace_id, received_at, event_id);
CREATE INDEX "event_time" ON "tenant"."event" (workspace_id, "time", event_id);
CREATE INDEX "event_access_key" ON "tenant"."event" (workspace_id, access_key_id, "time") WHERE access_key_id IS NOT NULL;
CREATE INDEX "event_call" ON "tenant"."event" (workspace_id, service, name, "time");
CREATE INDEX "event_principal" ON "tenant"."event" USING gin (workspace_id, principal_text gin_trgm_ops);
CREATE INDEX "event_pending" ON "tenant"."event" (workspace_id, source_id, "time") WHERE outcome = 'pending';

-- What an event touched, and what the read found.
CREATE TABLE "tenant"."event_touch" (
  "workspace_id" uuid NOT NULL,
  "day" date NOT NULL,
  "account_id" text NOT NULL,
  "event_id" text NOT NULL,
  "position" smallint NOT NULL,
  "type" text NOT NULL,
  "region" text NOT NULL,
  "ref" jsonb NOT NULL,
  "effect" text NOT NULL CHECK (effect IN ('upsert', 'delete')),
  "result" text NOT NULL,
  "resource_uid" uuid,
  "version" integer,
  PRIMARY KEY (workspace_id, day, account_id, event_id, position)
) PARTITION BY RANGE (day);
CREATE INDEX "event_touch_resource" ON "tenant"."event_touch" (workspace_id, resource_uid, day) WHERE resource_uid IS NOT NULL;

-- Reads that contradicted an event, to be made again: one row a resource, with all events that wait for it.
CREATE TABLE "tenant"."event_reread" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "source_id" uuid NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "type" text NOT NULL,
  "ref_key" text NOT NULL,
  "ref" jsonb NOT NULL,
  -- What the newest event says: there, gone, or only that it changed.
  "expect" text NOT NULL CHECK (expect IN ('present', 'gone', 'changed')),
  "attempts" integer NOT NULL DEFAULT 0,
  "due_at" timestamptz(3) NOT NULL,
  -- [{day, accountId, eventId, position}]
  "waiting" jsonb NOT NULL,
  "last_error" jsonb,
  PRIMARY KEY (workspace_id, source_id, account_id, region, type, ref_key),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX "event_reread_due" ON "tenant"."event_reread" (workspace_id, source_id, due_at);

-- Counts a minute, per shard so that two consumers never wait for one row. Latency in buckets of 2^n * 50 ms.
CREATE TABLE "tenant"."event_count" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "source_id" uuid NOT NULL,
  "shard" text NOT NULL,
  "minute" timestamptz(3) NOT NULL,
  "received" integer NOT NULL DEFAULT 0,
  "read_only" integer NOT NULL DEFAULT 0,
  "failed" integer NOT NULL DEFAULT 0,
  "foreign_account" integer NOT NULL DEFAULT 0,
  "too_old" integer NOT NULL DEFAULT 0,
  "other" integer NOT NULL DEFAULT 0,
  "duplicate" integer NOT NULL DEFAULT 0,
  "kept" integer NOT NULL DEFAULT 0,
  "applied" integer NOT NULL DEFAULT 0,
  "quarantined" integer NOT NULL DEFAULT 0,
  "latency" integer[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, source_id, minute, shard),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX "event_count_minute" ON "tenant"."event_count" (workspace_id, minute);

CREATE TABLE "tenant"."event_foreign_account" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "source_id" uuid NOT NULL,
  "account_id" text NOT NULL,
  "count" bigint NOT NULL,
  "first_at" timestamptz(3) NOT NULL,
  "last_at" timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, source_id, account_id),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE "tenant"."event_quarantine" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "id" uuid NOT NULL,
  "source_id" uuid NOT NULL,
  "shard" text NOT NULL,
  "delivery_id" text NOT NULL,
  "reason" text NOT NULL,
  "message" text NOT NULL,
  "excerpt" text NOT NULL,
  "bytes" bigint NOT NULL,
  -- Null: too large to keep.
  "payload" bytea,
  "at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  "replay_wanted_at" timestamptz(3),
  "replayed_at" timestamptz(3),
  "replay_result" text,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);
-- A message that comes again is quarantined once.
CREATE UNIQUE INDEX "event_quarantine_delivery" ON "tenant"."event_quarantine" (workspace_id, source_id, delivery_id, reason);
CREATE INDEX "event_quarantine_open" ON "tenant"."event_quarantine" (workspace_id, source_id, at DESC, id DESC);

CREATE TABLE "tenant"."event_retention" (
  "workspace_id" uuid PRIMARY KEY REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "days" integer NOT NULL CHECK (days BETWEEN 1 AND 365),
  "updated_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['event_source', 'sensor_profile', 'sensor_profile_source', 'event_shard', 'event', 'event_touch',
    'event_reread', 'event_count', 'event_foreign_account', 'event_quarantine', 'event_retention'] LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY workspace ON "tenant".%I TO mooring_tenant USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace())',
      t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant".%I TO mooring_tenant', t);
  END LOOP;
END $$;

-- The app's role owns nothing, so partitions are made and dropped for it. Attached, not created as a partition: that
-- waits for nobody who writes. Only days that the log could keep.
CREATE FUNCTION "tenant"."ensure_event_day"(wanted date) RETURNS void
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
      EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', part);
      EXECUTE format('ALTER TABLE tenant.%I ATTACH PARTITION tenant.%I FOR VALUES FROM (%L) TO (%L)', parent, part, wanted, wanted + 1);
    END IF;
  END LOOP;
END $$;

-- Days that no workspace keeps any more; answers how many went.
CREATE FUNCTION "tenant"."drop_event_days"() RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE
  longest integer := (SELECT greatest(30, coalesce(max(days), 30)) FROM event_retention);
  part record;
  dropped integer := 0;
BEGIN
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('tenant.event'::regclass, 'tenant.event_touch'::regclass)
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < (now() AT TIME ZONE 'UTC')::date - longest
  LOOP
    EXECUTE format('DROP TABLE tenant.%I', part.relname);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- Sources that somebody should consume: enabled, not paused, and in an enabled profile. For the sensors, which look
-- across workspaces and may know ids only.
CREATE FUNCTION "tenant"."wanted_sources"() RETURNS TABLE (workspace_id uuid, source_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
  SELECT s.workspace_id, s.id FROM event_source s
  WHERE s.enabled AND s.paused_at IS NULL AND s.integration_id IS NOT NULL AND EXISTS (
    SELECT FROM sensor_profile_source a JOIN sensor_profile p ON p.workspace_id = a.workspace_id AND p.id = a.profile_id
    WHERE a.workspace_id = s.workspace_id AND a.source_id = s.id AND p.enabled)
$$;

-- Shards that are free now, their parents finished; and how many are held, for a fair share.
CREATE FUNCTION "tenant"."free_shards"(most integer) RETURNS TABLE (workspace_id uuid, source_id uuid, shard text)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
  SELECT h.workspace_id, h.source_id, h.shard
  FROM event_shard h JOIN wanted_sources() w ON w.workspace_id = h.workspace_id AND w.source_id = h.source_id
  WHERE NOT h.finished AND (h.lease_until IS NULL OR h.lease_until < clock_timestamp())
    AND (h.not_before IS NULL OR h.not_before <= clock_timestamp())
    AND NOT EXISTS (SELECT FROM event_shard p WHERE p.workspace_id = h.workspace_id AND p.source_id = h.source_id
      AND p.shard = ANY (h.parents) AND NOT p.finished)
  ORDER BY random() LIMIT most
$$;

CREATE FUNCTION "tenant"."wanted_shard_count"() RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
  SELECT count(*)::int FROM event_shard h
    JOIN wanted_sources() w ON w.workspace_id = h.workspace_id AND w.source_id = h.source_id
  WHERE NOT h.finished
$$;

REVOKE EXECUTE ON FUNCTION "tenant"."ensure_event_day"(date), "tenant"."drop_event_days"(), "tenant"."wanted_sources"(),
  "tenant"."free_shards"(integer), "tenant"."wanted_shard_count"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."ensure_event_day"(date) TO mooring_tenant, mooring_directory;
GRANT EXECUTE ON FUNCTION "tenant"."drop_event_days"(), "tenant"."wanted_sources"(), "tenant"."free_shards"(integer),
  "tenant"."wanted_shard_count"() TO mooring_directory;
-- A source's own state needs to know whether it is wanted; it sees its workspace's rows anyway.

SELECT "tenant"."ensure_event_day"((now() AT TIME ZONE 'UTC')::date + d) FROM generate_series(-1, 1) AS d;
