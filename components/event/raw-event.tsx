'use client';
import { CodeBlock } from '@/components/code/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import type { EventDetailView } from '@/lib/schemas/event';

/** CloudTrail's record as it came, secrets masked. */
export function RawEvent({ event: { raw, rawTruncated } }: { event: EventDetailView }) {
  const text = JSON.stringify(raw, null, 2);
  return (
    <section aria-label="Raw event">
      <div className="mb-2 flex items-center gap-2">
        <h3>Raw event</h3>
        {raw ? (
          <span className="ml-auto">
            <CopyButton text={text} label="Copy raw event">
              Copy
            </CopyButton>
          </span>
        ) : null}
      </div>
      {rawTruncated ? (
        <p className="mb-2 text-12 text-fg-2">
          {raw ? 'Parts of it were too large to keep and are left out.' : 'It was too large to keep.'}
        </p>
      ) : null}
      {raw ? (
        <CodeBlock
          label="Record of CloudTrail"
          code={text}
          language="json"
          plain
          copy={false}
          className="max-h-[420px] rounded-2 border border-line"
        />
      ) : null}
    </section>
  );
}
