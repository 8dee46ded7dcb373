-- The inventory as of a moment and what changed between two (docs/decisions/0081-time.md).

-- When what a resource is searched by (name, ARN, tags) last changed. While it is not later than a moment, today's row
-- and its indexes answer for that moment; the others are read from their versions.
ALTER TABLE "tenant"."resource" ADD COLUMN "identity_changed_at" timestamptz(3);
UPDATE "tenant"."resource" SET identity_changed_at = changed_at WHERE version > 1;
CREATE INDEX "resource_identity_changed" ON "tenant"."resource" (workspace_id, identity_changed_at)
  WHERE identity_changed_at IS NOT NULL;
CREATE INDEX "resource_unwatched" ON "tenant"."resource" (workspace_id, unwatched_at)
  INCLUDE (account_id, region, service, type) WHERE unwatched_at IS NOT NULL;

CREATE FUNCTION "tenant"."note_identity_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.identity_changed_at := NEW.changed_at;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."note_identity_change"() FROM PUBLIC;
CREATE TRIGGER note_identity_change BEFORE UPDATE ON "tenant"."resource" FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.arn IS DISTINCT FROM NEW.arn OR OLD.tags IS DISTINCT FROM NEW.tags)
  EXECUTE FUNCTION "tenant"."note_identity_change"();

-- Newest first with a keyset of its own; it replaces the index on the time alone.
CREATE INDEX "resource_version_seen" ON "tenant"."resource_version" (workspace_id, seen_at, resource_uid, version) INCLUDE (kind);
DROP INDEX "tenant"."resource_version_workspace_id_seen_at_idx";

-- How many versions of what kind an hour brought where. Kept by triggers, so that no writer can forget it.
CREATE TABLE "tenant"."change_rollup" (
  "workspace_id" uuid NOT NULL REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "hour" timestamptz(3) NOT NULL,
  "account_id" text NOT NULL,
  "region" text NOT NULL,
  "service" text NOT NULL,
  "type" text NOT NULL,
  "kind" text NOT NULL,
  "versions" bigint NOT NULL,
  PRIMARY KEY (workspace_id, hour, account_id, region, service, type, kind)
);
CREATE INDEX "change_rollup_lifecycle" ON "tenant"."change_rollup" (workspace_id, hour)
  INCLUDE (account_id, region, service, type, kind, versions) WHERE kind <> 'changed';

-- How long history is kept, and how far back it has been pruned.
CREATE TABLE "tenant"."history_retention" (
  "workspace_id" uuid PRIMARY KEY REFERENCES "directory"."workspace" (id) ON DELETE CASCADE,
  "days" integer NOT NULL CHECK (days BETWEEN 30 AND 3650),
  "pruned_before" timestamptz(3),
  "updated_at" timestamptz(3)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['change_rollup', 'history_retention'] LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY workspace ON "tenant".%I TO mooring_tenant USING (workspace_id = "tenant".current_workspace()) WITH CHECK (workspace_id = "tenant".current_workspace())',
      t);
  END LOOP;
END $$;
GRANT SELECT, DELETE ON "tenant"."change_rollup" TO mooring_tenant;
GRANT SELECT, INSERT, UPDATE ON "tenant"."history_retention" TO mooring_tenant;

-- Versions are only taken away by retention, which drops whole hours; so removals are not counted back.
CREATE FUNCTION "tenant"."roll_up_changes"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO change_rollup AS u
    SELECT a.workspace_id, date_trunc('hour', a.seen_at, 'UTC'), r.account_id, r.region, r.service, r.type, a.kind, count(*)
    FROM added a
    CROSS JOIN LATERAL (SELECT * FROM resource x WHERE (x.workspace_id, x.uid) = (a.workspace_id, a.resource_uid) OFFSET 0) r
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions;
  ELSE
    INSERT INTO change_rollup AS u
    SELECT a.workspace_id, date_trunc('hour', a.seen_at, 'UTC'), r.account_id, r.region, r.service, r.type, a.kind, sum(a.n)
    FROM (SELECT workspace_id, resource_uid, seen_at, kind, 1 AS n FROM added
          UNION ALL SELECT workspace_id, resource_uid, seen_at, kind, -1 FROM removed) a
    CROSS JOIN LATERAL (SELECT * FROM resource x WHERE (x.workspace_id, x.uid) = (a.workspace_id, a.resource_uid) OFFSET 0) r
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(a.n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, account_id, region, service, type, kind)
    DO UPDATE SET versions = u.versions + excluded.versions;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION "tenant"."roll_up_changes"() FROM PUBLIC;
