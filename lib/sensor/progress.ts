import type { AwsCall } from '@/lib/aws/calls';
import type { ScanProgress } from './port';

const REPORT_EVERY_MS = 500;

/** Counts a job's calls and results and reports them at most twice a second, the last state always. */
export class ProgressReporter {
  readonly progress: ScanProgress;
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    scopesDone: number,
    scopesTotal: number,
    private readonly send: (progress: ScanProgress) => Promise<void>,
  ) {
    this.progress = { calls: 0, throttles: 0, errors: 0, resources: 0, scopesDone, scopesTotal, perAction: {} };
  }

  readonly observe = (call: AwsCall): void => {
    const { progress } = this;
    const stats = progress.perAction[call.action] ?? { calls: 0, throttles: 0, errors: 0, ms: 0 };
    progress.perAction[call.action] = stats;
    for (const total of [progress, stats]) {
      total.calls += 1;
      if (call.outcome === 'throttled') total.throttles += 1;
      if (call.outcome === 'error') total.errors += 1;
    }
    stats.ms += call.ms;
    this.schedule();
  };

  resources(count: number): void {
    this.progress.resources += count;
    this.schedule();
  }

  /** A job's regional scopes are known once its regions are. */
  scopes(done: number, total: number): void {
    this.progress.scopesDone = done;
    this.progress.scopesTotal = total;
    this.schedule();
  }

  scopesEnded(count: number): void {
    this.progress.scopesDone += count;
    this.schedule();
  }

  /** Ends the reports under way; nothing is sent after it. The job's end carries the last state. */
  async close(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.sending;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      // Progress is for people to look at: a report that fails is overtaken by the next one.
      this.sending = this.sending.then(() => this.send(structuredClone(this.progress)).catch(() => {}));
    }, REPORT_EVERY_MS);
  }
}
