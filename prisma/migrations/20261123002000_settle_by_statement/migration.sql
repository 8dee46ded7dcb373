-- Settling, made quicker and safe from a bad guess (docs/decisions/0091-settling.md; bench/settle.ts).

-- The workspace as a parameter of the plan, and each taken to be as large as the table: a constant that the statistics do
-- not know yet (a workspace whose first scan runs) is taken for one row, so that any index seems as good as the unique key,
-- and each look-up read the whole workspace (2,000 rows: 0.3 s became 5 to 22 s). It is also looked up once a statement
-- instead of once a row. Constants that statistics know are estimated as before.
ALTER TABLE "tenant"."resource" ALTER COLUMN workspace_id SET (n_distinct = 1);
ALTER TABLE "tenant"."resource_version" ALTER COLUMN workspace_id SET (n_distinct = 1);
ALTER TABLE "tenant"."version_cause" ALTER COLUMN workspace_id SET (n_distinct = 1);
ALTER TABLE "tenant"."relationship" ALTER COLUMN workspace_id SET (n_distinct = 1);
ALTER POLICY workspace ON "tenant"."resource"
  USING (workspace_id = (SELECT "tenant".current_workspace())) WITH CHECK (workspace_id = (SELECT "tenant".current_workspace()));
ALTER POLICY workspace ON "tenant"."resource_version"
  USING (workspace_id = (SELECT "tenant".current_workspace())) WITH CHECK (workspace_id = (SELECT "tenant".current_workspace()));
ALTER POLICY workspace ON "tenant"."version_cause"
  USING (workspace_id = (SELECT "tenant".current_workspace())) WITH CHECK (workspace_id = (SELECT "tenant".current_workspace()));
ALTER POLICY workspace ON "tenant"."relationship"
  USING (workspace_id = (SELECT "tenant".current_workspace())) WITH CHECK (workspace_id = (SELECT "tenant".current_workspace()));

-- What hangs on a resource, held to it by statement instead of by row: a foreign key's trigger looked up and locked the
-- resource once for each version, cause and edge (24 of 240 us a row settled). These keep the same promise: nothing is
-- written for a resource that is not there, and it goes with its resource, also when both happen at once.
ALTER TABLE "tenant"."resource_version" DROP CONSTRAINT "resource_version_workspace_id_resource_uid_fkey";
ALTER TABLE "tenant"."version_cause" DROP CONSTRAINT "version_cause_workspace_id_resource_uid_version_fkey";
ALTER TABLE "tenant"."relationship" DROP CONSTRAINT "relationship_workspace_id_from_uid_fkey";

-- Of a transaction's own rows nobody else can delete one; others are locked against that, as a foreign key does. Each look-up
-- is planned anew (EXECUTE): a plan kept from when the table was nearly empty takes any index for as good as the key.
CREATE FUNCTION "tenant"."versions_have_resources"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE others boolean;
BEGIN
  EXECUTE 'SELECT EXISTS (SELECT FROM added a LEFT JOIN LATERAL (
    SELECT r.xmin FROM resource r WHERE r.workspace_id = a.workspace_id AND r.uid = a.resource_uid OFFSET 0) r ON true
  WHERE r.xmin IS DISTINCT FROM $1)' INTO others USING pg_current_xact_id()::xid;
  IF NOT others THEN RETURN NULL; END IF;
  IF (SELECT count(*) FROM (SELECT DISTINCT workspace_id, resource_uid FROM added) a) > (
    SELECT count(*) FROM (SELECT DISTINCT workspace_id, resource_uid FROM added) a CROSS JOIN LATERAL (
      SELECT FROM resource r WHERE r.workspace_id = a.workspace_id AND r.uid = a.resource_uid FOR KEY SHARE) r)
  THEN RAISE foreign_key_violation USING MESSAGE = 'a version is of no resource', TABLE = TG_TABLE_NAME; END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION "tenant"."causes_have_versions"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE others boolean;
BEGIN
  EXECUTE 'SELECT EXISTS (SELECT FROM added a LEFT JOIN LATERAL (
    SELECT v.xmin FROM resource_version v
    WHERE v.workspace_id = a.workspace_id AND v.resource_uid = a.resource_uid AND v.version = a.version OFFSET 0) v ON true
  WHERE v.xmin IS DISTINCT FROM $1)' INTO others USING pg_current_xact_id()::xid;
  IF NOT others THEN RETURN NULL; END IF;
  IF (SELECT count(*) FROM (SELECT DISTINCT workspace_id, resource_uid, version FROM added) a) > (
    SELECT count(*) FROM (SELECT DISTINCT workspace_id, resource_uid, version FROM added) a CROSS JOIN LATERAL (
      SELECT FROM resource_version v
      WHERE v.workspace_id = a.workspace_id AND v.resource_uid = a.resource_uid AND v.version = a.version FOR KEY SHARE) v)
  THEN RAISE foreign_key_violation USING MESSAGE = 'a cause is of no version', TABLE = TG_TABLE_NAME; END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION "tenant"."edges_have_resources"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE others boolean;
