/** What is told of a record without parsing it: it may matter, it only reads, or it is a data or network event. */
export type Verdict = 'keep' | 'readOnly' | 'other';

/**
 * How a record stands in its text: how a quotation mark of it is written (as such, or within the text of an envelope), and
 * what comes behind it, after which the text is over if `last`.
 */
export type Setting = { quote: '"' | '\\"'; behind: string; last: boolean };

const EVENT_ID_LENGTH = 36;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [CAPITAL_C, CAPITAL_I, CAPITAL_O] = [0x43, 0x49, 0x4f];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

const marksOf = (quote: Setting['quote']) => ({
  eventId: `${quote}eventID${quote}:${quote}`,
  follows: `${quote},${quote}readOnly${quote}:`,
  next: [`,${quote}eventType${quote}:`, `,${quote}resources${quote}:`] as const,
  category: `eventCategory${quote}:${quote}`,
});
const MARKS = { '"': marksOf('"'), '\\"': marksOf('\\"') } as const satisfies Record<Setting['quote'], unknown>;

/** What stands between the id of an event and whether it reads. */
export const behindEventId = (quote: Setting['quote']): string => MARKS[quote].follows;

/**
 * Judges by the end of a record, where CloudTrail writes `eventID`, `readOnly`, `eventType` or `resources`, and, further on,
 * `eventCategory`, all of it behind the call's parameters. The verdict holds only if the object in which they stand ends
 * where the record does: then they are the record's own, and the last of their names. All else is kept, and parsed.
 */
export function judge(tail: string, setting: Setting, from = 0): Verdict {
  const { eventId, follows, next } = MARKS[setting.quote];
  // Searched for by a capital, which few other texts have: a search goes by the first character.
  const only = tail.indexOf('Only', from);
  const says = only - follows.length + `Only${setting.quote}:`.length;
  const value = says + follows.length;
  if (only < 0 || !tail.startsWith(follows, says)) return 'keep';
  if (!tail.startsWith(eventId, says - EVENT_ID_LENGTH - eventId.length)) return 'keep';
  const reads = tail.startsWith('true,', value);
  if (!reads && !tail.startsWith('false,', value)) return 'keep';
  const after = value + (reads ? 4 : 5);
  if (!tail.startsWith(next[0], after) && !tail.startsWith(next[1], after)) return 'keep';
  const category = categoryIn(tail, after, setting);
  if (category === 'Management') return reads ? 'readOnly' : 'keep';
  return category === 'Data' || category === 'NetworkActivity' ? 'other' : 'keep';
}

/** As `judge`, of a text that holds one record and an envelope around it. */
export function judgeText(text: string, setting: Setting): Verdict {
  const id = text.indexOf(MARKS[setting.quote].eventId);
  return id < 0 ? 'keep' : judge(text, setting, id);
}

/**
 * The category among the members from the comma at `from` to the end of their object; null where there is none or are two,
 * where another member says again what was read before, where that end is not the record's, or where an escape makes it hard to
 * tell. Records before version 1.07 have none.
 */
function categoryIn(tail: string, from: number, { quote, behind, last }: Setting): string | null {
  const { category } = MARKS[quote];
  const plain = quote === '"';
  let found: string | null = null;
  let depth = 1;
  let quoted = false;
  for (let at = from; at < tail.length; at += 1) {
    const code = tail.charCodeAt(at);
    if (code === BACKSLASH) {
      if (plain || tail.charCodeAt(at + 1) !== QUOTE) return null;
      quoted = !quoted;
      at += 1;
    } else if (code === QUOTE) {
      if (!plain) return null;
      quoted = !quoted;
    } else if (quoted) {
      // Nothing in a text counts.
    } else if (code === COMMA) {
      if (depth > 1) continue;
      const name = at + 1 + quote.length;
      // Told apart by one capital: readOnly, eventID, eventCategory.
      const sixth = tail.charCodeAt(name + 5);
      if (tail.charCodeAt(name + 4) === CAPITAL_O && tail.startsWith('readOnly', name)) return null;
      if (sixth === CAPITAL_I && tail.startsWith('eventID', name)) return null;
      if (sixth !== CAPITAL_C || !tail.startsWith(category, name)) continue;
      const value = name + category.length;
      if (found !== null) return null;
      found = tail.slice(value, tail.indexOf(quote, value));
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth -= 1;
      if (depth > 0) continue;
      const isEnd = tail.startsWith(behind, at + 1) && (!last || tail.length === at + 1 + behind.length);
      return isEnd ? found : null;
    }
  }
  return null;
}
