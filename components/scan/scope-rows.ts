import type { ScopeRow, ScopeState } from '@/components/charts/scope-grid';
import { SCOPE_GLYPH } from '@/components/scan/states';
import type { Scan } from '@/lib/schemas/scan';

type Scope = Scan['scopes'][number];

/** What is worst comes first: a service shows the state that needs a person, else what is still to do. */
const WORST = ['failed', 'denied', 'partial', 'running', 'queued', 'complete'] as const satisfies readonly ScopeState[];

/** `global` first, then by name. */
export function regionsOf(scopes: readonly Scope[]): string[] {
  return [...new Set(scopes.map(({ region }) => region))].sort(
    (a, b) => Number(b === 'global') - Number(a === 'global') || a.localeCompare(b),
  );
}

/** A row for each type, a cell for each region: what a scan has read so far. Scopes it leaves alone are not in it. */
export function typeRows(scopes: readonly Scope[]): ScopeRow[] {
  return rowsBy(scopes, ({ type }) => type).map(({ key, cells }) => ({
    id: key,
    label: key.split('::').at(-1) ?? key,
    title: key,
    cells,
  }));
}

/** A row for each service, of which each cell is the worst of its types; those in `open` are followed by their types. */
export function serviceRows(scopes: readonly Scope[], open: ReadonlySet<string>): ScopeRow[] {
  return rowsBy(scopes, ({ service }) => service).flatMap(({ key, cells }) => {
    const expanded = open.has(key);
    const own = expanded ? typeRows(scopes.filter(({ service }) => service === key)) : [];
    return [{ id: key, label: key, cells, expanded }, ...own.map((row) => ({ ...row, within: key }))];
  });
}

function rowsBy(scopes: readonly Scope[], keyOf: (scope: Scope) => string) {
  const rows = new Map<string, Record<string, ScopeState>>();
  for (const scope of scopes) {
    const state = SCOPE_GLYPH[scope.status];
    if (!state) continue;
    const cells = rows.get(keyOf(scope)) ?? {};
    const before = cells[scope.region];
    cells[scope.region] = before && WORST.indexOf(before) < WORST.indexOf(state) ? before : state;
    rows.set(keyOf(scope), cells);
  }
  return [...rows].map(([key, cells]) => ({ key, cells }));
}
