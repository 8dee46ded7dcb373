import { type Decision, decide, type Verdict } from './decide';
import { type ArnSet, arnSet } from './patterns';
import type { Principal, Ready } from './principal';
import { type Probe, REACH_LEVELS, type ReachLevel } from './probes';

export type ProbeResult = { probe: Probe; decision: Decision };
/** What a principal may do to one resource: its highest level, best ground first, and every escalation that is open. */
export type ResourceJudgement = {
  level: ReachLevel;
  top: ProbeResult;
  /** The surest verdict on each level. */
  verdicts: Partial<Record<ReachLevel, Verdict>>;
  escalations: ProbeResult[];
};

const ALL = arnSet('*');

/** Judges one resource by its type's probes; null when none of them is allowed. `isSelf`: it is the principal. */
export function judgeResource(
  principal: Principal,
  probes: readonly Probe[],
  arn: string,
  isSelf: boolean,
): ResourceJudgement | null {
  const self = arnSet(arn);
  let children: ArnSet | null = null;
  const open = probes.flatMap((probe): ProbeResult[] => {
    if (principal.bearing(probe.action).allows.length === 0 || (probe.notSelf && isSelf)) return [];
    if (probe.on === 'children') children ??= arnSet(`${arn}/*`);
    const target = probe.on === 'all' ? ALL : probe.on === 'children' && children ? children : self;
    const decision = decide(principal, probe.action, target);
    // What AWS gives no resource for is allowed by `*` or not at all.
    return decision.verdict === 'denied' || (probe.on === 'all' && decision.partial) ? [] : [{ probe, decision }];
  });
  const level = REACH_LEVELS.findLast((one) => open.some(({ probe }) => probe.level === one));
  if (!level) return null;
  const verdicts = Object.fromEntries(
    REACH_LEVELS.flatMap((one) => {
      const found = open.filter(({ probe }) => probe.level === one);
      if (found.length === 0) return [];
      return [[one, found.some(({ decision }) => decision.verdict === 'allowed') ? 'allowed' : 'conditional']];
    }),
  ) as ResourceJudgement['verdicts'];
  const [top] = open.filter(({ probe }) => probe.level === level).sort((a, b) => certainty(b) - certainty(a));
  if (!top) return null;
  return { level, top, verdicts, escalations: open.filter(({ probe }) => probe.escalates !== undefined) };
}

export const certainty = ({ decision: { verdict, partial } }: ProbeResult) =>
  (verdict === 'allowed' ? 2 : 0) + (partial ? 0 : 1);

/** Whether the answer is the same for every resource of a type: no statement that bears on it names resources. */
export function sameForAll(principal: Principal, probes: readonly Probe[]): boolean {
  const whole = ({ patterns, negated }: Ready) => !negated && patterns.some(({ set }) => set.everything);
  return probes.every(({ action, on }) => {
    const { allows, denies, boundary } = principal.bearing(action);
    if (allows.length === 0 || on === 'all') return true;
    const limits = boundary === null || boundary === 'not known' ? [] : boundary;
    return [...allows, ...denies, ...limits].every(whole);
  });
}
