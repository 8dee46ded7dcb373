'use client';
import { useMemo } from 'react';
import { CodeTokens } from '@/components/code/code-lines';
import { diffHunks, diffTexts } from '@/components/code/diff-lines';
import { type CodeLanguage, highlight } from '@/components/code/highlight';
import { cn } from '@/components/ui/cn';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { plural } from '@/lib/format/number';

export type DiffViewProps = {
  /** What changed, "Trust policy". */
  label: string;
  before: string;
  after: string;
  language?: CodeLanguage;
  /** Unchanged lines kept around each change. */
  context?: number;
  className?: string;
};

const WORDS = { '+': 'added: ', '-': 'removed: ', ' ': '' } as const;

/** Two versions as one text: sign and tint, never colour alone. */
export function DiffView({ label, before, after, language = 'json', context = 3, className }: DiffViewProps) {
  const hunks = useMemo(() => diffHunks(diffTexts(before, after), context), [before, after, context]);
  if (hunks.length === 0) return <p className="text-fg-3">Nothing differs.</p>;
  let at = 0;
  return (
    <ScrollRegion label={`${label}, changes`} className={cn('code rounded-2 border border-line', className)}>
      <pre>
        {hunks.map(({ lines, skipped }) => (
          <code key={`hunk-${at}`} className="block">
            {skipped > 0 ? (
              <span className="line text-fg-3 select-none">{`  … ${plural(skipped, 'line')} the same\n`}</span>
            ) : null}
            {lines.map(({ sign, text }) => {
              at += 1;
              return (
                <span key={at} className="line" data-sign={sign === ' ' ? undefined : sign}>
                  <span className="sr-only">{WORDS[sign]}</span>
                  <span className="inline-block w-5 select-none" aria-hidden>
                    {sign}
                  </span>
                  <CodeTokens line={highlight(text, language)[0] ?? []} />
                  {'\n'}
                </span>
              );
            })}
          </code>
        ))}
      </pre>
    </ScrollRegion>
  );
}
