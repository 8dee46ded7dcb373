import { TypeBars } from '@/components/charts/type-bars';
import type { EventSourceDetail } from '@/components/event-source/states';
import { Panel } from '@/components/ui/panel';
import { count } from '@/lib/format/number';

type Totals = EventSourceDetail['totals'];

const WORDS = {
  kept: { label: 'kept', means: 'Changes: these go to the inventory and the log' },
  readOnly: { label: 'read only', means: 'Calls that change nothing' },
  failed: { label: 'failed', means: 'Calls that AWS refused' },
  foreign: { label: 'other accounts', means: 'Accounts that no integration covers' },
  other: { label: 'other kinds', means: 'Data, Insights and network events, and those older than the log is kept' },
  again: { label: 'came before', means: 'Delivered more than once: these had no second effect' },
  quarantined: { label: 'quarantined', means: 'What could not be read' },
} as const satisfies Record<Exclude<keyof Totals, 'received'> | 'again', { label: string; means: string }>;

/** What became of everything that came in the last day. */
export function TotalsPanel({ totals }: { totals: Totals }) {
  const { received, kept, readOnly, failed, foreign, other } = totals;
  const counts = { ...totals, again: Math.max(0, received - kept - readOnly - failed - foreign - other) };
  const keys = Object.keys(WORDS) as (keyof typeof WORDS)[];
  return (
    <Panel title="Last 24 hours" fact={`${count(received)} events received`}>
      <TypeBars
        label="What became of what was received"
        of="words"
        bars={keys.map((key) => ({ id: key, label: WORDS[key].label, title: WORDS[key].means, value: counts[key] }))}
      />
    </Panel>
  );
}
