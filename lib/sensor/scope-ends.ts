import { type EndedScope, MAX_ENDED_SCOPES } from './port';

/** Scopes that end within so long are told together. A page shows them that much later. */
const GATHER_MS = 250;

/**
 * Tells the core how scopes ended, many in one call: an account has a thousand of them and most are empty. One call is
 * under way at a time; what ends meanwhile goes with the next.
 */
export class ScopeEnds {
  private gathered: EndedScope[] = [];
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> = Promise.resolve();
  private failure: { error: unknown } | null = null;

  constructor(private readonly send: (ended: readonly EndedScope[]) => Promise<void>) {}

  /** Takes one to be told. After the core has refused a call, throws what it said. */
  add(ended: EndedScope): void {
    if (this.failure) throw this.failure.error;
    this.gathered.push(ended);
    if (this.gathered.length >= MAX_ENDED_SCOPES) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Tells what is left and resolves when all was told. Rejects with the first refusal. */
  async close(): Promise<void> {
    this.flush();
    await this.sending;
    if (this.failure) throw this.failure.error;
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.sending = this.sending.then(async () => {
      const ended = this.gathered.splice(0, MAX_ENDED_SCOPES);
      if (ended.length === 0 || this.failure) return;
      try {
        await this.send(ended);
      } catch (error) {
        this.failure = { error };
      }
    });
  }
}
