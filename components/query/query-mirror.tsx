import { cn } from '@/components/ui/cn';
import type { Parsed } from '@/lib/query/parse';
import type { Problem, Span } from '@/lib/query/types';

type Piece = Span & { token: boolean; wrong: boolean };

/** The text cut where conditions and problems begin and end. Conditions on fields are tokens; words are not. */
export function piecesOf(text: string, { query, spans }: Parsed, problems: readonly Problem[]): Piece[] {
  const tokens = spans.filter((_, n) => query[n]?.kind !== 'text');
  const shown = problems.map(({ from, to }) => ({
    from: Math.min(from, Math.max(0, text.length - 1)),
    to: Math.max(to, from + 1),
  }));
  const cuts = [0, text.length, ...[...tokens, ...shown].flatMap(({ from, to }) => [from, to])];
  const places = [...new Set(cuts.filter((at) => at >= 0 && at <= text.length))].sort((a, b) => a - b);
  const within = (spans_: readonly Span[], from: number, to: number) =>
    spans_.some((span) => span.from <= from && to <= span.to);
  return places.slice(0, -1).map((from, n) => {
    const to = places[n + 1] ?? text.length;
    return { from, to, token: within(tokens, from, to), wrong: within(shown, from, to) };
  });
}

/**
 * What is drawn behind the field's text: a box around each condition, a wave under what is wrong. Its own letters are
 * invisible; they only make the places, so it has the field's font and is moved as the field scrolls.
 */
export function QueryMirror(props: { text: string; parsed: Parsed; problems: readonly Problem[]; scrolled: number }) {
  const { text, parsed, problems, scrolled } = props;
  return (
    <span aria-hidden className="pointer-events-none absolute inset-0 flex items-center overflow-hidden">
      <span
        className="whitespace-pre text-transparent max-md:text-[16px]"
        style={{ transform: `translateX(${-scrolled}px)` }}
      >
        {piecesOf(text, parsed, problems).map(({ from, to, token, wrong }) => (
          <span
            key={from}
            className={cn(
              token && 'rounded-1 bg-sunken py-[3px] shadow-[0_0_0_1px_var(--line)]',
              wrong && 'underline decoration-danger decoration-wavy decoration-1 underline-offset-4',
            )}
          >
            {text.slice(from, to)}
          </span>
        ))}
      </span>
    </span>
  );
}
