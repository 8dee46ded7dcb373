'use client';
import { CHECK_WORD, type ConnectionTest } from '@/components/event-source/states';
import { Steps } from '@/components/ui/steps';

/** What a test of the connection found, one by one; what failed says what to do. */
export function Checks({ checks }: { checks: ConnectionTest['checks'] }) {
  return (
    <Steps
      label="Checks"
      steps={checks.map(({ key, title, state, evidence, fix }) => ({
        id: key,
        state: CHECK_WORD[state],
        name: title,
        children: (
          <div className="-mt-2 grid gap-1 text-12 text-fg-2 [overflow-wrap:anywhere]">
            <p>{evidence}</p>
            {fix ? <p className="max-w-[80ch] text-13 text-fg">{fix}</p> : null}
          </div>
        ),
      }))}
    />
  );
}
