'use client';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { CodeTokens } from '@/components/code/code-lines';
import { type CodeLanguage, highlight } from '@/components/code/highlight';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { ScrollRegion } from '@/components/ui/scroll-region';

/** Lines from 1, both ends included. */
export type LineRange = { from: number; to: number };

export type CodeBlockProps = {
  /** Name of the code, "main.tf". */
  label: string;
  code: string;
  language: CodeLanguage;
  /** Without line numbers, for commands and short pieces. */
  plain?: boolean;
  /** The lines that are being explained; they are scrolled into view when they change. */
  lit?: LineRange | null;
  /** A button in the corner; off where the panel's head has one. */
  copy?: boolean;
  onLine?: (line: number) => void;
  className?: string;
};

/** Code to be read: highlighted, numbered, selectable without its numbers. */
export function CodeBlock({ label, code, language, plain, lit, copy = true, onLine, className }: CodeBlockProps) {
  const source = code.replace(/\n+$/, '');
  const lines = useMemo(() => highlight(source, language), [source, language]);
  const box = useRef<HTMLElement>(null);
  useShowLit(box, lit);
  return (
    <div className="group relative min-w-0">
      <ScrollRegion ref={box} label={label} className={cn('code', className)}>
        <pre>
          <code>
            {lines.map((line, index) => {
              const number = index + 1;
              const on = lit && number >= lit.from && number <= lit.to;
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for pointers; the explanations beside are buttons
                // biome-ignore lint/a11y/useKeyWithClickEvents: as above
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
                  key={index}
                  className="line"
                  data-n={plain ? undefined : number}
                  data-lit={on ? '' : undefined}
                  onClick={onLine ? () => onLine(number) : undefined}
                >
                  <CodeTokens line={line} />
                  {index < lines.length - 1 ? '\n' : ''}
                </span>
              );
            })}
          </code>
        </pre>
      </ScrollRegion>
      {copy ? (
        <CopyButton
          text={code}
          label={`Copy ${label}`}
          intent="secondary"
          className="absolute top-2 right-2 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 max-md:opacity-100"
        />
      ) : null}
    </div>
  );
}

/** Scrolls only the code's own box, so that the page stays where it is. */
function useShowLit(box: RefObject<HTMLElement | null>, lit: LineRange | null | undefined): void {
  const from = lit?.from;
  useEffect(() => {
    const element = box.current;
    if (!element || from === undefined) return;
    const line = element.querySelector<HTMLElement>(`[data-n="${from}"]`);
    if (!line) return;
    const top = line.offsetTop - element.offsetTop;
    const seen = top >= element.scrollTop && top < element.scrollTop + element.clientHeight - 40;
    if (!seen) element.scrollTo({ top: top - 24 });
  }, [box, from]);
}
