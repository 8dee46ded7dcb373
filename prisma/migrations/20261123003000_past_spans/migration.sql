-- What closed versions and former names were good for, and when (docs/decisions/0092-time-fast.md). Both tables are
-- written only when something changes: a first scan writes neither.

-- A version that has been replaced, and from when to when it was the newest. `length` sorts spans by how long they are:
-- those of one length that hold a moment began within that length before it, so an index finds them, newest first too.
CREATE TABLE "tenant"."version_span" (
  "workspace_id" uuid NOT NULL,
  "resource_uid" uuid NOT NULL,
  "version" integer NOT NULL,
  "deleted" boolean NOT NULL,
  "began" timestamptz(3) NOT NULL,
  "ended" timestamptz(3) NOT NULL,
  "length" smallint NOT NULL GENERATED ALWAYS AS (width_bucket(ended - began, ARRAY[
    '1 hour', '2 hours', '4 hours', '8 hours', '16 hours', '32 hours', '64 hours', '128 hours', '256 hours', '512 hours',
    '1024 hours', '2048 hours', '4096 hours', '8192 hours', '16384 hours']::interval[])) STORED
);

-- What a resource was searched by (name, ARN, tags, addresses) until that changed.
CREATE TABLE "tenant"."past_identity" (
  "workspace_id" uuid NOT NULL,
  "resource_uid" uuid NOT NULL,
  "type" text NOT NULL,
  "name" text NOT NULL,
  "arn" text,
  "tags" jsonb,
  "addresses" jsonb,
  "search_text" text NOT NULL,
  "began" timestamptz(3) NOT NULL,
  "ended" timestamptz(3) NOT NULL,
  "length" smallint NOT NULL GENERATED ALWAYS AS (width_bucket(ended - began, ARRAY[
    '1 hour', '2 hours', '4 hours', '8 hours', '16 hours', '32 hours', '64 hours', '128 hours', '256 hours', '512 hours',
    '1024 hours', '2048 hours', '4096 hours', '8192 hours', '16384 hours']::interval[])) STORED
);

-- What is there already, from the versions.
INSERT INTO "tenant"."version_span" (workspace_id, resource_uid, version, deleted, began, ended)
SELECT x.workspace_id, x.resource_uid, x.version, x.kind = 'deleted', x.seen_at, x.ended
FROM (SELECT v.workspace_id, v.resource_uid, v.version, v.kind, v.seen_at,
        lead(v.seen_at) OVER (PARTITION BY v.workspace_id, v.resource_uid ORDER BY v.version) AS ended
      FROM "tenant"."resource_version" v) x
WHERE x.seen_at < x.ended;

INSERT INTO "tenant"."past_identity" (workspace_id, resource_uid, type, name, arn, tags, addresses, search_text, began, ended)
SELECT y.workspace_id, y.uid, y.type, y.d->>'name', y.d->>'arn', y.d->'tags', y.d->'attributes'->'addresses',
  "tenant".resource_search_text(y.d->>'name', y.d->>'arn', y.id, y.d->'tags', y.d->'attributes'), y.seen_at, y.ended
FROM (
  SELECT x.*, coalesce(lead(x.seen_at) OVER (PARTITION BY x.workspace_id, x.uid ORDER BY x.version), x.identity_changed_at) AS ended
  FROM (
    SELECT r.workspace_id, r.uid, r.id, r.type, r.identity_changed_at, v.version, v.seen_at, v.document AS d,
      lag(v.document) OVER (PARTITION BY v.workspace_id, v.resource_uid ORDER BY v.version) AS before
    FROM "tenant"."resource" r
    JOIN "tenant"."resource_version" v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid AND v.seen_at < r.identity_changed_at
    WHERE r.identity_changed_at IS NOT NULL
  ) x
  WHERE x.before IS NULL OR (x.before->'name', x.before->'arn', x.before->'tags', x.before->'attributes'->'addresses')
    IS DISTINCT FROM (x.d->'name', x.d->'arn', x.d->'tags', x.d->'attributes'->'addresses')
) y WHERE y.seen_at < y.ended;

