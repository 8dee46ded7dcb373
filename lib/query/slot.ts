import { FIELD_NAMES, isTimeField } from './fields';
import type { FieldName, Span, TimeField } from './types';

/** What is being written at a place of a query; `typed` is what stands before the cursor, without quotes. */
export type Slot =
  | { kind: 'word'; typed: string }
  | { kind: 'operator'; field: TimeField }
  /** A tag's key: after `tag.` (dotted) or after `tag:`. */
  | { kind: 'key'; dotted: boolean; typed: string }
  /** A value; `key` when it is a tag's. */
  | { kind: 'value'; field: FieldName; key: string | null; typed: string }
  | { kind: 'phrase' };

/** The slot at `cursor`, and the range that a suggestion for it replaces. */
export function slotAt(text: string, cursor: number): Span & { slot: Slot } {
  const token = tokenAt(text, Math.max(0, Math.min(cursor, text.length)));
  const from = Math.min(token.from + (text[token.from] === '-' ? 1 : 0), token.to);
  const before = text.slice(from, Math.max(from, cursor));
  if (before.startsWith('"')) return { from, to: token.to, slot: { kind: 'phrase' } };
  const dotted = /^tag\.("(?:[^"\\]|\\.)*"?|[^\s"=!<>,]*)(!?=)?/i.exec(before);
  if (dotted) {
    const [head = '', key = '', operator] = dotted;
    const bareKey = unquoted(key);
    if (!operator)
      return { from: from + 'tag.'.length, to: token.to, slot: { kind: 'key', dotted: true, typed: bareKey } };
    return valueSlot(text, from + head.length, cursor, token.to, { field: 'tag', key: bareKey });
  }
  const [head, name = '', operator = ''] = /^([A-Za-z]+)(!=|>=|<=|[:=<>])[<>]?=?/.exec(before) ?? [];
  const field = FIELD_NAMES.find((one) => one === name.toLowerCase());
  if (head === undefined || !field) {
    const lower = before.toLowerCase();
    const slot: Slot = isTimeField(lower) ? { kind: 'operator', field: lower } : { kind: 'word', typed: before };
    return { from, to: token.to, slot };
  }
  if (field === 'tag' && operator !== '') {
    const at = lastComma(before) ?? head.length;
    const end = valueEnd(text, cursor, token.to);
    return { from: from + at, to: end, slot: { kind: 'key', dotted: false, typed: unquoted(before.slice(at)) } };
  }
  return valueSlot(text, from + head.length, cursor, token.to, { field, key: null });
}

function valueSlot(
  text: string,
  start: number,
  cursor: number,
  end: number,
  of: { field: FieldName; key: string | null },
): Span & { slot: Slot } {
  const written = text.slice(start, cursor);
  const from = start + (lastComma(written) ?? 0);
  return {
    from,
    to: valueEnd(text, cursor, end),
    slot: { kind: 'value', ...of, typed: unquoted(text.slice(from, cursor)) },
  };
}

/** Behind the last comma that is in no quotes. */
function lastComma(text: string): number | undefined {
  let open = false;
  let at: number | undefined;
  for (let n = 0; n < text.length; n += 1) {
    if (open && text[n] === '\\') n += 1;
    else if (text[n] === '"') open = !open;
    else if (text[n] === ',' && !open) at = n + 1;
  }
  return at;
}

function valueEnd(text: string, cursor: number, end: number): number {
  const comma = text.slice(cursor, end).indexOf(',');
  return comma === -1 ? end : cursor + comma;
}

const unquoted = (text: string) => text.replace(/^"|"$/g, '').replace(/\\(["\\])/g, '$1');

/** The run without spaces (but those in quotes) around `cursor`. */
function tokenAt(text: string, cursor: number): Span {
  let from = 0;
  let open = false;
  for (let n = 0; n <= text.length; n += 1) {
    const ends = n === text.length || (!open && /\s/.test(text[n] ?? ''));
    if (ends && n >= cursor) return { from: Math.min(from, cursor), to: n };
    if (ends) from = n + 1;
    else if (open && text[n] === '\\') n += 1;
    else if (text[n] === '"') open = !open;
  }
  // A backslash at the very end of an open quote.
  return { from: Math.min(from, cursor), to: text.length };
}
