-- The types that a workspace has anything of, for short forms in queries (`type:role`): from one to the next in the list's
-- index, a probe each, where DISTINCT over the rollup reads tens of thousands of cells.
CREATE FUNCTION "tenant"."inventory_types"() RETURNS TABLE (type text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, tenant SET enable_seqscan = off AS $$
  SELECT DISTINCT t.type FROM unnest(ARRAY['live', 'deleted', 'unwatched']) s (state) CROSS JOIN LATERAL (
    WITH RECURSIVE steps AS (
      (SELECT r.type FROM resource r WHERE r.workspace_id = current_workspace() AND r.state = s.state ORDER BY r.type LIMIT 1)
      UNION ALL
      SELECT (SELECT r.type FROM resource r WHERE r.workspace_id = current_workspace() AND r.state = s.state
                AND r.type > p.type ORDER BY r.type LIMIT 1)
      FROM steps p WHERE p.type IS NOT NULL)
    SELECT steps.type FROM steps WHERE steps.type IS NOT NULL) t $$;
REVOKE EXECUTE ON FUNCTION "tenant"."inventory_types"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."inventory_types"() TO mooring_tenant;