-- The span that holds a moment is the first that ends after it. (The resource is no key of the second index: a look-up of
-- one resource would be planned as a skip scan of it.)
ALTER TABLE "tenant"."version_span" ADD CONSTRAINT "version_span_pkey" PRIMARY KEY (workspace_id, resource_uid, ended, began) INCLUDE (deleted);
CREATE INDEX "version_span_at" ON "tenant"."version_span" (workspace_id, length, began) INCLUDE (resource_uid, ended, deleted);
CREATE INDEX "version_span_deleted" ON "tenant"."version_span" (workspace_id, ended, began) WHERE deleted;
ALTER TABLE "tenant"."past_identity" ADD PRIMARY KEY (workspace_id, resource_uid, ended, began);
CREATE INDEX "past_identity_at" ON "tenant"."past_identity" (workspace_id, length, began) INCLUDE (ended);
CREATE INDEX "past_identity_name" ON "tenant"."past_identity" (workspace_id, lower(name), resource_uid) INCLUDE (began, ended);
CREATE INDEX "past_identity_type" ON "tenant"."past_identity" (workspace_id, type, lower(name), resource_uid) INCLUDE (began, ended);
CREATE INDEX "past_identity_search" ON "tenant"."past_identity" USING gin (workspace_id, search_text gin_trgm_ops);
CREATE INDEX "past_identity_tags" ON "tenant"."past_identity" USING gin (workspace_id, tags);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['version_span', 'past_identity'] LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY workspace ON "tenant".%I TO mooring_tenant USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace())',
      t);
  END LOOP;
END $$;
GRANT SELECT, DELETE ON "tenant"."version_span", "tenant"."past_identity" TO mooring_tenant;

-- Before it changes, what it was searched by is kept with its span.
CREATE OR REPLACE FUNCTION "tenant"."note_identity_change"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF coalesce(OLD.identity_changed_at, OLD.first_seen_at) < NEW.changed_at THEN
    INSERT INTO past_identity (workspace_id, resource_uid, type, name, arn, tags, addresses, search_text, began, ended)
    VALUES (OLD.workspace_id, OLD.uid, OLD.type, OLD.name, OLD.arn, OLD.tags, OLD.attributes->'addresses', OLD.search_text,
      coalesce(OLD.identity_changed_at, OLD.first_seen_at), NEW.changed_at);
  END IF;
  NEW.identity_changed_at := NEW.changed_at;
  RETURN NEW;
END $$;

-- A statement's worth of versions closes those before them. (Not by a key to the resource: a look-up a row; what is
-- deleted with its resource is deleted by the trigger below.)
CREATE FUNCTION "tenant"."close_versions"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  -- Planned anew (EXECUTE), as in 20261123002000.
  EXECUTE $q$INSERT INTO version_span (workspace_id, resource_uid, version, deleted, began, ended)
  SELECT a.workspace_id, a.resource_uid, p.version, p.kind = 'deleted', p.seen_at, a.seen_at
  FROM added a CROSS JOIN LATERAL (
    SELECT * FROM resource_version p
    WHERE (p.workspace_id, p.resource_uid, p.version) = (a.workspace_id, a.resource_uid, a.version - 1) OFFSET 0) p
  WHERE a.version > 1 AND p.seen_at < a.seen_at$q$;
  RETURN NULL;
END $$;
CREATE TRIGGER close_versions AFTER INSERT ON "tenant"."resource_version"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."close_versions"();

CREATE FUNCTION "tenant"."forget_past"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  EXECUTE 'DELETE FROM version_span s USING gone WHERE s.workspace_id = gone.workspace_id AND s.resource_uid = gone.uid';
  EXECUTE 'DELETE FROM past_identity i USING gone WHERE i.workspace_id = gone.workspace_id AND i.resource_uid = gone.uid';
  RETURN NULL;
END $$;
CREATE TRIGGER forget_past AFTER DELETE ON "tenant"."resource"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."forget_past"();
REVOKE EXECUTE ON FUNCTION "tenant"."close_versions"(), "tenant"."forget_past"() FROM PUBLIC;
