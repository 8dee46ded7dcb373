type Change<T> = { at: number; before: T | undefined };

/** The longest delay a fault may ask for; older changes are forgotten. */
export const MAX_LAG_MS = 120_000;
const PRUNE_EVERY_MS = 10_000;
const MOST_UNREAD = 500;

/**
 * Named entities of one kind in one account. Values are never changed in place, they are replaced: so the table can
 * answer "as of a moment ago", which is how IAM's eventual consistency is played. Names are unique whatever their case.
 */
export class Table<T extends object> {
  private readonly rows = new Map<string, T>();
  private readonly lowerNames = new Map<string, string>();
  private readonly recent = new Map<string, Change<T>[]>();
  private sortedNames: string[] | undefined;
  /** Changes of the sorted names since somebody last needed them. */
  private unread = 0;
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
    if (before === undefined) this.sort(name, 'in');
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
    this.sort(name, 'out');
    this.onChange(before, undefined);
  }

  /** The value as it was at `moment` (milliseconds); only the last two minutes are remembered. */
  asOf(name: string, moment: number): T | undefined {
    const change = this.recent.get(name)?.find((each) => each.at > moment);
    return change === undefined ? this.rows.get(name) : change.before;
  }

  /** All values in the order of their names, as of `moment` when one is given. */
  list(moment?: number): T[] {
    const sorted = this.sorted();
    if (moment === undefined || this.recent.size === 0) {
      return sorted.map((name) => this.rows.get(name)).filter((row) => row !== undefined);
    }
    const names = [...new Set([...sorted, ...this.recent.keys()])].sort();
    return names.map((name) => this.asOf(name, moment)).filter((row) => row !== undefined);
  }

  /** The first row whose name is greater than `name`, or no less when `inclusive`; costs no more in a large table. */
  following(name: string, inclusive = false): T | undefined {
    const sorted = this.sorted();
    const at = position(sorted, name);
    const found = sorted[!inclusive && sorted[at] === name ? at + 1 : at];
    return found === undefined ? undefined : this.rows.get(found);
  }

  /** The row with the greatest name. */
  last(): T | undefined {
    const name = this.sorted().at(-1);
    return name === undefined ? undefined : this.rows.get(name);
  }

  private sorted(): string[] {
    this.unread = 0;
    this.sortedNames ??= [...this.rows.keys()].sort();
    return this.sortedNames;
  }

  /** Keeps the names sorted while they are needed; of many changes in a row, sorting anew costs less. */
  private sort(name: string, way: 'in' | 'out'): void {
    if (this.sortedNames === undefined) return;
    this.unread += 1;
    if (this.unread > MOST_UNREAD) this.sortedNames = undefined;
    else
      this.sortedNames.splice(position(this.sortedNames, name), way === 'in' ? 0 : 1, ...(way === 'in' ? [name] : []));
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

/** Where `name` stands in the sorted names, or would. */
function position(sorted: readonly string[], name: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
