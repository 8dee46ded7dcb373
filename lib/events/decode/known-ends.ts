import { memberOf } from '@/lib/events/text';
import { judge, type Quote, type Verdict, verdictOf } from './judge';

/** An end in the bytes, from the quotation mark behind the id of its event on. */
type End = { from: number; to: number; verdict: Verdict };

/** Ends compared with at most, and ones looked at closely until no more are remembered. */
const REMEMBERED = 16;
const LEARNED = 64;
/** What CloudTrail writes behind the parameters of a call fits in here; where it does not, the record is parsed. */
const TAIL_BYTES = 480;
const ONLY = Buffer.from('Only');
const CAPITAL_O = 0x4f;

/**
 * Judges the records of one text by their ends. Those of a file are few, from `","readOnly":` on, and comparing bytes costs
 * a third of reading them: what an end that was seen to close its record says, it says of every record that it ends.
 */
export class KnownEnds {
  private readonly known: End[] = [];
  private learned = 0;
  /** Where `O` stands in an end. */
  private readonly probe: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly quote: Quote,
  ) {
    this.probe = marker(quote).indexOf('O');
  }

  /** As `judge`, of the record between the two. */
  judge(start: number, end: number): Verdict {
    const { bytes, known, probe } = this;
    for (let n = 0; n < known.length; n += 1) {
      const one = known[n] as End;
      const from = end - (one.to - one.from);
      if (from <= start || bytes[from + probe] !== CAPITAL_O) continue;
      if (bytes.compare(bytes, one.from, one.to, from, end) !== 0) continue;
      // Another before it: a list of records within a record may have been cut in two.
      if (bytes.indexOf(ONLY, Math.max(start, end - TAIL_BYTES)) !== from + probe) break;
      // What comes often moves to where it is found soon.
      if (n > 0) [known[n - 1], known[n]] = [one, known[n - 1] as End];
      return one.verdict;
    }
    const from = Math.max(start, end - TAIL_BYTES);
    const tail = bytes.toString('latin1', from, end);
    if (this.learned < LEARNED) this.learn(tail, end);
    return judge(tail, this.quote);
  }

  private learn(tail: string, to: number): void {
    const at = tail.lastIndexOf(marker(this.quote));
    if (at < 0) return;
    this.learned += 1;
    if (this.known.length === REMEMBERED) this.known.pop();
    this.known.push({ from: to - (tail.length - at), to, verdict: saidBy(tail.slice(at), this.quote) });
  }
}

const marker = (quote: Quote) => `${quote},${quote}readOnly${quote}:`;

/**
 * What an end says by itself; to keep is never wrong. It parses behind `{"eventID":"`, so it closes what began before it:
 * its members are those of the record itself, and the last of their names.
 */
function saidBy(end: string, quote: Quote): Verdict {
  try {
    const text = quote === '"' ? end : String(memberOf(JSON.parse(`{"message":"${end}`), 'message'));
    const record: unknown = JSON.parse(`{"eventID":"${text}`);
    return verdictOf(memberOf(record, 'readOnly'), memberOf(record, 'eventCategory'));
  } catch {
    return 'keep';
  }
}
