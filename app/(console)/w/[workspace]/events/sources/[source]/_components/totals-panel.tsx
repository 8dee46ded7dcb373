import { TypeBars } from '@/components/charts/type-bars';
import type { EventSourceDetail } from '@/components/event-source/states';
import { Panel } from '@/components/ui/panel';
import { count } from '@/lib/format/number';

const WORDS = {
  kept: { label: 'kept', means: 'Changes: these go to the inventory and the log' },
  readOnly: { label: 'read only', means: 'Calls that change nothing' },
  failed: { label: 'failed', means: 'Calls that AWS refused' },
  foreign: { label: 'other accounts', means: 'Accounts that no integration covers' },
  other: { label: 'other kinds', means: 'Data, Insights and network events, and those older than the log is kept' },
  quarantined: { label: 'quarantined', means: 'What could not be read' },
} as const satisfies Record<Exclude<keyof EventSourceDetail['totals'], 'received'>, { label: string; means: string }>;

/** What became of everything that came in the last day. */
export function TotalsPanel({ totals }: { totals: EventSourceDetail['totals'] }) {
  const keys = Object.keys(WORDS) as (keyof typeof WORDS)[];
  return (
    <Panel title="Last 24 hours" fact={`${count(totals.received)} events received`}>
      <TypeBars
        label="What became of what was received"
        of="words"
        bars={keys.map((key) => ({ id: key, label: WORDS[key].label, title: WORDS[key].means, value: totals[key] }))}
      />
    </Panel>
  );
}
