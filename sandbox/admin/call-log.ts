export type LoggedCall = {
  at: string;
  account: string | null;
  service: string;
  action: string;
  region: string;
  caller: string | null;
  status: number;
  error: string | null;
  requestId: string;
};

export type CallCount = { account: string | null; service: string; action: string; calls: number; errors: number };

const KEPT = 2_000;

/** Counts of all calls since the last reset, and the newest calls themselves; so a test can assert exact numbers. */
export class CallLog {
  private readonly counts = new Map<string, CallCount>();
  private newest: LoggedCall[] = [];

  record(call: LoggedCall): void {
    const key = `${call.account}/${call.service}/${call.action}`;
    const count = this.counts.get(key) ?? {
      account: call.account,
      service: call.service,
      action: call.action,
      calls: 0,
      errors: 0,
    };
    count.calls += 1;
    if (call.error !== null) count.errors += 1;
    this.counts.set(key, count);
    this.newest.push(call);
    if (this.newest.length > KEPT * 2) this.newest = this.newest.slice(-KEPT);
  }

  summary(): { total: number; counts: CallCount[]; recent: LoggedCall[] } {
    const counts = [...this.counts.values()];
    return {
      total: counts.reduce((sum, count) => sum + count.calls, 0),
      counts,
      recent: this.newest.slice(-KEPT),
    };
  }

  /** How often an action was called, in one account or in all. */
  count(action: string, account?: string): number {
    return [...this.counts.values()]
      .filter((each) => each.action === action && (account === undefined || each.account === account))
      .reduce((sum, each) => sum + each.calls, 0);
  }

  reset(): void {
    this.counts.clear();
    this.newest = [];
  }
}
