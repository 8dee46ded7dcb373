import { AppError } from '@/lib/errors/app-error';
import { STS_EXPIRY_TOLERANCE_SECONDS, TOKEN_LIFETIME_SECONDS } from '../names';
import type { IssuerKey, KeyState } from './keys';

/** Durations in seconds. */
export type RotationPolicy = {
  /** How long a key signs before the next one takes over. */
  activeFor: number;
  /** How long a key is published before it may sign: longer than any cache of the JWKS. */
  publishLead: number;
  /** How long a replica may go on signing with a key it cached after another replica retired it. */
  signerCache: number;
  tokenLifetime: number;
  /** What a verifier adds to `exp`, and how far clocks may be apart. */
  skew: number;
};

export const DEFAULT_ROTATION = {
  activeFor: 30 * 24 * 3600,
  publishLead: 24 * 3600,
  signerCache: 60,
  tokenLifetime: TOKEN_LIFETIME_SECONDS,
  skew: STS_EXPIRY_TOLERANCE_SECONDS + 300,
} as const satisfies RotationPolicy;

/**
 * `create`: generate a key in that state. `move`: update the row only where its state is still `from`, so that
 * two replicas with the same plan do the work once.
 */
export type RotationAction =
  | { kind: 'create'; state: 'next' | 'active' }
  | { kind: 'move'; id: string; from: KeyState; to: KeyState; reason: string };

/**
 * What to do now, in order; empty when nothing is due. Applied as a whole in one transaction, it leaves exactly one
 * active key. Pure: `keys` are all rows of one issuer (revoked ones may be left out).
 */
export function planRotation(keys: readonly IssuerKey[], now: Date, policy: RotationPolicy): RotationAction[] {
  checkPolicy(policy);
  const age = (since: Date | null) => (since ? (now.getTime() - since.getTime()) / 1000 : 0);
  const actions: RotationAction[] = [];
  const [next, ...spareNext] = inState(keys, 'next').sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const [active, ...spareActive] = inState(keys, 'active').sort((a, b) => activeSince(b) - activeSince(a));

  for (const key of spareNext) actions.push(move(key, 'revoked', 'another key is next'));
  for (const key of spareActive) actions.push(move(key, 'retiring', 'a newer key is active'));
  for (const key of inState(keys, 'retiring')) {
    if (age(key.retiredAt ?? key.activatedAt) >= retention(policy)) {
      actions.push(move(key, 'revoked', 'every token it signed has expired'));
    }
  }

  if (!active) {
    // Nothing can sign: publishing ahead is lost anyway, and signing early beats not signing.
    if (next) actions.push(move(next, 'active', 'no key was active'));
    else actions.push({ kind: 'create', state: 'active' });
    return actions;
  }
  const activeAge = age(active.activatedAt);
  if (!next && activeAge >= policy.activeFor - policy.publishLead) actions.push({ kind: 'create', state: 'next' });
  if (next && activeAge >= policy.activeFor && age(next.createdAt) >= policy.publishLead) {
    actions.push(move(active, 'retiring', 'its time to sign is over'), move(next, 'active', 'published long enough'));
  }
  return actions;
}

/** For a key that leaked: it stops being published at once, and another signs. Tokens it signed are refused from then on. */
export function planRevocation(keys: readonly IssuerKey[], id: string): RotationAction[] {
  const key = keys.find((candidate) => candidate.id === id && candidate.state !== 'revoked');
  if (!key) return [];
  const actions: RotationAction[] = [move(key, 'revoked', 'revoked by an administrator')];
  if (key.state !== 'active') return actions;
  const next = inState(keys, 'next')[0];
  actions.push(next ? move(next, 'active', 'the active key was revoked') : { kind: 'create', state: 'active' });
  return actions;
}

/** The columns that a move sets; the caller adds `WHERE state = from`. */
export function stampsOf(to: KeyState, now: Date): Partial<Pick<IssuerKey, 'activatedAt' | 'retiredAt' | 'revokedAt'>> {
  switch (to) {
    case 'next':
      return {};
    case 'active':
      return { activatedAt: now };
    case 'retiring':
      return { retiredAt: now };
    case 'revoked':
      return { revokedAt: now };
  }
}

/** Seconds that a retired key stays published. */
export function retention(policy: RotationPolicy): number {
  return policy.signerCache + policy.tokenLifetime + policy.skew;
}

function checkPolicy(policy: RotationPolicy): void {
  if (Object.values(policy).some((seconds) => !(seconds >= 0)) || policy.activeFor <= policy.publishLead) {
    throw new AppError(
      'not_configured',
      'The key rotation policy is inconsistent: a key must sign longer than it waits.',
    );
  }
}

function inState(keys: readonly IssuerKey[], state: KeyState): IssuerKey[] {
  return keys.filter((key) => key.state === state);
}

function activeSince(key: IssuerKey): number {
  return (key.activatedAt ?? key.createdAt).getTime();
}

function move(key: IssuerKey, to: KeyState, reason: string): RotationAction {
  return { kind: 'move', id: key.id, from: key.state, to, reason };
}
