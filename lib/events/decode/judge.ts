/** What is told of a record without parsing it: it may matter, it only reads, or it is a data or network event. */
export type Verdict = 'keep' | 'readOnly' | 'other';

/** How a quotation mark in the record is written: as such, or within the text of an envelope. */
export type Quote = '"' | '\\"';

const marksOf = (quote: Quote) => ({
  quote,
  eventId: `${quote}eventID${quote}:${quote}`,
  follows: `${quote},${quote}readOnly${quote}:`,
  readOnly: `${quote}readOnly${quote}:`,
  category: `${quote}eventCategory${quote}:${quote}`,
});
export const MARKS = { '"': marksOf('"'), '\\"': marksOf('\\"') } as const satisfies Record<Quote, unknown>;

const EVENT_ID_LENGTH = 36;

/**
 * Judges by the end of a record, where CloudTrail writes `eventID`, `readOnly`, and, further on, `eventCategory`. `id` is where
 * the last `eventID` begins. Only if that is the record's first as well does the verdict hold: then no parameter of the
 * call looks like it, and it is one record, not two. What is written in any other way is kept, and parsed.
 */
export function judge(tail: string, quote: Quote): { verdict: Verdict; id: number } {
  const marks = MARKS[quote];
  const id = tail.lastIndexOf(marks.eventId);
  const says = id + marks.eventId.length + EVENT_ID_LENGTH;
  if (id < 0 || !tail.startsWith(marks.follows, says)) return { verdict: 'keep', id };
  const value = says + marks.follows.length;
  if (tail.indexOf(marks.readOnly, value) >= 0) return { verdict: 'keep', id };
  const reads = tail.startsWith('true,', value) || tail.startsWith('true}', value);
  const verdict = verdictOf(tail, marks, reads);
  return { verdict, id };
}

/** As `judge`, of a text that holds one record and perhaps an envelope around it. */
export function judgeText(text: string, quote: Quote): Verdict {
  const { verdict, id } = judge(text, quote);
  return verdict === 'keep' || text.indexOf(MARKS[quote].eventId) === id ? verdict : 'keep';
}

/** A category that nobody knows is kept; old records have none. */
function verdictOf(tail: string, { category, quote }: (typeof MARKS)[Quote], reads: boolean): Verdict {
  const at = tail.lastIndexOf(category);
  const value = at + category.length;
  if (at < 0 || tail.startsWith(`Management${quote}`, value)) return reads ? 'readOnly' : 'keep';
  return tail.startsWith(`Data${quote}`, value) || tail.startsWith(`NetworkActivity${quote}`, value) ? 'other' : 'keep';
}
