import { DecodeFault } from './fault';
import type { Setting } from './judge';
import { KnownEnds } from './known-ends';
import type { DecodeLimits } from './limits';

/**
 * How a list of records is written by the service that writes it. `between` ends one record (its first `cut` bytes) and
 * begins the next; `setting` is that of a CloudTrail record in one of the list.
 */
export type ListForm = { begin: string; between: string; cut: number; end: string; setting: Setting };

/** CloudTrail's log files: each record begins with its version. */
export const LOG_FILE: ListForm = {
  begin: '{"Records":[{"eventVersion":"',
  between: '},{"eventVersion":"',
  cut: 1,
  end: '}]}',
  setting: { quote: '"', behind: '', last: true },
};

/** Where records that may matter begin and end, and how many do not. */
export type Sifted = { kept: [start: number, end: number][]; readOnly: number; other: number };

/**
 * Sorts the bytes of a list of records by what CloudTrail writes at the end of each, without parsing them: those that say
 * to be read-only or a data event are counted, all others returned. null: not in this form, so it has to be parsed whole.
 * Bytes where the list's head ends are found by `form.begin` at `from`. Throws a DecodeFault: too many records.
 */
export function sift(bytes: Buffer, form: ListForm, from: number, limits: DecodeLimits): Sifted | null {
  if (!isAt(bytes, form.begin, from)) return null;
  let last = bytes.length;
  while (last > 0 && isSpace(bytes[last - 1])) last -= 1;
  const ended = last - form.end.length;
  if (ended < from || !isAt(bytes, form.end, ended)) return null;
  const between = Buffer.from(form.between);
  const begins = form.between.indexOf('{');
  const sifted: Sifted = { kept: [], readOnly: 0, other: 0 };
  const ends = new KnownEnds(bytes, form.setting);
  let start = from + form.begin.lastIndexOf('{');
  for (let count = 1; ; count += 1) {
    if (count > limits.records) throw new DecodeFault('too_large', `More than ${limits.records} records.`);
    const next = bytes.indexOf(between, start);
    const end = next < 0 ? ended + form.end.indexOf('}') + 1 : next + form.cut;
    const verdict = ends.judge(start, end);
    if (verdict === 'keep') sifted.kept.push([start, end]);
    else sifted[verdict] += 1;
    if (next < 0) return sifted;
    start = next + begins;
  }
}

const isAt = (bytes: Buffer, text: string, at: number) => bytes.toString('latin1', at, at + text.length) === text;
const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
