import type { ChangeRecord } from '../store/change-log';

type Options = {
  /** How long records are gathered, in milliseconds; `aligned` ends it where the clock is a multiple of it. */
  intervalMs: number;
  aligned: boolean;
  most: number;
  write: (batch: readonly ChangeRecord[], account: string, region: string) => void;
};

/** Gathers records by account and region, and hands each gathering on when its time is over or it is full. */
export class Batches {
  private readonly gathered = new Map<string, ChangeRecord[]>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: Options) {}

  add(record: ChangeRecord): void {
    const { intervalMs, aligned, most } = this.options;
    const key = `${record.recipientAccountId}/${record.awsRegion}`;
    const batch = this.gathered.get(key) ?? [];
    batch.push(record);
    this.gathered.set(key, batch);
    if (batch.length >= most) this.write(key);
    else this.timer ??= setTimeout(() => this.flush(), aligned ? intervalMs - (Date.now() % intervalMs) : intervalMs);
  }

  flush(): void {
    this.close();
    for (const key of [...this.gathered.keys()]) this.write(key);
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private write(key: string): void {
    const batch = this.gathered.get(key);
    this.gathered.delete(key);
    const [account = '', region = ''] = key.split('/');
    if (batch) this.options.write(batch, account, region);
  }
}
