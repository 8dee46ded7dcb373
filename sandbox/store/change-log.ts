import { EventEmitter } from 'node:events';

/** One mutation as CloudTrail would record it; the seam on which event delivery stands. */
export type ChangeRecord = {
  sequence: number;
  eventID: string;
  eventTime: string;
  eventSource: string;
  eventName: string;
  awsRegion: string;
  sourceIPAddress: string;
  userAgent: string;
  userIdentity: Record<string, unknown>;
  requestParameters: Record<string, unknown> | null;
  responseElements: Record<string, unknown> | null;
  requestID: string;
  recipientAccountId: string;
};

const KEPT = 10_000;

/** A monotone log: each mutation gets the next number, listeners hear it in order, the newest are kept. */
export class ChangeLog {
  private readonly emitter = new EventEmitter();
  private readonly records: ChangeRecord[] = [];
  private last = 0;

  recordMutation(record: Omit<ChangeRecord, 'sequence'>): ChangeRecord {
    this.last += 1;
    const numbered = { ...record, sequence: this.last };
    this.records.push(numbered);
    if (this.records.length > KEPT) this.records.shift();
    this.emitter.emit('change', numbered);
    return numbered;
  }

  /** Returns the function that stops listening. */
  listen(listener: (record: ChangeRecord) => void): () => void {
    this.emitter.on('change', listener);
    return () => this.emitter.off('change', listener);
  }

  since(sequence: number): ChangeRecord[] {
    return this.records.filter((record) => record.sequence > sequence);
  }

  get sequence(): number {
    return this.last;
  }

  /** After a restart: numbers never go backwards. */
  resumeAt(sequence: number): void {
    this.last = Math.max(this.last, sequence);
  }
}