CREATE TRIGGER roll_up_inserted AFTER INSERT ON "tenant"."resource_version"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."roll_up_changes"();
CREATE TRIGGER roll_up_updated AFTER UPDATE ON "tenant"."resource_version"
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."roll_up_changes"();

INSERT INTO "tenant"."change_rollup"
SELECT v.workspace_id, date_trunc('hour', v.seen_at, 'UTC'), r.account_id, r.region, r.service, r.type, v.kind, count(*)
FROM "tenant"."resource_version" v JOIN "tenant"."resource" r ON (r.workspace_id, r.uid) = (v.workspace_id, v.resource_uid)
GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- One page (or, without a sort, up to page_size rows) of what was in `state` at a moment, as SQL text. Its branches:
-- unchanged since (today's rows), changed since but found by today's name and tags (their state from the version of
-- then), and those whose name, ARN or tags changed since (all of it from the version). Filters that may ask for more
-- than name and tags are answered from the version whenever anything changed.
CREATE FUNCTION "tenant"."inventory_as_of_sql"(
  workspace uuid, filters jsonb, at timestamptz, sort text, direction text, after jsonb, page_size integer) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  wanted text := coalesce(filters->>'state', 'live');
  by_identity boolean :=
    filters - ARRAY['type', 'account', 'region', 'service', 'tag', 'q', 'integrationId', 'state'] = '{}'::jsonb;
  kept integer := greatest(1, page_size);
  then_version text := format(
    'JOIN resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid AND v.seen_at <= %1$L
       AND v.kind %2$s ''deleted'' AND EXISTS (SELECT FROM resource_version n WHERE n.workspace_id = v.workspace_id
         AND n.resource_uid = v.resource_uid AND n.version = v.version + 1 AND n.seen_at > %1$L)',
    at, CASE wanted WHEN 'deleted' THEN '=' ELSE '<>' END);
  known text := format('r.first_seen_at <= %L', at);
  identity text := format(' AND (r.identity_changed_at IS NULL OR r.identity_changed_at <= %L)', at);
  watched text := '';
  parts text[] := '{}';
  state_now text;
  columns text := 'r.uid, r.id, r.type, r.service, r.account_id, r.region, r.name, r.arn, r.tags, %s AS version, r.first_seen_at,
    CASE WHEN r.observed_at <= %L THEN r.observed_at ELSE %s END AS observed_at, %3$s AS changed_at, lower(r.name) AS sort_name, r.integration_id';
  tail text;
BEGIN
  IF direction NOT IN ('asc', 'desc') THEN RAISE EXCEPTION 'no such order: %', direction; END IF;
  IF sort NOT IN ('name', 'type', 'changed') THEN RAISE EXCEPTION 'no such sort: %', sort; END IF;
  FOREACH state_now IN ARRAY ARRAY['live', 'deleted', 'unwatched'] LOOP
    IF wanted = 'unwatched' AND state_now <> 'unwatched' THEN CONTINUE; END IF;
    watched := CASE WHEN state_now <> 'unwatched' OR wanted = 'deleted' THEN ''
      WHEN wanted = 'unwatched' THEN format(' AND r.unwatched_at <= %L', at)
      ELSE format(' AND r.unwatched_at > %L', at) END;
    -- Unchanged since: what is deleted now was so then, what is not was not.
    IF (state_now = 'deleted') = (wanted = 'deleted') THEN
      parts := parts || format('SELECT %s FROM resource r WHERE %s AND %s AND r.changed_at <= %L%s%s',
        format(columns, 'r.version', at, 'r.changed_at'),
        inventory_where(workspace, filters || jsonb_build_object('state', state_now)), known, at, watched,
        as_of_tail(sort, direction, after, kept, 'r.changed_at', 'r.uid'));
    END IF;
    IF by_identity THEN
      parts := parts || format('SELECT %s FROM resource r %s WHERE %s AND %s AND r.changed_at > %L%s%s%s',
        format(columns, 'v.version', at, 'v.seen_at'), then_version,
        inventory_where(workspace, filters || jsonb_build_object('state', state_now)), known, at, identity, watched,
        as_of_tail(sort, direction, after, kept, 'v.seen_at', 'v.resource_uid'));
    END IF;
  END LOOP;
  parts := parts || format(
    'SELECT %s FROM (
       SELECT r.workspace_id, r.uid, r.id, r.type, r.service, r.account_id, r.region, v.document->>''name'' AS name,
         v.document->>''arn'' AS arn, v.document->''tags'' AS tags, v.document->''attributes'' AS attributes, r.volatile,
         v.version, r.integration_id, r.first_seen_at, r.observed_at, v.seen_at AS changed_at, r.aws_created_at, r.previous_uid,
         %L::text AS state, CASE v.kind WHEN ''deleted'' THEN v.seen_at END AS deleted_at, NULL::timestamptz AS unwatched_at,
         resource_search_text(v.document->>''name'', v.document->>''arn'', r.id, v.document->''tags'') AS search_text
       FROM resource r %s
       WHERE r.workspace_id = %L::uuid AND %s AND r.changed_at > %L AND r.state = ANY (''{live,deleted,unwatched}'')%s%s) r
     WHERE %s%s',
    format(columns, 'r.version', at, 'r.changed_at'), wanted, then_version, workspace, known, at,
    CASE WHEN by_identity THEN format(' AND r.identity_changed_at > %L', at) ELSE '' END,
    CASE wanted WHEN 'live' THEN format(' AND (r.state <> ''unwatched'' OR r.unwatched_at > %L)', at)
      WHEN 'unwatched' THEN format(' AND r.state = ''unwatched'' AND r.unwatched_at <= %L', at) ELSE '' END,
    inventory_where(workspace, filters || jsonb_build_object('state', wanted)),
    as_of_tail(sort, direction, after, kept, 'r.changed_at', 'r.uid'));
  tail := CASE sort WHEN 'name' THEN 'sort_name %1$s, uid %1$s' WHEN 'type' THEN 'type %1$s, sort_name %1$s, uid %1$s'
    WHEN 'changed' THEN 'changed_at %1$s, uid %1$s' END;
  RETURN format(
    'SELECT x.uid, x.id, x.type, x.service, x.account_id, x.region, x.name, x.arn, x.tags, x.version, %L::text AS state,
            x.first_seen_at, x.observed_at, x.changed_at, %s AS deleted_at, x.sort_name, x.integration_id
     FROM (%s) x%s LIMIT %s',
    wanted, CASE wanted WHEN 'deleted' THEN 'x.changed_at' ELSE 'NULL::timestamptz' END,
    (SELECT string_agg('(' || p || ')', ' UNION ALL ') FROM unnest(parts) p),
    coalesce(' ORDER BY ' || format(tail, direction), ''), kept);
