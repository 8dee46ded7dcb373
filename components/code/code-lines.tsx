import type { CodeLine } from '@/components/code/highlight';

/** One line's tokens. */
export function CodeTokens({ line }: { line: CodeLine }) {
  let at = 0;
  if (line.length === 0) return ' ';
  return line.map((token) => {
    const key = at;
    at += token.text.length;
    return (
      <span key={key} className={token.className}>
        {token.text}
      </span>
    );
  });
}
