import { CircleCheck, ListChecks } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { FindingSummary } from '@/lib/schemas/finding';
import type { FindingState } from './use-finding-state';

/** Why the list is empty: nothing matches, nothing is wrong, or nothing was judged yet. */
export function NoFindings(props: { state: FindingState; summary: FindingSummary | undefined; workspace: string }) {
  const { state, summary, workspace } = props;
  if (state.narrowed) {
    return (
      <EmptyState
        title="No finding matches"
        action={
          <Button size="sm" onClick={state.clear}>
            Show all that are {state.filter.state}
          </Button>
        }
      >
        Nothing {state.filter.state} is of these rules, severities and accounts.
      </EmptyState>
    );
  }
  if (state.filter.state !== 'open') return <EmptyState icon={ListChecks} title={`Nothing is ${state.filter.state}`} />;
  if (!summary || summary.judged.resources === 0) {
    return (
      <EmptyState
        icon={ListChecks}
        title="Nothing was judged yet"
        action={
          <Link href={paths.integrations(workspace)} className={buttonClass({ size: 'sm' })}>
            Integrations
          </Link>
        }
      >
        The first scan of an account judges what it finds by {plural(summary?.rules.length ?? 0, 'rule')}.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CircleCheck} title="Nothing found">
      {plural(summary.judged.resources, 'resource')} judged by {plural(summary.rules.length, 'rule')}
      {summary.judged.at ? (
        <>
          , <Time at={summary.judged.at} />
        </>
      ) : null}
      .
    </EmptyState>
  );
}