END $$;

-- The position, order and bound of one branch; without a sort the bound alone.
CREATE FUNCTION "tenant"."as_of_tail"(
  sort text, direction text, after jsonb, page_size integer, changed text, uid text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE
  keys text[] := CASE sort
    WHEN 'name' THEN ARRAY['lower(r.name)', 'r.uid']
    WHEN 'type' THEN ARRAY['r.type', 'lower(r.name)', 'r.uid']
    WHEN 'changed' THEN ARRAY[changed, uid] END;
  position text := '';
BEGIN
  IF keys IS NULL THEN RETURN format(' LIMIT %s', page_size); END IF;
  IF after IS NOT NULL THEN
    position := format(' AND (%s) %s (%s)', array_to_string(keys, ', '), CASE direction WHEN 'asc' THEN '>' ELSE '<' END,
      (SELECT string_agg(format(CASE keys[n] WHEN 'r.uid' THEN '%L::uuid' WHEN uid THEN '%L::uuid' WHEN changed THEN '%L::timestamptz' ELSE '%L' END, v), ', ' ORDER BY n)
       FROM jsonb_array_elements_text(after) WITH ORDINALITY AS a (v, n)));
  END IF;
  RETURN format('%s ORDER BY %s LIMIT %s', position,
    (SELECT string_agg(k || ' ' || direction, ', ' ORDER BY n) FROM unnest(keys) WITH ORDINALITY AS u (k, n)), page_size);
END $$;

CREATE FUNCTION "tenant"."inventory_as_of"(
  filters jsonb, at timestamptz, sort text, direction text, after jsonb, page_size integer)
  RETURNS TABLE (uid uuid, id text, type text, service text, account_id text, region text, name text, arn text, tags jsonb,
    version integer, state text, first_seen_at timestamptz, observed_at timestamptz, changed_at timestamptz, deleted_at timestamptz,
    sort_name text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format(
    'SELECT y.uid, y.id, y.type, y.service, y.account_id, y.region, y.name, y.arn, y.tags, y.version, y.state, y.first_seen_at,
            y.observed_at, y.changed_at, y.deleted_at, y.sort_name FROM (%s) y',
    inventory_as_of_sql(current_workspace(), filters, at, sort, direction, after, least(page_size, 1001)));
END $$;

-- What was watched and present at a moment, by cell: today's counts, less what came since, plus what went since. Hours
-- come from the rollup, the rest of the moment's own hour from its versions.
CREATE FUNCTION "tenant"."inventory_cells_as_of_sql"(workspace uuid, at timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, tenant
  RETURN format($q$
    SELECT c.workspace_id, 'live'::text AS state, c.account_id, c.region, c.service, c.type, sum(c.n)::bigint AS resources
    FROM (
      SELECT workspace_id, account_id, region, service, type, resources AS n FROM inventory_rollup
      WHERE workspace_id = %1$L::uuid AND state IN ('live', 'unwatched')
      UNION ALL
      SELECT workspace_id, account_id, region, service, type, CASE kind WHEN 'deleted' THEN versions ELSE -versions END
      FROM change_rollup WHERE workspace_id = %1$L::uuid AND kind <> 'changed' AND hour > %3$L
      UNION ALL
      SELECT r.workspace_id, r.account_id, r.region, r.service, r.type, CASE v.kind WHEN 'deleted' THEN 1 ELSE -1 END
      FROM resource_version v JOIN resource r ON r.workspace_id = v.workspace_id AND r.uid = v.resource_uid
      WHERE v.workspace_id = %1$L::uuid AND v.seen_at > %2$L AND v.seen_at < %3$L::timestamptz + interval '1 hour' AND v.kind <> 'changed'
      UNION ALL
      SELECT workspace_id, account_id, region, service, type, -1 FROM resource
      WHERE workspace_id = %1$L::uuid AND unwatched_at <= %2$L AND state = 'unwatched'
    ) c GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(c.n) > 0$q$, workspace, at, date_trunc('hour', at, 'UTC'));

-- Whether counts of cells can answer the filters.
CREATE FUNCTION "tenant"."counted_by_cells"(filters jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, tenant
  RETURN filters - ARRAY['type', 'account', 'region', 'service', 'state'] = '{}'::jsonb AND coalesce(filters->>'state', 'live') = 'live';

CREATE FUNCTION "tenant"."inventory_count_as_of"(filters jsonb, at timestamptz, cap integer)
  RETURNS TABLE (resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE found bigint;
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  IF counted_by_cells(filters) THEN
    EXECUTE format('SELECT coalesce(sum(r.resources), 0) FROM (%s) r WHERE %s',
      inventory_cells_as_of_sql(current_workspace(), at), inventory_where(current_workspace(), filters)) INTO found;
    RETURN QUERY SELECT found, true;
  ELSE
    EXECUTE format('SELECT count(*) FROM (%s) x',
      inventory_as_of_sql(current_workspace(), filters, at, NULL, 'asc', NULL, cap)) INTO found;
    RETURN QUERY SELECT least(found, cap - 1), found < cap;
  END IF;
END $$;

-- As tenant.inventory_facets; up to 100,000 matches are counted where cells cannot answer.
CREATE FUNCTION "tenant"."inventory_facets_as_of"(filters jsonb, at timestamptz)
  RETURNS TABLE (facet text, value text, resources bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE
  workspace uuid := current_workspace();
  facets text[] := ARRAY['type', 'account', 'region', 'service'];
  parts text;
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  SELECT string_agg(format('SELECT %L, r.%I, sum(r.resources)::bigint, %s FROM cells r WHERE %s GROUP BY 2 HAVING sum(r.resources) > 0',
    f, CASE f WHEN 'account' THEN 'account_id' ELSE f END,
    CASE WHEN counted_by_cells(filters) THEN 'true' ELSE '(SELECT sum(m.resources) <= 100000 FROM cells m)' END,
    inventory_where(workspace, (SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each(filters) e (k, v)
      WHERE k = ANY (facets || 'state'::text)), f)), ' UNION ALL ')
  INTO parts FROM unnest(facets) f;
  RETURN QUERY EXECUTE format('WITH cells AS MATERIALIZED (%s) %s',
    CASE WHEN counted_by_cells(filters) THEN inventory_cells_as_of_sql(workspace, at)
    ELSE format('SELECT %L::uuid AS workspace_id, x.state, x.account_id, x.region, x.service, x.type, count(*) AS resources
                 FROM (%s) x GROUP BY 1, 2, 3, 4, 5, 6', workspace,
           inventory_as_of_sql(workspace, filters - facets, at, NULL, 'asc', NULL, 100001)) END, parts);
END $$;

-- Versions seen after `since` and not after `until`, newest first, as SQL text. Filters of the inventory apply to the
-- resource as it is now, whatever its state; `kind` and `cause` to the version.
CREATE FUNCTION "tenant"."change_search_sql"(
  workspace uuid, filters jsonb, since timestamptz, until timestamptz, after jsonb, page_size integer) RETURNS text
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, tenant AS $$
DECLARE conditions text := '';
BEGIN
  IF jsonb_typeof(filters->'kind') = 'array' AND jsonb_array_length(filters->'kind') > 0 THEN
    conditions := format(' AND v.kind = ANY (%L::text[])', ARRAY(SELECT jsonb_array_elements_text(filters->'kind'))::text);
  END IF;
  IF filters ? 'cause' THEN
    conditions := conditions || format(' AND EXISTS (SELECT FROM version_cause c WHERE c.workspace_id = v.workspace_id
      AND c.resource_uid = v.resource_uid AND c.version = v.version AND c.kind = %L)', filters->>'cause');
  END IF;
  IF after IS NOT NULL THEN
    conditions := conditions || format(' AND (v.seen_at, v.resource_uid, v.version) < (%L::timestamptz, %L::uuid, %L::integer)',
      after->>0, after->>1, after->>2);
  END IF;
  RETURN format(
    'SELECT v.resource_uid, v.version, v.kind, v.seen_after, v.seen_at, r.workspace_id, r.account_id, r.region, r.service, r.type
     FROM resource_version v JOIN (
       SELECT x.workspace_id, x.uid, x.id, x.type, x.service, x.account_id, x.region, x.name, x.arn, x.tags, x.attributes, x.volatile,
         x.version, x.integration_id, x.first_seen_at, x.observed_at, x.changed_at, x.aws_created_at, x.deleted_at, x.search_text,
         ''live''::text AS state
       FROM resource x WHERE x.workspace_id = %1$L::uuid AND x.state = ANY (''{live,deleted,unwatched}'')) r
     ON r.workspace_id = v.workspace_id AND r.uid = v.resource_uid
     WHERE v.workspace_id = %1$L::uuid AND v.seen_at > %2$L AND v.seen_at <= %3$L AND %4$s%5$s
     ORDER BY v.seen_at DESC, v.resource_uid DESC, v.version DESC LIMIT %6$s',
    workspace, since, until, inventory_where(workspace, filters - ARRAY['kind', 'cause', 'state']), conditions, greatest(1, page_size));
END $$;

CREATE FUNCTION "tenant"."change_search"(
  filters jsonb, since timestamptz, until timestamptz, after jsonb, page_size integer)
  RETURNS TABLE (resource_uid uuid, version integer, kind text, seen_after timestamptz, seen_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
BEGIN
  IF current_workspace() IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format('SELECT y.resource_uid, y.version, y.kind, y.seen_after, y.seen_at FROM (%s) y',
    change_search_sql(current_workspace(), filters, since, until, after, least(page_size, 1001)));
END $$;

-- Counts of the same by account and type, by region and by span of time, each by kind. From the hours of the rollup and
-- the versions at both ends; with text, tags or a cause of up to 100,000 versions (`exact` says when there were more).
CREATE FUNCTION "tenant"."change_summary"(filters jsonb, since timestamptz, until timestamptz, span interval)
  RETURNS TABLE (account_id text, type text, region text, bucket timestamptz, kind text, versions bigint, exact boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant AS $$
DECLARE
  workspace uuid := current_workspace();
  first_hour timestamptz := date_trunc('hour', since, 'UTC') + interval '1 hour';
  last_hour timestamptz := date_trunc('hour', until, 'UTC');
  raw text := 'SELECT y.workspace_id, y.account_id, y.region, y.service, y.type, y.kind, date_trunc(''hour'', y.seen_at, ''UTC'') AS hour, 1::bigint AS versions FROM (%s) y';
  source text;
  counted text := 'true';
BEGIN
  IF workspace IS NULL THEN RETURN; END IF;
  IF filters - ARRAY['type', 'account', 'region', 'service', 'kind', 'state'] <> '{}'::jsonb THEN
    source := format(raw, change_search_sql(workspace, filters, since, until, NULL, 100001));
    counted := '(SELECT count(*) <= 100000 FROM found)';
  ELSIF first_hour >= last_hour THEN
    source := format(raw, change_search_sql(workspace, filters, since, until, NULL, 2000000000));
  ELSE
    -- A version at the very beginning of an hour belongs to that hour, so the ends meet the hours without overlap.
    source := format(raw, change_search_sql(workspace, filters, since, first_hour - interval '1 millisecond', NULL, 2000000000))
      || ' UNION ALL ' || format(raw, change_search_sql(workspace, filters, last_hour - interval '1 millisecond', until, NULL, 2000000000))
      || format(' UNION ALL SELECT r.workspace_id, r.account_id, r.region, r.service, r.type, r.kind, r.hour, r.versions
                  FROM (SELECT c.*, ''live''::text AS state FROM change_rollup c
                        WHERE c.workspace_id = %L::uuid AND c.hour >= %L AND c.hour < %L) r WHERE %s%s',
           workspace, first_hour, last_hour, inventory_where(workspace, filters - ARRAY['kind', 'state']),
           CASE WHEN filters ? 'kind' THEN format(' AND r.kind = ANY (%L::text[])', ARRAY(SELECT jsonb_array_elements_text(filters->'kind'))::text) ELSE '' END);
  END IF;
  RETURN QUERY EXECUTE format(
    'WITH found AS MATERIALIZED (%s), binned AS (
       SELECT f.account_id, f.type, f.region, date_bin(%L::interval, f.hour, ''2000-01-03 00:00Z'') AS bucket, f.kind, sum(f.versions) AS versions
       FROM found f GROUP BY 1, 2, 3, 4, 5)
     SELECT b.account_id, b.type, b.region, b.bucket, b.kind, sum(b.versions)::bigint, %s
     FROM binned b GROUP BY GROUPING SETS ((b.account_id, b.type, b.kind), (b.region, b.kind), (b.bucket, b.kind))
     HAVING sum(b.versions) > 0',
    source, span, counted);
END $$;

REVOKE EXECUTE ON FUNCTION
  "tenant"."as_of_tail"(text, text, jsonb, integer, text, text),
  "tenant"."inventory_as_of_sql"(uuid, jsonb, timestamptz, text, text, jsonb, integer),
  "tenant"."inventory_as_of"(jsonb, timestamptz, text, text, jsonb, integer),
  "tenant"."inventory_cells_as_of_sql"(uuid, timestamptz),
  "tenant"."counted_by_cells"(jsonb),
  "tenant"."inventory_count_as_of"(jsonb, timestamptz, integer),
  "tenant"."inventory_facets_as_of"(jsonb, timestamptz),
  "tenant"."change_search_sql"(uuid, jsonb, timestamptz, timestamptz, jsonb, integer),
  "tenant"."change_search"(jsonb, timestamptz, timestamptz, jsonb, integer),
  "tenant"."change_summary"(jsonb, timestamptz, timestamptz, interval)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  "tenant"."inventory_as_of"(jsonb, timestamptz, text, text, jsonb, integer),
  "tenant"."inventory_count_as_of"(jsonb, timestamptz, integer),
  "tenant"."inventory_facets_as_of"(jsonb, timestamptz),
  "tenant"."change_search"(jsonb, timestamptz, timestamptz, jsonb, integer),
  "tenant"."change_summary"(jsonb, timestamptz, timestamptz, interval)
TO mooring_tenant;
