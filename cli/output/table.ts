import stringWidth from 'string-width';
import { type Paint, toneOf } from './paint';
import { type Clock, isObject, shown, valueAt } from './value';

/** Columns on a terminal; nearly all text is ASCII, and there may be a million cells. */
function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

export type TableOptions = {
  paint: Paint;
  clock: Clock;
  /** Columns of the terminal; null when nobody looks, and nothing is cut then. */
  width: number | null;
};
type Layout = { path: string; title: string; width: number; right: boolean; whole: boolean };

const GAP = '  ';
const LEAST = 8;
/** Half an id is none: nobody could copy it. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^\d{12}$|^A[KS]IA[A-Z0-9]{12,}$/;

/** Lays out the columns by their first rows, then gives lines for these and for later rows: pages come one by one. */
export function tableOf(paths: readonly string[], first: readonly unknown[], options: TableOptions) {
  const columns = fitted(
    paths.map((path): Layout => {
      const values = first.map((row) => valueAt(row, path));
      const title = titleOf(path);
      const cells = values.map((value) => widthOf(shown(value, options.clock)));
      const numbers = values.filter((value) => value !== null && value !== undefined);
      const right = numbers.length > 0 && numbers.every((value) => typeof value === 'number');
      const whole = values.some((value) => typeof value === 'string' && ID.test(value));
      return {
        path,
        title,
        right,
        whole,
        width: cells.reduce((most, cell) => Math.max(most, cell), widthOf(title)),
      };
    }),
    options.width,
  );
  const line = (cell: (column: Layout) => [text: string, painted: (text: string) => string]) =>
    columns
      .map((column, at) => {
        const [text, painted] = cell(column);
        const cutText = options.width === null ? text : cut(text, column.width);
        const space = ' '.repeat(Math.max(0, column.width - widthOf(cutText)));
        if (column.right) return space + painted(cutText);
        return painted(cutText) + (at === columns.length - 1 ? '' : space);
      })
      .join(GAP)
      .trimEnd();
  return {
    head: () => line(({ title }) => [title, (text) => options.paint('dim', text)]),
    row: (row: unknown) =>
      line(({ path }) => {
        const value = valueAt(row, path);
        const text = shown(value, options.clock);
        const tone = typeof value === 'string' && !isObject(value) ? toneOf(value) : null;
        return [text, (of) => options.paint(text === '-' ? 'dim' : tone, of)];
      }),
  };
}

/** `accountId` -> `ACCOUNT`, `owner.name` -> `OWNER`, `tag.team` -> `tag.team`: tags are case-sensitive. */
export function titleOf(path: string): string {
  if (/^(tags?|attr)\./.test(path)) return path;
  return path
    .replace(/^resource\./, '')
    .replace(/\.(name|id|at)$/, '')
    .replace(/(?<=.)(Id|At)$/, '')
    .replaceAll('.', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toUpperCase();
}

/** Takes width from the widest column until the line fits; ids stay whole, and nothing goes below 8. */
function fitted(columns: Layout[], width: number | null): Layout[] {
  if (width === null) return columns;
  const room = width - GAP.length * (columns.length - 1);
  const total = () => columns.reduce((sum, column) => sum + column.width, 0);
  while (total() > room) {
    const elastic = columns.filter((column) => !column.whole && column.width > LEAST);
    const [first, ...others] = elastic;
    if (!first) break;
    const widest = others.reduce((most, column) => (column.width > most.width ? column : most), first);
    widest.width -= 1;
  }
  return columns;
}

const SEGMENTS = new Intl.Segmenter();

/** At most `width` columns; what is left out shows as an ellipsis. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    used += widthOf(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
