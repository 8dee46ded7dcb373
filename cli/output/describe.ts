import stringWidth from 'string-width';
import { stringify } from 'yaml';
import { absoluteUtc } from '@/lib/format/time';
import { toneOf } from './paint';
import { plain, plainLines } from './plain';
import { type TableOptions, tableOf } from './table';
import { isObject, isScalar, shown } from './value';

type Line = { path: string; value: unknown };
type Block = { path: string; value: unknown };

/**
 * One thing for people: what is short as aligned lines under its path in the JSON answer, lists of like things as tables,
 * and documents as YAML below.
 */
export function describe(value: object, options: TableOptions): string {
  const lines: Line[] = [];
  const blocks: Block[] = [];
  for (const [key, one] of Object.entries(value)) collect(key, one, lines, blocks);
  const width = lines.reduce((most, { path }) => Math.max(most, stringWidth(path)), 0);
  const head = lines.map(({ path, value: one }) => {
    const label = options.paint('dim', plain(path) + ' '.repeat(width - stringWidth(path)));
    return `${label}  ${options.paint(typeof one === 'string' ? toneOf(one) : null, timed(one, options))}`;
  });
  const rest = blocks.map((block) => `\n${options.paint('bold', plain(block.path))}\n${below(block.value, options)}`);
  return [...head, ...rest].join('\n');
}

function collect(path: string, value: unknown, lines: Line[], blocks: Block[]): void {
  if (value === undefined) return;
  if (typeof value === 'string' && value.includes('\n')) blocks.push({ path, value });
  else if (isScalar(value)) lines.push({ path, value });
  else if (Array.isArray(value)) {
    if (value.length === 0 || (value.every(isScalar) && value.join(', ').length < 80)) lines.push({ path, value });
    else blocks.push({ path: `${path} (${value.length})`, value });
  } else if (isObject(value)) {
    const entries = Object.entries(value);
    const flat = entries.every(([, one]) => isScalar(one) || (Array.isArray(one) && one.every(isScalar)));
    if (entries.length === 0) lines.push({ path, value: null });
    else if (flat && entries.length <= 12)
      for (const [key, one] of entries) collect(`${path}.${key}`, one, lines, blocks);
    else blocks.push({ path, value });
  }
}

/** Times in full and as an age: here there is room for both. */
function timed(value: unknown, { clock }: TableOptions): string {
  const text = shown(value, clock);
  const isTime = typeof value === 'string' && clock.relative && text !== plain(value);
  return isTime && value !== '' ? `${absoluteUtc(value)} (${text})` : text;
}

function below(value: unknown, options: TableOptions): string {
  if (typeof value === 'string') return indent(plainLines(value));
  if (Array.isArray(value) && value.every((one) => isObject(one) && Object.values(one).every(isShort))) {
    const paths = [...new Set(value.flatMap((one) => Object.keys(one)))];
    const table = tableOf(paths, value, { ...options, width: options.width === null ? null : options.width - 2 });
    return indent([table.head(), ...value.map((row) => table.row(row))].join('\n'));
  }
  return indent(plainLines(stringify(value, { lineWidth: 0 }).trimEnd()));
}

/** What a cell can show: text without line ends, and lists or objects of such. */
function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length < 200 && !value.includes('\n');
  if (isScalar(value)) return true;
  return Object.values(value as object).every((one) => isScalar(one) && String(one).length < 100);
}

const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '  ');
