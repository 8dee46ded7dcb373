import type { DeliveryState } from '../store/deliveries';

/** Moves a target's `sequence` up as its records are done, in whatever order: it stands before the oldest that is not. */
export class Progress {
  private taken: number[] = [];
  private head = 0;
  private readonly done = new Set<number>();

  constructor(private readonly state: DeliveryState) {}

  get pending(): number {
    return this.taken.length - this.head - this.done.size;
  }

  take(sequence: number): void {
    this.taken.push(sequence);
  }

  skip(sequence: number): void {
    this.take(sequence);
    this.finish([sequence]);
  }

  finish(sequences: readonly number[]): void {
    for (const each of sequences) this.done.add(each);
    for (let next = this.taken[this.head]; next !== undefined && this.done.delete(next); next = this.taken[this.head]) {
      this.state.sequence = next;
      this.head += 1;
    }
    if (this.head > 10_000) {
      this.taken = this.taken.slice(this.head);
      this.head = 0;
    }
  }
}
