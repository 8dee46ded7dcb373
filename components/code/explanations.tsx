'use client';
import type { ReactNode } from 'react';
import type { LineRange } from '@/components/code/code-block';
import { cn } from '@/components/ui/cn';

export type Explanation = { id: string; title: string; lines: LineRange; text: ReactNode; children?: ReactNode };

export type ExplanationsProps = {
  explanations: readonly Explanation[];
  current: string | null;
  onCurrent: (id: string) => void;
};

/** What the code does, part by part; the chosen part's lines are lit in the CodeBlock beside. */
export function Explanations({ explanations, current, onCurrent }: ExplanationsProps) {
  return (
    <ul className="rows">
      {explanations.map(({ id, title, lines, text, children }) => {
        const on = id === current;
        return (
          <li
            key={id}
            className={cn(
              'relative grid gap-1 p-4',
              on ? 'bg-accent-soft shadow-[inset_2px_0_var(--accent)]' : 'hover:bg-hover',
            )}
          >
            <div className="flex items-baseline gap-2">
              <h3>
                <button
                  type="button"
                  aria-pressed={on}
                  onClick={() => onCurrent(id)}
                  className="text-left after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
                >
                  {title}
                </button>
              </h3>
              <span className="ml-auto text-12 whitespace-nowrap text-fg-3">
                {lines.from === lines.to ? `line ${lines.from}` : `lines ${lines.from}–${lines.to}`}
              </span>
            </div>
            <p className="text-fg-2">{text}</p>
            {children ? <div className="relative z-1">{children}</div> : null}
          </li>
        );
      })}
    </ul>
  );
}

/** The explanation a line belongs to, the narrowest when several do. */
export function explanationAt(explanations: readonly Explanation[], line: number): Explanation | undefined {
  return explanations
    .filter(({ lines }) => line >= lines.from && line <= lines.to)
    .sort((a, b) => a.lines.to - a.lines.from - (b.lines.to - b.lines.from))
    .at(0);
}
