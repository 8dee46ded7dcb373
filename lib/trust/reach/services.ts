import { levelOfAction } from '../permissions/access-level';
import { TELLING_ACTIONS } from '../permissions/telling-actions';
import { type Decision, decide, type Verdict } from './decide';
import { arnSet } from './patterns';
import type { Principal } from './principal';
import { PROBES, REACH_LEVELS, type ReachLevel } from './probes';

/**
 * What a principal may do in a service, on some resource at least. `*` stands for every service that is not named;
 * `action` is null where no action of that level is known to ask for.
 */
export type ServiceReach = { service: string; levels: Record<ReachLevel, Decision & { action: string | null }> };

const EVERYTHING = arnSet('*');
const TELLING = {
  secrets: 'data',
  tagging: 'write',
  write: 'write',
  permissions: 'permissions',
} as const satisfies Record<string, ReachLevel>;

/** Actions that stand for what a service has, by service and level. */
const ACTIONS = ((): Map<string, Map<ReachLevel, Set<string>>> => {
  const all = new Map<string, Map<ReachLevel, Set<string>>>();
  const add = (action: string, level: ReachLevel) => {
    const service = serviceOf(action);
    const levels = all.get(service) ?? new Map<ReachLevel, Set<string>>();
    levels.set(level, (levels.get(level) ?? new Set()).add(action));
    all.set(service, levels);
  };
  for (const { action, level } of Object.values(PROBES).flat()) add(action, level);
  for (const { action, level } of TELLING_ACTIONS) if (action !== 'sts:AssumeRole') add(action, TELLING[level]);
  return all;
})();

/** By service, the most first. Services are those of the probes and those that policies name; others fall under `*`. */
export function serviceReach(principal: Principal): ServiceReach[] {
  const named = new Map([...ACTIONS].map(([service, levels]) => [service, new Map(levels)] as const));
  for (const { statement } of principal.allows) {
    for (const pattern of statement.actions ?? []) {
      const service = serviceOf(pattern);
      if (!/^[a-z0-9-]+$/.test(service)) continue;
      const levels = named.get(service) ?? new Map<ReachLevel, Set<string>>();
      for (const [level, action] of instancesOf(pattern)) {
        levels.set(level, new Set([...(levels.get(level) ?? []), action]));
      }
      named.set(service, levels);
    }
  }
  // What every service has; `data` and `permissions` are asked only where an action is known that does it.
  for (const [service, levels] of named) {
    levels.set('metadata', new Set([...(levels.get('metadata') ?? []), `${service}:DescribeX`]));
    levels.set('write', new Set([...(levels.get('write') ?? []), `${service}:X`]));
  }
  named.set('*', new Map(OTHER.map(([level, action]) => [level, new Set([action])])));
  return [...named]
    .map(([service, levels]) => ({
      service,
      levels: Object.fromEntries(
        REACH_LEVELS.map((level) => [level, best(principal, [...(levels.get(level) ?? [])])]),
      ) as ServiceReach['levels'],
    }))
    .filter(({ levels }) => REACH_LEVELS.some((level) => levels[level].verdict !== 'denied'))
    .sort((a, b) => weight(b) - weight(a) || (a.service < b.service ? -1 : 1));
}

/** The most that a principal may surely or perhaps do anywhere; `admin` when everything, everywhere, without condition. */
export function highestLevel(principal: Principal, services: readonly ServiceReach[]): ReachLevel | 'admin' | 'none' {
  const everything = ['iam:CreatePolicyVersion', 's3:PutBucketPolicy', ...OTHER.map(([, action]) => action)];
  const whole = everything.every((action) => {
    const { verdict, partial } = decide(principal, action, EVERYTHING);
    return verdict === 'allowed' && !partial;
  });
  if (whole) return 'admin';
  return REACH_LEVELS.findLast((level) => services.some(({ levels }) => levels[level].verdict !== 'denied')) ?? 'none';
}

/** No service is called so: what is allowed for it is allowed for whatever is not named. */
const OTHER = [
  ['metadata', 'any-other-service:DescribeX'],
  ['write', 'any-other-service:X'],
] as const satisfies readonly (readonly [ReachLevel, string])[];

/** A pattern as actions that it covers: `glue:*` as one of each level, `glue:Get*` as `glue:GetX`. */
function instancesOf(pattern: string): [ReachLevel, string][] {
  const service = serviceOf(pattern);
  const name = pattern.slice(service.length + 1);
  if (/^\*+$/.test(name)) {
    return [
      ['metadata', `${service}:DescribeX`],
      ['write', `${service}:X`],
    ];
  }
  const level = levelOfAction(pattern.toLowerCase());
  const of = level === 'admin' ? 'permissions' : level === 'none' ? 'metadata' : level;
  return [[of, `${service}:${name.replace(/[*?]+/g, 'X')}`]];
}

const RANK = { allowed: 3, conditional: 1, denied: 0 } as const satisfies Record<Verdict, number>;

function best(principal: Principal, actions: readonly string[]): Decision & { action: string | null } {
  let found: Decision & { action: string | null } = {
    verdict: 'denied',
    partial: false,
    by: null,
    depends: [],
    action: actions[0] ?? null,
  };
  for (const action of actions) {
    const decision = decide(principal, action, EVERYTHING);
    const more = RANK[decision.verdict] - RANK[found.verdict];
    if (more > 0 || (more === 0 && found.partial && !decision.partial)) found = { ...decision, action };
  }
  return found;
}

function weight({ levels }: ServiceReach): number {
  return REACH_LEVELS.reduce((sum, level, at) => sum + RANK[levels[level].verdict] * 4 ** at, 0);
}

function serviceOf(action: string): string {
  const colon = action.indexOf(':');
  return (colon < 0 ? action : action.slice(0, colon)).toLowerCase();
}
