-- Findings (docs/decisions/0083-findings.md): what a rule holds against a resource, from first sight to its end.

CREATE TABLE "tenant"."finding_mute" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "id" uuid NOT NULL,
  "rule" text NOT NULL,
  -- One finding, or else every finding of the rule whose resource is in the account and has the tag (key or key=value).
  "finding_id" uuid,
  "account_id" text,
  "tag" text,
  "reason" text NOT NULL,
  -- Null: until it is fixed; for one finding only.
  "until" timestamptz(3),
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "ended_at" timestamptz(3),
  "ended_by" text,
  PRIMARY KEY (workspace_id, id),
  CHECK (finding_id IS NULL OR account_id IS NULL AND tag IS NULL),
  CHECK (finding_id IS NOT NULL OR until IS NOT NULL)
);
CREATE INDEX "finding_mute_patterns" ON "tenant"."finding_mute" (workspace_id, rule)
  WHERE finding_id IS NULL AND ended_at IS NULL;

CREATE TABLE "tenant"."finding" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "id" uuid NOT NULL,
  "rule" text NOT NULL,
  "resource_uid" uuid NOT NULL,
  "type" text NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "severity" text NOT NULL,
  "rank" smallint NOT NULL GENERATED ALWAYS AS (
    CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END) STORED,
  "evidence" jsonb NOT NULL,
  "search_text" text NOT NULL,
  "state" text NOT NULL DEFAULT 'open',
  "first_seen_at" timestamptz(3) NOT NULL,
  "confirmed_at" timestamptz(3) NOT NULL,
  "reopened_at" timestamptz(3),
  "reopened" integer NOT NULL DEFAULT 0,
  "resolved_at" timestamptz(3),
  "resolution" text,
  "mute_id" uuid,
  "muted_until" timestamptz(3),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, resource_uid) REFERENCES "tenant"."resource" (workspace_id, uid) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, mute_id) REFERENCES "tenant"."finding_mute" (workspace_id, id),
  CHECK (severity IN ('critical', 'high', 'medium', 'low')),
  CHECK (state IN ('open', 'resolved')),
  CHECK ((state = 'resolved') = (resolved_at IS NOT NULL) AND (state = 'resolved') = (resolution IS NOT NULL)),
  CHECK (resolution IN ('fixed', 'resource_deleted', 'no_longer_watched', 'rule_changed'))
);
-- What is seen again after it was fixed is the same finding; after its resource was deleted it is a new one.
CREATE UNIQUE INDEX "finding_of_resource" ON "tenant"."finding" (workspace_id, resource_uid, rule)
  WHERE resolution IS DISTINCT FROM 'resource_deleted';
CREATE INDEX "finding_resource" ON "tenant"."finding" (workspace_id, resource_uid);
CREATE INDEX "finding_list" ON "tenant"."finding" (workspace_id, state, rank, first_seen_at, id)
  INCLUDE (rule, type, account_id, severity, muted_until);
CREATE INDEX "finding_counts" ON "tenant"."finding" (workspace_id, state, rule, rank, account_id)
  INCLUDE (type, severity, muted_until);
CREATE INDEX "finding_search" ON "tenant"."finding" USING gin (workspace_id, search_text gin_trgm_ops);
CREATE INDEX "finding_muted" ON "tenant"."finding" (workspace_id, mute_id) WHERE mute_id IS NOT NULL;

-- How far a workspace has been judged by which rules; `cursor` is where the pass over all resources stands.
CREATE TABLE "tenant"."finding_judgement" (
  "workspace_id" uuid PRIMARY KEY REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "rules" text NOT NULL,
  "cursor" uuid,
  -- The accounts and organizations that were ours then: when others are, roles that admit outsiders are judged again.
  "ours" text NOT NULL DEFAULT '',
  "judged_at" timestamptz(3)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['finding_mute', 'finding', 'finding_judgement'] LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY workspace ON "tenant".%I TO mooring_tenant USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace())',
      t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."finding_mute", "tenant"."finding", "tenant"."finding_judgement" TO mooring_tenant;

