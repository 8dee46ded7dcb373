-- What CloudTrail's digest files prove of what was delivered (docs/decisions/0104).

-- A chain: the digests of one trail for one account and region. `trail` is empty while none is known (denied, or no digests).
CREATE TABLE "tenant"."completeness_chain" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "source_id" uuid NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "trail" text NOT NULL,
  "bucket" text NOT NULL,
  "folder" text NOT NULL,
  "state" text NOT NULL CHECK (state IN ('checking', 'checked', 'noDigests', 'denied')),
  -- The newest digest that was looked at; hash and signature are null where it could not be trusted.
  "last_key" text,
  "last_hash" text,
  "last_signature" text,
  "last_started_at" timestamptz(3),
  "last_ended_at" timestamptz(3),
  "digests" integer NOT NULL DEFAULT 0,
  "files" integer NOT NULL DEFAULT 0,
  -- Files that were whole but had not been read: read because their digest named them.
  "recovered" integer NOT NULL DEFAULT 0,
  "error" text,
  "checked_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, source_id, account_id, region, trail),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE "tenant"."completeness_problem" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "id" uuid NOT NULL,
  "source_id" uuid NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "kind" text NOT NULL CHECK (kind IN ('digestMissing', 'digestAltered', 'signatureInvalid', 'fileMissing', 'fileAltered',
    'chainBroken', 'keyUnknown')),
  "object_key" text NOT NULL,
  "message" text NOT NULL,
  -- From here on the problem leaves unproven what was delivered.
  "since" timestamptz(3) NOT NULL,
  "at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  "scan_id" uuid,
  "resolved_at" timestamptz(3),
  PRIMARY KEY (workspace_id, id),
  -- A sensor that begins anew sees it again, and it is told once.
  UNIQUE (workspace_id, source_id, account_id, region, kind, object_key),
  FOREIGN KEY (workspace_id, source_id) REFERENCES "tenant"."event_source" (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, scan_id) REFERENCES "tenant"."scan" (workspace_id, id) ON DELETE SET NULL (scan_id)
);
CREATE INDEX "completeness_problem_scan" ON "tenant"."completeness_problem" (workspace_id, scan_id) WHERE scan_id IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['completeness_chain', 'completeness_problem'] LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY workspace ON "tenant".%I TO mooring_tenant USING (workspace_id = (SELECT "tenant".current_workspace())) WITH CHECK (workspace_id = (SELECT "tenant".current_workspace()))',
      t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant".%I TO mooring_tenant', t);
  END LOOP;
END $$;

-- One scan of an account and region at a time because of what their digests showed.
CREATE INDEX "scan_completeness" ON "tenant"."scan" (workspace_id, integration_id) WHERE trigger = 'completeness';
