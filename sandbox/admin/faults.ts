import { z } from 'zod';
import { MAX_LAG_MS } from '../store/table';

const matchSchema = z.strictObject({
  account: z.string().optional(),
  service: z.string().optional(),
  action: z.string().optional(),
  region: z.string().optional(),
});

const common = { match: matchSchema.default({}), times: z.number().int().min(1).optional() };

/**
 * `probability` is the share of matching calls hit; `times` ends a fault after so many hits.
 * `stale_reads` makes IAM's read calls answer as of `milliseconds` ago; `propagation` delays what STS sees of IAM.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('throttle'), probability: z.number().min(0).max(1).default(1), ...common }),
  z.strictObject({ kind: z.literal('deny'), ...common }),
  z.strictObject({ kind: z.literal('delay'), milliseconds: z.number().int().min(1).max(600_000), ...common }),
  z.strictObject({ kind: z.literal('expire_sessions'), ...common }),
  z.strictObject({
    kind: z.literal('error'),
    code: z.string().min(1),
    message: z.string().min(1),
    status: z.number().int().min(400).max(599).default(500),
    ...common,
  }),
  z.strictObject({ kind: z.literal('drop_connection'), ...common }),
  z.strictObject({ kind: z.literal('stale_reads'), milliseconds: z.number().int().min(1).max(MAX_LAG_MS), ...common }),
  z.strictObject({ kind: z.literal('propagation'), milliseconds: z.number().int().min(0).max(MAX_LAG_MS), ...common }),
]);

export type FaultSpec = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = FaultSpec & { id: string; hits: number };
export type FaultTarget = { account: string | null; service: string; action: string; region: string };

/** The faults in force. A fault is spent after its `times`. */
export class Faults {
  private active: Fault[] = [];
  private last = 0;

  constructor(private readonly chance: () => number) {}

  add(input: FaultInput): Fault {
    this.last += 1;
    const fault = { ...faultSchema.parse(input), id: `fault-${this.last}`, hits: 0 };
    this.active.push(fault);
    return fault;
  }

  list(): Fault[] {
    return this.active;
  }

  clear(id?: string): number {
    const before = this.active.length;
    this.active = id === undefined ? [] : this.active.filter((fault) => fault.id !== id);
    return before - this.active.length;
  }

  /** Takes the first fault of this kind that hits the call, and counts the hit. */
  take<K extends FaultSpec['kind']>(kind: K, target: FaultTarget): Extract<Fault, { kind: K }> | undefined {
    for (const fault of this.active) {
      if (fault.kind !== kind || !matches(fault, target)) continue;
      if (fault.kind === 'throttle' && this.chance() >= fault.probability) continue;
      fault.hits += 1;
      if (fault.times !== undefined && fault.hits >= fault.times) {
        this.active = this.active.filter((each) => each !== fault);
      }
      return fault as Extract<Fault, { kind: K }>;
    }
    return undefined;
  }
}

function matches(fault: FaultSpec, target: FaultTarget): boolean {
  const { account, service, action, region } = fault.match;
  return (
    (account === undefined || account === target.account) &&
    (service === undefined || service === target.service) &&
    (action === undefined || action === target.action) &&
    (region === undefined || region === target.region)
  );
}
