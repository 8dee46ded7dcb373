import { diffLines } from 'diff';

export type DiffLine = { sign: '+' | '-' | ' '; text: string };

export type DiffHunk = { lines: DiffLine[] /** Unchanged lines left out before this hunk. */; skipped: number };

/** Line by line: what was removed ("-"), added ("+") and kept (" "), removals before additions. */
export function diffTexts(before: string, after: string): DiffLine[] {
  return diffLines(ended(before), ended(after)).flatMap((part) => {
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    return part.value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffLine => ({ sign, text }));
  });
}

/** Keeps `context` unchanged lines around each change and leaves the others out. */
export function diffHunks(lines: readonly DiffLine[], context = 3): DiffHunk[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some((line) => line.sign !== ' '),
  );
  const hunks: DiffHunk[] = [];
  let skipped = 0;
  lines.forEach((line, at) => {
    if (!near[at]) {
      skipped += 1;
      return;
    }
    const last = hunks.at(-1);
    if (last && skipped === 0) last.lines.push(line);
    else hunks.push({ lines: [line], skipped });
    skipped = 0;
  });
  return hunks;
}

/** A last line without its newline would differ from the same line with one. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
