import { type IssuerKey, signingKey } from '@/lib/federation/issuer/keys';
import { DEFAULT_ROTATION, planRotation, type RotationAction } from '@/lib/federation/issuer/rotation';

/** What is due by the calendar, with a key kept waiting. */
export function duePlan(keys: readonly IssuerKey[], now: Date): RotationAction[] {
  return withWaitingKey(keys, planRotation(keys, now, DEFAULT_ROTATION));
}

/** The rotation somebody asked for: the waiting key takes over now, and the one that signed retires with overlap. */
export function rotateNowPlan(keys: readonly IssuerKey[], now: Date): RotationAction[] {
  const active = signingKey(keys);
  if (!active) return duePlan(keys, now);
  const next = keys.find((key) => key.state === 'next');
  const reason = 'rotated on request';
  return withWaitingKey(keys, [
    { kind: 'move', id: active.id, from: 'active', to: 'retiring', reason },
    next ? { kind: 'move', id: next.id, from: 'next', to: 'active', reason } : { kind: 'create', state: 'active' },
  ]);
}

/**
 * Adds a key that waits, unless there will be one: published long before it signs, so that a rotation on request is
 * as safe for verifiers that cache the key set as one by the calendar.
 */
function withWaitingKey(keys: readonly IssuerKey[], actions: RotationAction[]): RotationAction[] {
  const leaves = new Set(actions.flatMap((action) => (action.kind === 'move' ? [action.id] : [])));
  const stays = keys.some((key) => key.state === 'next' && !leaves.has(key.id));
  const comes = actions.some((action) => (action.kind === 'create' ? action.state : action.to) === 'next');
  return stays || comes ? actions : [...actions, { kind: 'create', state: 'next' }];
}
