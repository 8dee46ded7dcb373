import { behindEventId, judge, type Setting, type Verdict } from './judge';

/** An end in the bytes, from the quotation mark behind the id of its event on. */
type End = { from: number; to: number; verdict: Verdict };

/** Ends compared with at most, and ones taken up until no more are. */
const REMEMBERED = 16;
const LEARNED = 64;
/** What CloudTrail writes behind the parameters of a call fits in here; where it does not, the record is parsed. */
const TAIL_BYTES = 480;
const ONLY = Buffer.from('Only');
const CAPITAL_O = 0x4f;

/**
 * Judges the records of one text by their ends. Those of a file are few, from `","readOnly":` on, which is all that `judge`
 * goes by, and comparing bytes costs a third of reading them.
 */
export class KnownEnds {
  private readonly known: End[] = [];
  private learned = 0;
  private readonly begin: string;
  /** Where `O` stands in an end. */
  private readonly probe: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly setting: Setting,
  ) {
    this.begin = behindEventId(setting.quote);
    this.probe = this.begin.indexOf('O');
  }

  /** As `judge`, of the record between the two. */
  judge(start: number, end: number): Verdict {
    const { bytes, known, probe } = this;
    const least = Math.max(start, end - TAIL_BYTES);
    for (let n = 0; n < known.length; n += 1) {
      const one = known[n] as End;
      const from = end - (one.to - one.from);
      if (from <= least || bytes[from + probe] !== CAPITAL_O) continue;
      if (bytes.compare(bytes, one.from, one.to, from, end) !== 0) continue;
      // Another before it: a list of records within a record may have been cut in two.
      if (bytes.indexOf(ONLY, least) !== from + probe) break;
      // What comes often moves to where it is found soon.
      if (n > 0) [known[n - 1], known[n]] = [one, known[n - 1] as End];
      return one.verdict;
    }
    const tail = bytes.toString('latin1', least, end);
    const verdict = judge(tail, this.setting);
    const at = tail.indexOf('Only') - probe;
    if (this.learned < LEARNED && tail.startsWith(this.begin, at)) this.learn({ from: least + at, to: end, verdict });
    return verdict;
  }

  private learn(end: End): void {
    this.learned += 1;
    if (this.known.length === REMEMBERED) this.known.pop();
    this.known.push(end);
  }
}
