'use client';
import { CopyButton } from '@/components/ui/copy-button';
import { Note } from '@/components/ui/note';
import { ApiError } from '@/lib/client/client';

type RefusalProps = { title?: string; error: Error | null; className?: string };

/** A write that was refused, shown where it was asked for: the API's words and its request id. Nothing while it was not. */
export function Refusal({ title, error, className }: RefusalProps) {
  if (!error) return null;
  return (
    <Note tone="danger" title={title} className={className}>
      <RefusalText error={error} />
    </Note>
  );
}

/** The same inside of what is a note already. */
export function RefusalText({ error }: { error: Error }) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <>
      {error.message}
      {requestId ? (
        <span className="mt-1 flex min-w-0 items-center gap-1 text-12 text-fg-2">
          Request <span className="mono min-w-0 truncate">{requestId}</span>
          <CopyButton text={requestId} label="Copy request id" size="xs" intent="ghost" />
        </span>
      ) : null}
    </>
  );
}
