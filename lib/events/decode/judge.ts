/** What is told of a record without parsing it: it may matter, it only reads, or it is a data or network event. */
export type Verdict = 'keep' | 'readOnly' | 'other';

/** How a quotation mark in the record is written: as such, or within the text of an envelope. */
export type Quote = '"' | '\\"';

const EVENT_ID_LENGTH = 36;

const marksOf = (quote: Quote) => ({
  quote,
  eventId: `${quote}eventID${quote}:${quote}`,
  follows: `${quote},${quote}readOnly${quote}:`,
  next: [`,${quote}eventType${quote}:`, `,${quote}resources${quote}:`],
  category: `Category${quote}:${quote}`,
});
const MARKS = { '"': marksOf('"'), '\\"': marksOf('\\"') } as const satisfies Record<Quote, unknown>;

/**
 * Judges by the end of a record, where CloudTrail writes `eventID`, `readOnly`, `eventType` or `resources`, and, further on,
 * `eventCategory`, all of it behind the call's parameters. The verdict holds only if each stands in this end once: then it is
 * the record's own, and one record. What is written in any other way is kept, and parsed.
 */
export function judge(tail: string, quote: Quote): Verdict {
  const { eventId, follows, next, category } = MARKS[quote];
  // Searched for by capitals, which few other texts have: a search goes by the first character.
  const only = tail.indexOf('Only');
  const says = only - follows.length + `Only${quote}:`.length;
  const value = says + follows.length;
  if (only < 0 || !tail.startsWith(follows, says)) return 'keep';
  if (!tail.startsWith(eventId, says - EVENT_ID_LENGTH - eventId.length)) return 'keep';
  const reads = tail.startsWith('true,', value);
  if (!reads && !tail.startsWith('false,', value)) return 'keep';
  const after = value + (reads ? 4 : 5);
  if (!next.some((text) => tail.startsWith(text, after))) return 'keep';
  const verdict = byCategory(tail, tail.indexOf(category, after), category, quote, reads);
  return verdict === 'keep' || tail.indexOf('Only', after) >= 0 || tail.indexOf('eventID', after) >= 0
    ? 'keep'
    : verdict;
}

/** As `judge`, of a text that holds one record and perhaps an envelope around it. */
export function judgeText(text: string, quote: Quote): Verdict {
  const id = text.indexOf(MARKS[quote].eventId);
  return id < 0 ? 'keep' : judge(text.slice(id), quote);
}

/** Records before version 1.07 have no category, and one that nobody knows may come: both are parsed. */
function byCategory(tail: string, at: number, category: string, quote: Quote, reads: boolean): Verdict {
  if (at < 0) return 'keep';
  const value = at + category.length;
  if (tail.indexOf(category, value) >= 0) return 'keep';
  const end = tail.indexOf('"', value) - (quote === '"' ? 0 : 1);
  return verdictOf(reads, tail.slice(value, end));
}

/** What the two members say that are asked for. */
export function verdictOf(readOnly: unknown, eventCategory: unknown): Verdict {
  if (eventCategory === 'Management') return readOnly === true ? 'readOnly' : 'keep';
  return eventCategory === 'Data' || eventCategory === 'NetworkActivity' ? 'other' : 'keep';
}
