import { loadavg } from 'node:os';

/** One change, all in epoch ms; NaN where the data does not have it. */
export type Change = {
  /** The CLI's process began and ended; AWS (the sandbox) answered it in between. */
  started: number;
  ended: number;
  answered: number;
  /** In the queue, bucket or stream. */
  delivered: number;
  /** Taken from it, by the event log. */
  received: number;
  /** The resource was asked for anew, by its version. */
  read: number;
  committed: number;
  /** On the resource's page; the same with who did it, in its history; on the inventory's list. */
  shown: number;
  told: number;
  listed: number;
};

type Span = readonly [title: string, from: keyof Change, to: keyof Change];

const WHOLE: readonly Span[] = [
  ['CLI begins -> shown', 'started', 'shown'],
  ['CLI ends -> shown', 'ended', 'shown'],
  ['CLI ends -> with its author', 'ended', 'told'],
  ['CLI ends -> row of the list', 'ended', 'listed'],
  ['delivered -> shown', 'delivered', 'shown'],
];
const PARTS: readonly Span[] = [
  ['AWS answered -> delivered', 'answered', 'delivered'],
  ['delivered -> received', 'delivered', 'received'],
  ['received -> read', 'received', 'read'],
  ['read -> committed', 'read', 'committed'],
  ['committed -> shown', 'committed', 'shown'],
];

/** Prints p50 and p95 of each span in ms, and what all of it is of its last step, which no other way spares. */
export function report(strategy: string, note: string, changes: readonly Change[]): void {
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`\n${strategy}: ${changes.length} changes, load ${load.join(' ')}; ${note}`);
  for (const span of WHOLE) print(span, changes);
  console.log('  of which');
  for (const span of PARTS) print(span, changes);
  const ratio = at(0.5, spans(changes, 'delivered', 'shown')) / at(0.5, spans(changes, 'committed', 'shown'));
  console.log(`  delivered -> shown is ${ratio.toFixed(1)} of committed -> shown (p50)`);
}

function print([title, from, to]: Span, changes: readonly Change[]): void {
  const took = spans(changes, from, to);
  const ms = (share: number) => `${Math.round(at(share, took))}`.padStart(7);
  const some = took.length < changes.length ? `   (of ${took.length})` : '';
  console.log(`  ${title.padEnd(30)} p50${ms(0.5)}   p95${ms(0.95)}${some}`);
}

const spans = (changes: readonly Change[], from: keyof Change, to: keyof Change): number[] =>
  changes
    .map((change) => change[to] - change[from])
    .filter((ms) => !Number.isNaN(ms))
    .sort((a, b) => a - b);

const at = (share: number, sorted: readonly number[]): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
