import type { ScopeState } from '@/components/charts/scope-grid';
import type { StateName } from '@/components/ui/states';
import type { Scan, ScanSummary } from '@/lib/schemas/scan';

type ScopeStatus = Scan['scopes'][number]['status'];

/** The word a state of a scan is shown by. */
export const SCAN_WORD = {
  queued: 'queued',
  running: 'running',
  complete: 'complete',
  partial: 'partial',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<ScanSummary['state'], StateName>;

/** The word a scope of the ledger is shown by. */
export const SCOPE_WORD = {
  pending: 'queued',
  running: 'running',
  complete: 'complete',
  partial: 'partial',
  denied: 'denied',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
} as const satisfies Record<ScopeStatus, StateName>;

/** The glyph of a scope in the grid; null for a scope that this scan leaves alone. */
export const SCOPE_GLYPH = {
  pending: 'queued',
  running: 'running',
  complete: 'complete',
  partial: 'partial',
  denied: 'denied',
  failed: 'failed',
  cancelled: 'queued',
  skipped: null,
} as const satisfies Record<ScopeStatus, ScopeState | null>;

/** Whether a scan still has something to do, so that it is worth following. */
export function isRunning(scan: Pick<ScanSummary, 'finishedAt'>): boolean {
  return scan.finishedAt === null;
}

/** Words for a state that comes from another document; an unknown one is shown as it is written. */
export function scanWord(state: string): StateName | null {
  return Object.hasOwn(SCAN_WORD, state) ? SCAN_WORD[state as keyof typeof SCAN_WORD] : null;
}
