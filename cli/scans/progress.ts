import { changes, count, percent, plural } from '@/lib/format/number';
import { duration } from '@/lib/format/time';
import type { Scan } from '@/lib/schemas/scan';

/** How far a scan is, on one line. */
export function progressLine(scan: Scan, now: Date): string {
  const begun = scan.startedAt ? new Date(scan.startedAt).getTime() : null;
  const until = scan.finishedAt ? new Date(scan.finishedAt).getTime() : now.getTime();
  const parts = [
    scan.cancelRequested && !scan.finishedAt ? 'cancelling' : scan.state,
    `${count(scan.scopesDone)}/${count(scan.scopesTotal)} scopes (${percent(scan.scopesDone, scan.scopesTotal)}%)`,
    plural(scan.resources, 'resource'),
    `changes ${changes({ created: scan.created, updated: scan.changed, deleted: scan.deleted })}`,
    plural(scan.calls, 'call'),
    scan.throttles > 0 ? plural(scan.throttles, 'throttle') : '',
    scan.errors > 0 ? plural(scan.errors, 'error') : '',
    begun === null ? '' : duration(until - begun),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

export type TroubledScope = {
  status: string;
  account: string;
  region: string;
  types: string;
  code: string | null;
  message: string | null;
};

/** Scopes that were not read in full, those with the same reason in one place together. */
export function troubledScopes(scan: Scan): TroubledScope[] {
  const groups = new Map<string, { first: Scan['scopes'][number]; types: string[] }>();
  for (const scope of scan.scopes) {
    if (scope.status === 'complete' || scope.status === 'skipped') continue;
    const key = [scope.status, scope.accountId, scope.region, scope.error?.code ?? ''].join(' ');
    const group = groups.get(key);
    if (group) group.types.push(scope.type);
    else groups.set(key, { first: scope, types: [scope.type] });
  }
  return [...groups.values()].map(({ first, types }) => ({
    status: first.status,
    account: first.accountId,
    region: first.region,
    types: types.length > 3 ? `${types.slice(0, 3).join(', ')} and ${types.length - 3} more` : types.join(', '),
    code: first.error?.code ?? null,
    message: first.error?.message ?? null,
  }));
}