BEGIN
  EXECUTE 'SELECT EXISTS (SELECT FROM (SELECT DISTINCT workspace_id, from_uid FROM added) a LEFT JOIN LATERAL (
    SELECT r.xmin FROM resource r WHERE r.workspace_id = a.workspace_id AND r.uid = a.from_uid OFFSET 0) r ON true
  WHERE r.xmin IS DISTINCT FROM $1)' INTO others USING pg_current_xact_id()::xid;
  IF NOT others THEN RETURN NULL; END IF;
  IF (SELECT count(*) FROM (SELECT DISTINCT workspace_id, from_uid FROM added) a) > (
    SELECT count(*) FROM (SELECT DISTINCT workspace_id, from_uid FROM added) a CROSS JOIN LATERAL (
      SELECT FROM resource r WHERE r.workspace_id = a.workspace_id AND r.uid = a.from_uid FOR KEY SHARE) r)
  THEN RAISE foreign_key_violation USING MESSAGE = 'a relationship is of no resource', TABLE = TG_TABLE_NAME; END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION "tenant"."forget_with_resource"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  DELETE FROM relationship e USING removed r WHERE e.workspace_id = r.workspace_id AND e.from_uid = r.uid;
  DELETE FROM resource_version v USING removed r WHERE v.workspace_id = r.workspace_id AND v.resource_uid = r.uid;
  RETURN NULL;
END $$;

CREATE FUNCTION "tenant"."forget_with_version"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  DELETE FROM version_cause c USING removed v
  WHERE c.workspace_id = v.workspace_id AND c.resource_uid = v.resource_uid AND c.version = v.version;
  RETURN NULL;
END $$;

CREATE FUNCTION "tenant"."keys_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = 'the key of a resource and of what hangs on it never changes', TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER of_resource AFTER INSERT ON "tenant"."resource_version"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."versions_have_resources"();
CREATE TRIGGER of_version AFTER INSERT ON "tenant"."version_cause"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."causes_have_versions"();
CREATE TRIGGER of_resource AFTER INSERT ON "tenant"."relationship"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."edges_have_resources"();
CREATE TRIGGER forget_what_hangs_on_it AFTER DELETE ON "tenant"."resource"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."forget_with_resource"();
CREATE TRIGGER forget_what_hangs_on_it AFTER DELETE ON "tenant"."resource_version"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."forget_with_version"();
CREATE TRIGGER key_stays BEFORE UPDATE OF workspace_id, uid ON "tenant"."resource"
  FOR EACH ROW WHEN ((OLD.workspace_id, OLD.uid) IS DISTINCT FROM (NEW.workspace_id, NEW.uid)) EXECUTE FUNCTION "tenant"."keys_stay"();
CREATE TRIGGER key_stays BEFORE UPDATE OF workspace_id, resource_uid, version ON "tenant"."resource_version"
  FOR EACH ROW WHEN ((OLD.workspace_id, OLD.resource_uid, OLD.version) IS DISTINCT FROM (NEW.workspace_id, NEW.resource_uid, NEW.version)) EXECUTE FUNCTION "tenant"."keys_stay"();
CREATE TRIGGER key_stays BEFORE UPDATE OF workspace_id, resource_uid, version ON "tenant"."version_cause"
  FOR EACH ROW WHEN ((OLD.workspace_id, OLD.resource_uid, OLD.version) IS DISTINCT FROM (NEW.workspace_id, NEW.resource_uid, NEW.version)) EXECUTE FUNCTION "tenant"."keys_stay"();
CREATE TRIGGER key_stays BEFORE UPDATE OF workspace_id, from_uid ON "tenant"."relationship"
  FOR EACH ROW WHEN ((OLD.workspace_id, OLD.from_uid) IS DISTINCT FROM (NEW.workspace_id, NEW.from_uid)) EXECUTE FUNCTION "tenant"."keys_stay"();
REVOKE EXECUTE ON FUNCTION "tenant"."versions_have_resources"(), "tenant"."causes_have_versions"(), "tenant"."edges_have_resources"(),
  "tenant"."forget_with_resource"(), "tenant"."forget_with_version"(), "tenant"."keys_stay"() FROM PUBLIC;

-- As it was, planned anew each time, for the same reason.
CREATE OR REPLACE FUNCTION "tenant"."roll_up_changes"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    EXECUTE $q$INSERT INTO change_rollup AS u
    SELECT a.workspace_id, date_trunc('hour', a.seen_at, 'UTC'), r.account_id, r.region, r.service, r.type, a.kind, count(*)
    FROM added a
    CROSS JOIN LATERAL (SELECT * FROM resource x WHERE (x.workspace_id, x.uid) = (a.workspace_id, a.resource_uid) OFFSET 0) r
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions$q$;
  ELSE
    EXECUTE $q$INSERT INTO change_rollup AS u
    SELECT a.workspace_id, date_trunc('hour', a.seen_at, 'UTC'), r.account_id, r.region, r.service, r.type, a.kind, sum(a.n)
    FROM (SELECT workspace_id, resource_uid, seen_at, kind, 1 AS n FROM added
          UNION ALL SELECT workspace_id, resource_uid, seen_at, kind, -1 FROM removed) a
    CROSS JOIN LATERAL (SELECT * FROM resource x WHERE (x.workspace_id, x.uid) = (a.workspace_id, a.resource_uid) OFFSET 0) r
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(a.n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions$q$;
  END IF;
  RETURN NULL;
END $$;
