import type { ChangeRecord } from '../../store/change-log';
import type { DeliveryState } from '../../store/deliveries';
import type { World } from '../../store/world';
import type { TargetFaults } from '../faults';
import type { Outbox } from '../outbox';
import type { DeliveryKind, SpecOf } from '../spec';

/** What a transport has at hand: the target's description and state, and where its units go. */
export type TransportContext<K extends DeliveryKind> = {
  world: World;
  state: DeliveryState;
  spec: SpecOf<K>;
  faults: TargetFaults;
  outbox: Outbox;
};

/** Turns records into units of its kind. */
export type Transport = {
  /** Throws PlaceMissing while there is nowhere to put anything. */
  check: () => void;
  take: (record: ChangeRecord) => void;
  /** Sent once when the target is made. */
  greet?: () => void;
  /** Makes units of all it has gathered; with `digests`, writes those too. */
  flush: (digests: boolean) => void | Promise<void>;
  close: () => void;
};
