import type { Poison } from '@/lib/events/strategies/types';
import type { QuarantineReason } from '@/lib/schemas/event-source';
import { POISON_PAYLOAD_BYTES } from './limits';

/** Why something cannot be read. Thrown inside the decoder only; who calls it gets a Poison. */
export class DecodeFault extends Error {
  constructor(
    readonly reason: QuarantineReason,
    message: string,
  ) {
    super(message);
    this.name = 'DecodeFault';
  }
}

/** The quarantine entry of a whole delivery. `payload` is left out where it is too large to keep. */
export function poisonOf(deliveryId: string, fault: DecodeFault, payload: Buffer | null, bytes: number): Poison {
  // A copy: a part of a file's content would keep (and send between threads) all of it.
  const kept = payload !== null && payload.length <= POISON_PAYLOAD_BYTES ? Buffer.from(payload) : null;
  return { deliveryId, reason: fault.reason, message: fault.message, payload: kept, bytes };
}

/** JSON, or a fault that says where it ends to be some: never a part of the text, which may be secret. */
export function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    throw new DecodeFault('not_json', `${what} is not JSON${at ? `, from character ${at} on` : ''}.`);
  }
}
