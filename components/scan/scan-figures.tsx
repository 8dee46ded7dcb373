import { ProgressBar } from '@/components/ui/progress-bar';
import { changes, count } from '@/lib/format/number';
import type { ScanSummary } from '@/lib/schemas/scan';

/** How far a scan is and what it took so far, every number as the worker reported it. */
export function ScanFigures({ scan }: { scan: ScanSummary }) {
  const changed = changes({ created: scan.created, updated: scan.changed, deleted: scan.deleted });
  const figures = [
    { value: `${count(scan.scopesDone)} of ${count(scan.scopesTotal)}`, words: 'scopes' },
    { value: count(scan.resources), words: 'resources' },
    { value: count(scan.calls), words: 'calls' },
    { value: count(scan.throttles), words: 'throttles' },
    { value: count(scan.errors), words: 'errors' },
    { value: changed, words: changed === 'none' ? 'changed' : 'changes' },
  ];
  return (
    <div className="grid gap-3">
      <ProgressBar
        label="Scopes read"
        done={scan.scopesDone}
        total={scan.scopesTotal}
        tone={scan.state === 'failed' ? 'danger' : scan.state === 'partial' ? 'warn' : 'accent'}
      />
      <dl className="flex flex-wrap gap-x-7 gap-y-1">
        {figures.map(({ value, words }) => (
          <div key={words} className="flex flex-row-reverse items-baseline gap-1.5">
            <dt className="text-fg-2">{words}</dt>
            <dd className="font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
