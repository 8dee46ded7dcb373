'use client';
import { SpanLanes } from '@/components/charts/span-lanes';
import { isRunning, SCOPE_WORD } from '@/components/scan/states';
import { Panel } from '@/components/ui/panel';
import { useTicking } from '@/components/ui/time';
import { duration } from '@/lib/format/time';
import type { Scan } from '@/lib/schemas/scan';

/** When each type was read and for how long. Types of one service are read beside each other. */
export function Waterfall({ scan }: { scan: Scan }) {
  const ticking = useTicking((now) => String(isRunning(scan) ? now - (now % 1000) : 0));
  const started = scan.scopes.filter((scope) => scope.startedAt !== null);
  if (started.length === 0) return null;
  const now = isRunning(scan) ? Number(ticking) : Date.parse(scan.finishedAt ?? scan.createdAt);
  return (
    <Panel title="Waterfall" fact="when each type was read">
      <SpanLanes
        label="Scopes over time"
        now={now}
        spans={started.map(({ type, accountId, region, status, startedAt, finishedAt }) => {
          const from = Date.parse(startedAt ?? scan.createdAt);
          const to = finishedAt ? Date.parse(finishedAt) : null;
          return {
            id: `${accountId} ${region} ${type}`,
            lane: type.replace('AWS::', '').replaceAll('::', ' '),
            state: SCOPE_WORD[status],
            from,
            to,
            title: `${SCOPE_WORD[status]}, ${duration((to ?? now) - from)}`,
          };
        })}
      />
    </Panel>
  );
}
