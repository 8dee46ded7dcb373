import type { Soak } from './soak';

/** A version that an event's read made and that names no event, with what is known of its resource, for people. */
export type Unexplained = { resource: string; version: number; kind: string; told: string };

/** Versions made since `from` (epoch ms) by no scan, how many, and those of them without an author. */
export async function versionsOf(
  soak: Soak,
  workspaceId: string,
  from: number,
): Promise<{ made: number; unexplained: Unexplained[] }> {
  const rows = await soak.rowsOf<Unexplained & { explained: boolean }>(
    `SELECT r.type || ' ' || r.name AS resource, v.version, v.kind, x.explained,
       CASE WHEN x.explained THEN '' ELSE concat_ws(E'\\n',
         (SELECT string_agg(format('  v%s %s (%s, %s] %s', w.version, w.kind, to_char(w.seen_after, 'HH24:MI:SS.MS'),
            to_char(w.seen_at, 'HH24:MI:SS.MS'), (SELECT string_agg(c.kind || ' ' || coalesce(c.detail->>'name', '') || ' '
              || to_char(c.at, 'MI:SS') || ' ' || right(c.detail->>'eventId', 4), ', ' ORDER BY c.position)
            FROM tenant.version_cause c WHERE c.workspace_id = w.workspace_id AND c.resource_uid = w.resource_uid
              AND c.version = w.version)), E'\\n' ORDER BY w.version)
          FROM tenant.resource_version w WHERE w.workspace_id = v.workspace_id AND w.resource_uid = v.resource_uid),
         (SELECT string_agg(format('  %s %s %s received %s settled %s: %s v%s', to_char(e.time, 'HH24:MI:SS'), e.name,
            right(e.event_id, 4), to_char(e.received_at, 'MI:SS.MS'), to_char(e.settled_at, 'MI:SS.MS'), t.result, t.version),
            E'\\n' ORDER BY e.time)
          FROM tenant.event_touch t JOIN tenant.event e ON e.workspace_id = t.workspace_id AND e.day = t.day
            AND e.account_id = t.account_id AND e.event_id = t.event_id
          WHERE t.workspace_id = v.workspace_id AND t.resource_uid = v.resource_uid)) END AS told
     FROM tenant.resource_version v
     JOIN tenant.resource r ON r.workspace_id = v.workspace_id AND r.uid = v.resource_uid
     CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM tenant.version_cause c WHERE c.workspace_id = v.workspace_id
       AND c.resource_uid = v.resource_uid AND c.version = v.version AND c.kind = 'event') AS explained) x
     WHERE v.workspace_id = $1 AND v.seen_at > to_timestamp($2 / 1000.0)
       AND NOT EXISTS (SELECT FROM tenant.version_cause c WHERE c.workspace_id = v.workspace_id
         AND c.resource_uid = v.resource_uid AND c.version = v.version AND c.kind = 'scan')`,
    [workspaceId, from],
  );
  const unexplained = rows.flatMap(({ explained, ...row }) => (explained ? [] : [row]));
  return { made: rows.length, unexplained };
}
