import { EventEmitter } from 'node:events';

/** One call as CloudTrail records it (event version 1.11), numbered; the seam on which event delivery stands. */
export type ChangeRecord = {
  eventVersion: string;
  userIdentity: Record<string, unknown>;
  eventTime: string;
  eventSource: string;
  eventName: string;
  awsRegion: string;
  sourceIPAddress: string;
  userAgent: string;
  /** Of a call that was refused: it changed nothing. */
  errorCode?: string;
  errorMessage?: string;
  requestParameters: Record<string, unknown> | null;
  responseElements: Record<string, unknown> | null;
  requestID: string;
  eventID: string;
  readOnly: boolean;
  eventType: string;
  managementEvent: boolean;
  recipientAccountId: string;
  eventCategory: string;
  sequence: number;
};

/** The newest are kept for who asks later; older ones only while a delivery has still to take them. */
const KEPT = 50_000;
const MOST_KEPT = 500_000;

/** A monotone log of calls: each gets the next number, listeners hear it in order. */
export class ChangeLog {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private records: ChangeRecord[] = [];
  private last = 0;
  /** Are calls that only read recorded too? A delivery asks for it. */
  recordsReads = false;
  /** The number up to which nobody needs records any more; set by who delivers them. */
  neededAfter: () => number = () => Number.POSITIVE_INFINITY;

  /** A call that changed something, was refused, or only read (`readOnly`). */
  record(record: Omit<ChangeRecord, 'sequence'>): ChangeRecord {
    this.last += 1;
    const numbered = { ...record, sequence: this.last };
    this.records.push(numbered);
    if (this.records.length >= KEPT * 2) this.prune();
    this.emitter.emit('record', numbered);
    if (isChange(numbered)) this.emitter.emit('change', numbered);
    return numbered;
  }

  /** Changes only. Returns the function that stops listening. */
  listen(listener: (record: ChangeRecord) => void): () => void {
    this.emitter.on('change', listener);
    return () => this.emitter.off('change', listener);
  }

  /** Refused and read-only calls too. */
  listenToAll(listener: (record: ChangeRecord) => void): () => void {
    this.emitter.on('record', listener);
    return () => this.emitter.off('record', listener);
  }

  /** The changes after a number, oldest first. */
  since(sequence: number): ChangeRecord[] {
    return this.recordsSince(sequence).filter(isChange);
  }

  /** All records after a number, of refused and read-only calls too. */
  recordsSince(sequence: number): ChangeRecord[] {
    return this.records.filter((record) => record.sequence > sequence);
  }

  get sequence(): number {
    return this.last;
  }

  /** After a restart: numbers never go backwards, and what was not delivered is there again. */
  resumeAt(sequence: number, records: readonly ChangeRecord[] = []): void {
    this.last = Math.max(this.last, sequence, records.at(-1)?.sequence ?? 0);
    this.records = [...records];
  }

  private prune(): void {
    const needed = this.records.findIndex(({ sequence }) => sequence > this.neededAfter());
    const spare = Math.min(this.records.length - KEPT, needed < 0 ? this.records.length : needed);
    this.records = this.records.slice(Math.max(spare, this.records.length - MOST_KEPT));
  }
}

const isChange = ({ readOnly, errorCode }: ChangeRecord) => !readOnly && errorCode === undefined;