-- A trigger, so that no writer of resources can forget it: what is deleted or no longer watched has no open findings.
CREATE FUNCTION "tenant"."resolve_findings_of_gone"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  UPDATE finding f
  SET state = 'resolved', mute_id = NULL, muted_until = NULL,
      resolved_at = coalesce(a.deleted_at, a.unwatched_at),
      resolution = CASE a.state WHEN 'deleted' THEN 'resource_deleted' ELSE 'no_longer_watched' END
  FROM added a
  WHERE a.state <> 'live' AND f.workspace_id = a.workspace_id AND f.resource_uid = a.uid AND f.state = 'open';
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."resolve_findings_of_gone"() FROM PUBLIC;
CREATE TRIGGER resolve_findings_of_gone AFTER UPDATE ON "tenant"."resource"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."resolve_findings_of_gone"();

-- The conditions of a list as SQL text; values go in by %L only. `at` decides whether a mute has run out.
CREATE FUNCTION "tenant"."finding_where"(workspace uuid, filters jsonb, at timestamptz) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  conditions text := format('f.workspace_id = %L::uuid', workspace);
  facet text;
  chosen text[];
BEGIN
  conditions := conditions || CASE coalesce(filters->>'state', 'open')
    WHEN 'resolved' THEN ' AND f.state = ''resolved'''
    WHEN 'muted' THEN format(' AND f.state = ''open'' AND f.muted_until > %L', at)
    ELSE format(' AND f.state = ''open'' AND (f.muted_until IS NULL OR f.muted_until <= %L)', at) END;
  FOREACH facet IN ARRAY ARRAY['rule', 'severity', 'account', 'type'] LOOP
    IF jsonb_typeof(filters->facet) IS DISTINCT FROM 'array' THEN CONTINUE; END IF;
    chosen := ARRAY(SELECT jsonb_array_elements_text(filters->facet));
    IF cardinality(chosen) = 0 THEN CONTINUE; END IF;
    conditions := conditions || format(' AND f.%I = ANY (%L::text[])',
      CASE facet WHEN 'account' THEN 'account_id' ELSE facet END, chosen::text);
  END LOOP;
  IF coalesce(filters->>'q', '') <> '' THEN
    conditions := conditions || format(' AND f.search_text LIKE %L',
      CASE WHEN length(filters->>'q') < 3 THEN E'%\n' ELSE '%' END
        || regexp_replace(lower(filters->>'q'), '([\\%_])', '\\\1', 'g') || '%');
  END IF;
  RETURN conditions;
END $$;

-- One page, the worst first and of those the oldest, as SQL text that can be EXPLAINed.
CREATE FUNCTION "tenant"."finding_search_sql"(
  workspace uuid, filters jsonb, after jsonb, page_size integer, at timestamptz) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
BEGIN
  RETURN format(
    'SELECT f.id FROM finding f WHERE %s%s ORDER BY f.rank, f.first_seen_at, f.id LIMIT %s',
    finding_where(workspace, filters, at),
    CASE WHEN after IS NULL THEN '' ELSE format(' AND (f.rank, f.first_seen_at, f.id) > (%L::smallint, %L::timestamptz, %L::uuid)',
      after->>0, after->>1, after->>2) END,
    greatest(1, least(page_size, 1001)));
END $$;

CREATE FUNCTION "tenant"."finding_search"(filters jsonb, after jsonb, page_size integer, at timestamptz)
  RETURNS TABLE (id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE finding_search_sql(current_workspace(), filters, after, page_size, at);
END $$;

REVOKE EXECUTE ON FUNCTION
  "tenant"."finding_where"(uuid, jsonb, timestamptz),
  "tenant"."finding_search_sql"(uuid, jsonb, jsonb, integer, timestamptz),
  "tenant"."finding_search"(jsonb, jsonb, integer, timestamptz)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."finding_search"(jsonb, jsonb, integer, timestamptz) TO mooring_tenant;
