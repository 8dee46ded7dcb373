import { type ArnSet, relate } from './patterns';
import type { Principal, Ready, StatementRef } from './principal';

/** `conditional`: a condition, a variable or a limit that is not known here decides. */
export type Verdict = 'allowed' | 'conditional' | 'denied';

export type Decision = {
  verdict: Verdict;
  /** Only some of what was asked for: some objects of the bucket. */
  partial: boolean;
  /** The statement that allows; the one that denies when an explicit deny decides; null when nothing allows. */
  by: StatementRef | null;
  /** What it depends on: condition keys, or words for a limit that is not known. */
  depends: string[];
};

const DENIED: Decision = { verdict: 'denied', partial: false, by: null, depends: [] };

/**
 * Whether a principal may do `action` on (some of) `target`, by its identity policies, boundary and explicit denies.
 * An upper bound with its certainty: what is surely allowed is `allowed`, what surely is not is `denied`. Resource
 * policies, service control policies and session policies are not looked at. Source: IAM user guide, "Policy evaluation logic".
 */
export function decide(principal: Principal, action: string, target: ArnSet): Decision {
  const { allows, denies, boundary } = principal.bearing(action);
  let best = DENIED;
  for (const allow of allows) {
    for (const candidate of reached(allow, target)) {
      const found = limit(allow, candidate, denies, boundary);
      if (better(found, best)) best = found;
      if (best.verdict === 'allowed' && !best.partial) return best;
    }
  }
  return best;
}

/** Whether a deny without open conditions stands against all of the target, boundary included; needs no allow to be said. */
export function explicitlyDenied(principal: Principal, action: string, target: ArnSet): StatementRef | null {
  const { denies } = principal.bearing(action);
  return denies.find((deny) => deny.depends.length === 0 && bears(deny, target) === 'covers')?.ref ?? null;
}

type Candidate = { set: ArnSet; partial: boolean; unsure: boolean };

/** What of the target an allowing statement names: all of it, or the patterns that lie within. */
function reached({ patterns, negated }: Ready, target: ArnSet): Candidate[] {
  if (negated) {
    const relations = patterns.map(({ set, unsure }) => ({ relation: relate(set, target), unsure }));
    if (relations.some(({ relation, unsure }) => relation === 'covers' && !unsure)) return [];
    const partial = relations.some(({ relation }) => relation !== 'none');
    return [{ set: target, partial, unsure: relations.some(({ relation, unsure }) => unsure && relation !== 'none') }];
  }
  return patterns.flatMap(({ set, unsure }): Candidate[] => {
    const relation = relate(set, target);
    if (relation === 'none') return [];
    return [relation === 'covers' ? { set: target, partial: false, unsure } : { set, partial: true, unsure }];
  });
}

function limit(allow: Ready, candidate: Candidate, denies: readonly Ready[], boundary: Limit): Decision {
  const depends = new Set(allow.depends);
  let { partial } = candidate;
  if (candidate.unsure) depends.add('a policy variable');
  for (const deny of denies) {
    const effect = bears(deny, candidate.set);
    if (effect === 'none') continue;
    if (effect === 'covers' && deny.depends.length === 0) return { ...DENIED, by: deny.ref };
    if (deny.depends.length > 0) for (const key of deny.depends) depends.add(key);
    else if (effect === 'unsure') depends.add('a policy variable');
    else partial = true;
  }
  if (boundary === 'not known') depends.add('a permissions boundary that is not known');
  else if (boundary !== null) {
    const within = boundary.map((one) => ({ effect: bears(one, candidate.set), depends: one.depends }));
    const inside = within.filter(({ effect }) => effect !== 'none');
    if (inside.length === 0) return DENIED;
    const sure = inside.filter(({ effect, depends: keys }) => effect !== 'unsure' && keys.length === 0);
    if (sure.length === 0) {
      for (const one of inside) for (const key of one.depends) depends.add(key);
      if (inside.some(({ effect }) => effect === 'unsure')) depends.add('a policy variable');
    } else if (!sure.some(({ effect }) => effect === 'covers')) partial = true;
  }
  return {
    verdict: depends.size > 0 ? 'conditional' : 'allowed',
    partial,
    by: allow.ref,
    depends: [...depends].sort(),
  };
}

type Limit = Ready[] | 'not known' | null;

/** How a statement's Resource or NotResource lies to a set of ARNs. */
function bears({ patterns, negated }: Ready, target: ArnSet): 'covers' | 'part' | 'unsure' | 'none' {
  const sure = patterns.filter(({ unsure }) => !unsure).map(({ set }) => relate(set, target));
  const unsure = patterns.filter((one) => one.unsure).map(({ set }) => relate(set, target));
  const open = unsure.some((relation) => relation !== 'none');
  if (negated) {
    if (sure.includes('covers')) return 'none';
    return open ? 'unsure' : sure.includes('part') ? 'part' : 'covers';
  }
  if (sure.includes('covers')) return 'covers';
  return sure.includes('part') ? 'part' : open ? 'unsure' : 'none';
}

const RANK = { allowed: 2, conditional: 1, denied: 0 } as const satisfies Record<Verdict, number>;

/** An explicit deny is better evidence than none at all. */
function better(found: Decision, best: Decision): boolean {
  const difference = RANK[found.verdict] - RANK[best.verdict];
  if (difference !== 0) return difference > 0;
  if (found.verdict === 'denied') return best.by === null && found.by !== null;
  return best.partial && !found.partial;
}
