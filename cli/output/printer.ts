import type { Environment } from '../env';
import { type Output, type Shell, write } from '../shell';
import { type Paint, painter } from './paint';
import type { TableOptions } from './table';

export const FORMATS = ['table', 'json', 'jsonl', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Where answers go, and how they look there. */
export type Printer = {
  format: Format;
  table: TableOptions;
  /** Colours of the other stream, for notes and errors. */
  notePaint: Paint;
  /** To standard output; waits for a slow reader. */
  print(text: string): Promise<void>;
  /** To standard error, for people: never part of an answer. */
  note(text: string): void;
};

export function printerFor(shell: Shell, options: { format: Format; colour: boolean }): Printer {
  const { stdout, stderr, env, signal } = shell;
  return {
    format: options.format,
    table: {
      paint: painter(stdout, env, options.colour),
      clock: { now: shell.now(), relative: stdout.isTTY === true },
      width: widthOf(stdout, env),
    },
    notePaint: painter(stderr, env, options.colour),
    print: (text) => write(stdout, text, signal),
    note: (text) => void stderr.write(`${text}\n`),
  };
}

/** Nothing is cut in a file or pipe. */
function widthOf(to: Output, env: Environment): number | null {
  const told = Number(env.COLUMNS ?? Number.NaN);
  if (to.isTTY) return to.columns ?? (told > 0 ? told : 80);
  return null;
}
