/**
 * The database's clock as a sensor knows it: set at the lease and at each heartbeat, carried on by the monotonic clock,
 * so that a wrong or jumping wall clock on the sensor's host does not matter.
 */
export class DatabaseClock {
  private offset: number;

  constructor(
    databaseTime: number,
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    this.offset = databaseTime - monotonic();
  }

  /** Epoch ms. Behind the database by the answer's way at most, which makes an observation older, never younger. */
  readonly now = (): number => Math.floor(this.offset + this.monotonic());

  /** Forward only: a host that slept lost time, but a late answer must not turn the clock back. */
  sync(databaseTime: number): void {
    this.offset = Math.max(this.offset, databaseTime - this.monotonic());
  }
}
