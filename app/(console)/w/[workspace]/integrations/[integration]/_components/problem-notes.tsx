'use client';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { Time } from '@/components/ui/time';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { useWorkspaceId } from '../../../../../_components/session';

/** What is wrong with the connection, in AWS's words, and what to do; and why an open role was saved all the same. */
export function ProblemNotes({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const { id, problem, state, openReason } = integration;
  const verification = (
    <Link href={paths.integration(workspaceId, id, 'verification')} className={buttonClass({ size: 'sm' })}>
      See the verification
    </Link>
  );
  return (
    <>
      {problem ? (
        <Note tone="danger" title="The last scan could not get in" className="mb-6" action={verification}>
          <p>
            <code>{problem.code}</code>: {problem.message}
          </p>
          <p className="text-12 text-fg-2">
            Since <Time at={problem.since} />. What was known stays in the inventory. Verify: it says which clause
            refuses and what to paste.
          </p>
        </Note>
      ) : null}
      {state === 'open_role' ? (
        <Note tone="warn" title="Others can assume this role" className="mb-6" action={verification}>
          Saved with the reason: “{openReason}”
        </Note>
      ) : null}
    </>
  );
}
