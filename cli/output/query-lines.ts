import stringWidth from 'string-width';
import { plain } from './plain';

export type Mark = { from: number; to: number; message: string; fix?: unknown };

/** A query with a caret under each place that is wrong, and what to write there. */
export function queryLines(query: string, problems: readonly Mark[]): string[] {
  return problems.flatMap(({ from, to, message, fix }) => {
    const space = ' '.repeat(stringWidth(plain(query.slice(0, from))));
    const carets = '^'.repeat(Math.max(1, stringWidth(plain(query.slice(from, to)))));
    const advice = typeof fix === 'string' ? ` ${fix}` : '';
    return [`  ${plain(query)}`, `  ${space}${carets}`, `  ${plain(message + advice)}`];
  });
}
