import type { ChangeRecord } from '../store/change-log';
import type { DeliveryState } from '../store/deliveries';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { TargetFaults } from './faults';
import { Outbox } from './outbox';
import { PlaceMissing } from './places';
import { Progress } from './progress';
import { eventBridgeTransport } from './transports/eventbridge';
import { kinesisTransport } from './transports/kinesis';
import { logFilesTransport } from './transports/log-files';
import type { Transport } from './transports/transport';

/** One target at work: takes the records it wants, in their order. */
export class Target {
  private readonly progress: Progress;
  private readonly outbox: Outbox;
  private readonly transport: Transport;

  constructor(
    private readonly world: World,
    readonly state: DeliveryState,
    random: Random,
  ) {
    const faults = new TargetFaults(state, random);
    this.progress = new Progress(state);
    this.outbox = new Outbox(state, faults, this.progress, () => {
      state.lastDeliveredAt = world.clock.now();
      world.touch();
    });
    this.transport = transportOf({ world, state, faults, outbox: this.outbox });
    try {
      this.transport.check();
      state.error = null;
    } catch (error) {
      if (!(error instanceof PlaceMissing)) throw error;
      state.error = error.message;
    }
  }

  get pending(): number {
    return this.progress.pending;
  }

  greet(): void {
    this.transport.greet?.();
  }

  take(record: ChangeRecord): void {
    if (!this.wants(record)) {
      this.progress.skip(record.sequence);
      return;
    }
    this.progress.take(record.sequence);
    this.transport.take(record);
  }

  /** Sends what waits for its interval, its delay or others to be mixed with; with `digests`, closes the running digests. */
  async flush(digests: boolean): Promise<void> {
    await this.transport.flush(false);
    this.outbox.flush();
    if (digests) await this.transport.flush(true);
    this.world.touch();
  }

  close(): void {
    this.transport.close();
    this.outbox.close();
  }

  private wants(record: ChangeRecord): boolean {
    const { accounts, regions, readEvents, failedCalls } = this.state.spec;
    return (
      (accounts === 'all' || accounts.includes(record.recipientAccountId)) &&
      (regions?.includes(record.awsRegion) ?? true) &&
      (readEvents || !record.readOnly) &&
      (failedCalls || record.errorCode === undefined)
    );
  }
}

type Parts = { world: World; state: DeliveryState; faults: TargetFaults; outbox: Outbox };

function transportOf(parts: Parts): Transport {
  const { spec } = parts.state;
  switch (spec.kind) {
    case 'eventbridge':
      return eventBridgeTransport({ ...parts, spec });
    case 'sqs':
      return logFilesTransport({ ...parts, spec });
    case 's3':
      return logFilesTransport({ ...parts, spec });
    case 'kinesis':
      return kinesisTransport({ ...parts, spec });
  }
}
