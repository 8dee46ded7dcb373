import {
  Ban,
  Check,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  Clock,
  Equal,
  Eye,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonAlert,
  Pencil,
  Plus,
  Trash2,
  TriangleAlert,
  X,
} from 'lucide-react';
import type { Tone } from '@/components/ui/tone';

export type StateLook = { tone: Tone; icon: LucideIcon; spin?: true };

/** Every state word the product shows, each with its shape. A word that is not here does not compile in StateWord. */
export const STATES = {
  connected: { tone: 'success', icon: CircleCheck },
  passed: { tone: 'success', icon: CircleCheck },
  refused: { tone: 'success', icon: CircleCheck },
  active: { tone: 'success', icon: CircleCheck },
  complete: { tone: 'success', icon: Check },
  created: { tone: 'success', icon: Plus },
  running: { tone: 'info', icon: LoaderCircle, spin: true },
  'waiting for AWS': { tone: 'info', icon: Hourglass },
  partial: { tone: 'warn', icon: TriangleAlert },
  'open role': { tone: 'warn', icon: TriangleAlert },
  warning: { tone: 'warn', icon: TriangleAlert },
  stale: { tone: 'warn', icon: Clock },
  expired: { tone: 'warn', icon: Clock },
  retiring: { tone: 'warn', icon: Hourglass },
  failing: { tone: 'danger', icon: OctagonAlert },
  failed: { tone: 'danger', icon: OctagonAlert },
  denied: { tone: 'danger', icon: Ban },
  'let in': { tone: 'danger', icon: X },
  revoked: { tone: 'danger', icon: X },
  changed: { tone: 'accent', icon: Pencil },
  next: { tone: 'accent', icon: Clock },
  draft: { tone: 'neutral', icon: CircleDashed },
  queued: { tone: 'neutral', icon: CircleDashed },
  waits: { tone: 'neutral', icon: CircleDashed },
  skipped: { tone: 'neutral', icon: CircleSlash },
  cancelled: { tone: 'neutral', icon: CircleSlash },
  inactive: { tone: 'neutral', icon: CircleSlash },
  paused: { tone: 'neutral', icon: CirclePause },
  gone: { tone: 'neutral', icon: Trash2 },
  deleted: { tone: 'neutral', icon: Trash2 },
  'no change': { tone: 'neutral', icon: Equal },
  'no longer watched': { tone: 'neutral', icon: Eye },
} as const satisfies Record<string, StateLook>;

export type StateName = keyof typeof STATES;

export function stateLook(state: StateName): StateLook {
  return STATES[state];
}
