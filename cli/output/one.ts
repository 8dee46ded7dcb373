import { csvLine } from '@/lib/format/csv';
import { describe } from './describe';
import type { Format, Printer } from './printer';
import { csvValue } from './rows';

/** Prints an answer that is one thing. */
export function printOne(printer: Printer, value: object): Promise<void> {
  return WRITERS[printer.format](printer, value);
}

const WRITERS = {
  table: (printer, value) => printer.print(`${describe(value, printer.table)}\n`),
  json: (printer, value) => printer.print(`${JSON.stringify(value, null, 2)}\n`),
  jsonl: (printer, value) => printer.print(`${JSON.stringify(value)}\n`),
  csv: (printer, value) =>
    printer.print(csvLine(Object.keys(value)) + csvLine(Object.values(value).map((one) => csvValue(one)))),
} as const satisfies Record<Format, (printer: Printer, value: object) => Promise<void>>;
