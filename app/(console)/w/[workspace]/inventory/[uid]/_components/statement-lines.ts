import type { LineRange } from '@/components/code/code-block';
import { pretty } from '@/components/resource/json';

/**
 * The lines of one statement in the document as `pretty` prints it, from 1; null when it has no such statement. The text
 * before it is printed by itself: the document with the statements up to it left out ends where it begins.
 */
export function statementLines(document: unknown, statement: number): LineRange | null {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return null;
  const all: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const wanted = all[statement];
  if (wanted === undefined) return null;
  const lines = pretty(document).split('\n');
  const marked = pretty({
    ...document,
    Statement: Array.isArray(document.Statement) ? markAt(all, statement) : MARK,
  }).split('\n');
  const at = marked.findIndex((line) => line.includes(MARK));
  if (at < 0) return null;
  const length = lines.length - marked.length;
  return { from: at + 1, to: at + 1 + length };
}

const MARK = 'mooring-statement-mark';
const markAt = (all: readonly unknown[], statement: number) => all.map((one, at) => (at === statement ? MARK : one));
