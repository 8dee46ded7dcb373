import { ScopeGrid, type ScopeRow } from '@/components/charts/scope-grid';
import { SCOPE_GLYPH } from '@/components/scan/states';
import type { Scan } from '@/lib/schemas/scan';

/** Rows by type, cells by region: what a scan has read so far. */
export function scopeRows(scopes: Scan['scopes']): { regions: string[]; rows: ScopeRow[] } {
  const rows = new Map<string, Record<string, NonNullable<(typeof SCOPE_GLYPH)[keyof typeof SCOPE_GLYPH]>>>();
  for (const { type, region, status } of scopes) {
    const glyph = SCOPE_GLYPH[status];
    if (!glyph) continue;
    rows.set(type, { ...rows.get(type), [region]: glyph });
  }
  const regions = [...new Set(scopes.map(({ region }) => region))].sort(
    (a, b) => Number(b === 'global') - Number(a === 'global') || a.localeCompare(b),
  );
  return {
    regions,
    rows: [...rows].map(([type, cells]) => ({ label: type.split('::').at(-1) ?? type, title: type, cells })),
  };
}

/** Only with more than one region does the grid tell more than the ledger's rows. */
export function ScopeMap({ scopes }: { scopes: Scan['scopes'] }) {
  const { regions, rows } = scopeRows(scopes);
  if (regions.length < 2) return null;
  return (
    <ScopeGrid
      label="Scopes by region"
      regions={regions}
      rows={rows}
      note="Denied and partial scopes delete nothing."
    />
  );
}
