'use client';
import { useState } from 'react';
import { ScopeGrid } from '@/components/charts/scope-grid';
import { regionsOf, serviceRows, typeRows } from '@/components/scan/scope-rows';
import type { Scan } from '@/lib/schemas/scan';

/** More types than this are shown by service; a service opens into its types. */
const MOST_ROWS = 20;

/** Only with more than one region does the grid tell more than the ledger's rows. */
export function ScopeMap({ scopes }: { scopes: Scan['scopes'] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const regions = regionsOf(scopes);
  if (regions.length < 2) return null;
  const types = typeRows(scopes);
  const toggle = (service: string) =>
    setOpen(
      (before) => new Set(before.has(service) ? [...before].filter((one) => one !== service) : [...before, service]),
    );
  return (
    <ScopeGrid
      label="Scopes by region"
      regions={regions}
      rows={types.length > MOST_ROWS ? serviceRows(scopes, open) : types}
      counted={types}
      onToggle={toggle}
      note="Denied and partial scopes delete nothing."
    />
  );
}
