-- As 20261123006010, of a moment: what stands late is found by its order and its words together.

-- As tenant.inventory_gathered_sql, of a moment.
CREATE OR REPLACE FUNCTION "tenant"."as_of_gathered_sql"(workspace uuid, filters jsonb, at timestamptz, sort text, direction text, after jsonb,
  until jsonb, kept integer, most integer) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog, tenant
  RETURN (SELECT format(
    'WITH m AS MATERIALIZED (SELECT * FROM (%1$s) r%2$s),
       p AS MATERIALIZED (SELECT x.uid, x.at, row_number() OVER () AS n FROM (
         SELECT r.uid, jsonb_build_array(%3$s) AS at FROM m r WHERE true%5$s ORDER BY %4$s LIMIT %6$s) x)
     SELECT (SELECT count(*) FROM m), ARRAY(SELECT uid FROM p ORDER BY n), (SELECT at FROM p ORDER BY n DESC LIMIT 1)',
    (SELECT string_agg(format('SELECT r.uid, r.name, r.type, r.changed_at, r.aws_created_at, r.first_seen_at %s%s',
        CASE WHEN until IS NOT NULL AND "tenant".inventory_by_whole_words(filters) AND starts_with(b, own) THEN listed || substr(b, length(own) + 1) ELSE b END,
        CASE WHEN until IS NULL THEN ''
        ELSE "tenant".inventory_position(sort, forward, after) || "tenant".inventory_position(sort, backward || '=', until) END), ' UNION ALL ' ORDER BY n)
      FROM unnest("tenant".as_of_branches(workspace, filters, at,
        CASE WHEN "tenant".as_of_by_time(filters) AND NOT "tenant".inventory_by_words(filters) THEN 'changed'
          WHEN sort = 'changed' OR "tenant".as_of_by_time(filters) THEN 'spans' ELSE 'plain' END)) WITH ORDINALITY AS u (b, n)),
    CASE WHEN until IS NULL THEN format(' LIMIT %s', most) ELSE '' END,
    array_to_string(k, ', '), array_to_string(k, ' ' || direction || ', ') || ' ' || direction, "tenant".inventory_position(sort, forward, after), kept)
    FROM (SELECT "tenant".inventory_keys(sort) AS k, CASE direction WHEN 'asc' THEN '>' ELSE '<' END AS forward,
      CASE direction WHEN 'asc' THEN '<' ELSE '>' END AS backward,
      format('FROM resource r WHERE r.workspace_id = %L::uuid', workspace) AS own,
      format('FROM resource r WHERE r.workspace_id = ANY (%L::uuid[])', ARRAY[workspace]::text) AS listed) x);
