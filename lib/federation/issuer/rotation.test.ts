import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IssuerKey } from './keys';
import { DEFAULT_ROTATION, planRevocation, planRotation, type RotationAction, retention, stampsOf } from './rotation';

const policy = DEFAULT_ROTATION;
const T0 = Date.parse('2026-11-01T00:00:00Z');
const at = (seconds: number) => new Date(T0 + seconds * 1000);
const DAY = 86_400;

/** What the store does with a plan. */
function apply(keys: IssuerKey[], actions: RotationAction[], now: Date): IssuerKey[] {
  let rows = keys;
  for (const action of actions) {
    if (action.kind === 'create') {
      const kid = `k${rows.length}`;
      const publicJwk = { kty: 'RSA', n: 'n', e: 'AQAB', kid, use: 'sig', alg: 'RS256' } as const;
      const blank = { activatedAt: null, retiredAt: null, revokedAt: null };
      rows = [
        ...rows,
        { id: kid, kid, publicJwk, state: action.state, createdAt: now, ...blank, ...stampsOf(action.state, now) },
      ];
    } else {
      rows = rows.map((row) =>
        row.id === action.id && row.state === action.from
          ? { ...row, state: action.to, ...stampsOf(action.to, now) }
          : row,
      );
    }
  }
  return rows;
}

const step = (keys: IssuerKey[], now: Date) => apply(keys, planRotation(keys, now, policy), now);
const states = (keys: IssuerKey[]) => keys.map(({ id, state }) => `${id} ${state}`);

describe('rotation', () => {
  test('goes next, active, retiring, revoked with overlap', () => {
    let keys = step([], at(0));
    expect(states(keys)).toEqual(['k0 active']);
    keys = step(keys, at(29 * DAY - 1));
    expect(states(keys)).toEqual(['k0 active']);
    keys = step(keys, at(29 * DAY));
    expect(states(keys)).toEqual(['k0 active', 'k1 next']);
    keys = step(keys, at(30 * DAY - 1));
    expect(states(keys)).toEqual(['k0 active', 'k1 next']);
    keys = step(keys, at(30 * DAY));
    expect(states(keys)).toEqual(['k0 retiring', 'k1 active']);
    keys = step(keys, at(30 * DAY + retention(policy) - 1));
    expect(states(keys)).toEqual(['k0 retiring', 'k1 active']);
    keys = step(keys, at(30 * DAY + retention(policy)));
    expect(states(keys)).toEqual(['k0 revoked', 'k1 active']);
  });

  test('an install that slept past everything still publishes the new key before it signs', () => {
    let keys = step([], at(0));
    keys = step(keys, at(400 * DAY));
    expect(states(keys)).toEqual(['k0 active', 'k1 next']);
    keys = step(keys, at(400 * DAY + policy.publishLead - 1));
    expect(states(keys)).toEqual(['k0 active', 'k1 next']);
    keys = step(keys, at(400 * DAY + policy.publishLead));
    expect(states(keys)).toEqual(['k0 retiring', 'k1 active']);
  });

  test('two replicas with the same plan rotate once', () => {
    const keys = step(step([], at(0)), at(29 * DAY));
    const plan = planRotation(keys, at(30 * DAY), policy);
    const once = apply(keys, plan, at(30 * DAY));
    expect(apply(once, plan, at(30 * DAY + 1))).toEqual(once);
  });

  test('what a race left behind is tidied: one active, one next', () => {
    const two = apply([], [{ kind: 'create', state: 'active' }], at(0));
    const raced = apply(
      two,
      [
        { kind: 'create', state: 'active' },
        { kind: 'create', state: 'next' },
        { kind: 'create', state: 'next' },
      ],
      at(5),
    );
    expect(states(step(raced, at(10)))).toEqual(['k0 retiring', 'k1 active', 'k2 next', 'k3 revoked']);
  });

  test('a leaked active key leaves at once and another signs', () => {
    const keys = step(step([], at(0)), at(29 * DAY));
    expect(states(apply(keys, planRevocation(keys, 'k0'), at(29 * DAY)))).toEqual(['k0 revoked', 'k1 active']);
    const alone = step([], at(0));
    expect(states(apply(alone, planRevocation(alone, 'k0'), at(1)))).toEqual(['k0 revoked', 'k1 active']);
    expect(planRevocation(keys, 'unknown')).toEqual([]);
  });

  test('a policy in which keys wait longer than they sign is refused', () => {
    expect(() => planRotation([], at(0), { ...policy, publishLead: policy.activeFor })).toThrow(/inconsistent/);
    expect(() => planRotation([], at(0), { ...policy, skew: Number.NaN })).toThrow(/inconsistent/);
  });

  test('whenever it runs, one key signs, and no key stops being published before its last token expired', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 * DAY }), { minLength: 1, maxLength: 60 }), (gaps) => {
        let keys: IssuerKey[] = [];
        let now = 0;
        for (const gap of gaps) {
          keys = step(keys, at(now));
          expect(keys.filter((key) => key.state === 'active')).toHaveLength(1);
          expect(planRotation(keys, at(now), policy)).toEqual([]);
          now += gap;
        }
        keys.slice(1).forEach((key) => {
          if (!key.activatedAt) return;
          expect(key.activatedAt.getTime() - key.createdAt.getTime()).toBeGreaterThanOrEqual(policy.publishLead * 1000);
        });
        for (const key of keys) {
          if (!key.revokedAt) continue;
          const published = key.revokedAt.getTime() - (key.retiredAt?.getTime() ?? Number.NaN);
          expect(published).toBeGreaterThanOrEqual((policy.tokenLifetime + policy.skew) * 1000);
        }
      }),
    );
  });
});
