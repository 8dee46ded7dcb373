type Change<T> = { at: number; before: T | undefined };

/** The longest delay a fault may ask for; older changes are forgotten. */
export const MAX_LAG_MS = 120_000;
const PRUNE_EVERY_MS = 10_000;

/**
 * Named entities of one kind in one account. Values are never changed in place, they are replaced: so the table can
 * answer "as of a moment ago", which is how IAM's eventual consistency is played. Names are unique whatever their case.
 */
export class Table<T extends object> {
  private readonly rows = new Map<string, T>();
  private readonly lowerNames = new Map<string, string>();
  private readonly recent = new Map<string, Change<T>[]>();
  private sortedNames: string[] | undefined;
  private prunedAt = 0;
  private changed = 0;

  constructor(private readonly onChange: (before: T | undefined, after: T | undefined) => void = () => {}) {}

  get size(): number {
    return this.rows.size;
  }

  /** How often a row was put or deleted: the same number, the same rows. */
  get changes(): number {
    return this.changed;
  }

  /** Names with their values, in no order. */
  entries(): IterableIterator<[string, T]> {
    return this.rows.entries();
  }

  get(name: string): T | undefined {
    return this.rows.get(name);
  }

  /** Is the name taken, in any case? */
  isTaken(name: string): boolean {
    return this.lowerNames.has(name.toLowerCase());
  }

  put(name: string, value: T, now: number): void {
    this.remember(name, now);
    this.load(name, value);
  }

  /** Stores without leaving a trace in the recent history: worlds that were always there. */
  load(name: string, value: T): void {
    const before = this.rows.get(name);
    this.changed += 1;
    if (before === undefined) this.sortedNames = undefined;
    this.rows.set(name, value);
    this.lowerNames.set(name.toLowerCase(), name);
    this.onChange(before, value);
  }

  delete(name: string, now: number): void {
    if (!this.rows.has(name)) return;
    this.remember(name, now);
    this.drop(name);
  }

  /** Deletes without leaving a trace in the recent history: rows that no read is ever stale about. */
  drop(name: string): void {
    const before = this.rows.get(name);
    if (before === undefined) return;
    this.changed += 1;
    this.rows.delete(name);
    this.lowerNames.delete(name.toLowerCase());
    this.sortedNames = undefined;
    this.onChange(before, undefined);
  }

  /** The value as it was at `moment` (milliseconds); only the last two minutes are remembered. */
  asOf(name: string, moment: number): T | undefined {
    const change = this.recent.get(name)?.find((each) => each.at > moment);
    return change === undefined ? this.rows.get(name) : change.before;
  }

  /** All values in the order of their names, as of `moment` when one is given. */
  list(moment?: number): T[] {
    this.sortedNames ??= [...this.rows.keys()].sort();
    if (moment === undefined || this.recent.size === 0) {
      return this.sortedNames.map((name) => this.rows.get(name)).filter((row) => row !== undefined);
    }
    const names = [...new Set([...this.sortedNames, ...this.recent.keys()])].sort();
    return names.map((name) => this.asOf(name, moment)).filter((row) => row !== undefined);
  }

  private remember(name: string, now: number): void {
    if (now - this.prunedAt > PRUNE_EVERY_MS) this.prune(now);
    const changes = this.recent.get(name) ?? [];
    changes.push({ at: now, before: this.rows.get(name) });
    this.recent.set(name, changes);
  }

  private prune(now: number): void {
    this.prunedAt = now;
    for (const [name, changes] of this.recent) {
      const kept = changes.filter((change) => change.at > now - MAX_LAG_MS);
      if (kept.length === 0) this.recent.delete(name);
      else this.recent.set(name, kept);
    }
  }
}
