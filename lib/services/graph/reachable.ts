import type { Transaction } from '@/lib/db/transaction';
import type { BlastRadius } from '@/lib/schemas/reach';
import {
  certainty,
  judgeResource,
  type ProbeResult,
  type ResourceJudgement,
  sameForAll,
} from '@/lib/trust/reach/judge-resource';
import type { Principal } from '@/lib/trust/reach/principal';
import { ESCALATIONS, PROBES, type Probe, REACH_LEVELS } from '@/lib/trust/reach/probes';
import type { Holder } from './askers';

/** Resources of one type that are judged one by one when policies name resources; more are said to be left. */
const JUDGED = 5000;
/** The most telling ones of each type that are named. */
const TELLING = 8;

type Candidate = { uid: string; name: string; arn: string | null; region: string; id: string };
type Judged = { resource: Candidate; judgement: ResourceJudgement };
type Reachable = BlastRadius['reachable'][number];
type Escalation = BlastRadius['escalations'][number];
export type Reached = Pick<BlastRadius, 'reachable' | 'notJudged' | 'escalations'>;

/** Which resources of its own account a principal may reach, by type, and which of that makes it more than it is. */
export async function reachableBy(
  tx: Transaction,
  workspaceId: string,
  holder: Holder,
  principal: Principal,
): Promise<Reached> {
  const types = await tx.$queryRaw<{ type: string; total: number }[]>`
    SELECT type, sum(resources)::int AS total FROM tenant.inventory_rollup
    WHERE workspace_id = ${workspaceId}::uuid AND state = 'live' AND account_id = ${holder.accountId}
    GROUP BY 1 HAVING sum(resources) > 0 ORDER BY 1`;
  const reachable: Reachable[] = [];
  const escalations: Escalation[] = [];
  const notJudged: Reached['notJudged'] = [];
  for (const { type, total } of types) {
    const probes = Object.hasOwn(PROBES, type) ? (PROBES[type] ?? []) : null;
    if (!probes) notJudged.push({ type, count: total });
    else if (probes.some(({ action }) => principal.bearing(action).allows.length > 0)) {
      const found = await judgeType(tx, workspaceId, holder, principal, { type, total, probes });
      if (found.reachable.reached > 0) reachable.push(found.reachable);
      escalations.push(...found.escalations);
    }
  }
  return {
    reachable: reachable.sort((a, b) => weight(b) - weight(a) || b.reached - a.reached),
    notJudged: notJudged.sort((a, b) => b.count - a.count),
    escalations: [
      ...escalations,
      ...elsewhere(
        principal,
        types.map(({ type }) => type),
      ),
    ].sort(byWeight),
  };
}

type OfType = { type: string; total: number; probes: readonly Probe[] };

async function judgeType(tx: Transaction, workspaceId: string, holder: Holder, principal: Principal, of: OfType) {
  const { type, total, probes } = of;
  const same = sameForAll(principal, probes);
  // By the unique key, which begins with the account: the list's index has all accounts of a type.
  const rows = await tx.$queryRaw<Candidate[]>`
    SELECT r.uid::text AS uid, r.name, r.arn, r.region, r.id FROM tenant.resource r
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.state = 'live' AND r.type = ${type} AND r.account_id = ${holder.accountId}
    ORDER BY lower(r.name), r.uid LIMIT ${same ? TELLING + 1 : JUDGED}`;
  const judged = rows.flatMap((resource): Judged[] => {
    const judgement = judgeResource(principal, probes, arnOf(resource, type, holder), resource.uid === holder.uid);
    return judgement ? [{ resource, judgement }] : [];
  });
  // Of one for all: what holds of any other than itself holds of every one.
  const [sample] = judged.filter(({ resource }) => resource.uid !== holder.uid);
  const times = (found: number) => (same ? (sample && found > 0 ? total : found) : found);
  const countOf = (test: (one: ResourceJudgement) => boolean) =>
    times(judged.filter(({ judgement }) => test(judgement)).length);
  const reachable: Reachable = {
    type,
    total,
    reached: countOf(() => true),
    conditional: countOf(({ verdicts }) => !Object.values(verdicts).includes('allowed')),
    exact: same || rows.length === total || rows.length < JUDGED,
    judged: same ? total : rows.length,
    levels: Object.fromEntries(
      REACH_LEVELS.map((level) => [level, countOf(({ verdicts }) => verdicts[level] !== undefined)]),
    ) as Reachable['levels'],
    telling: judged
      .toSorted((a, b) => rankOf(b) - rankOf(a))
      .slice(0, TELLING)
      .map(({ resource: { uid, name, region }, judgement: { level, top } }) => ({
        uid,
        name,
        region,
        level,
        action: top.probe.action,
        ...top.decision,
      })),
  };
  return { reachable, escalations: escalationsOf(principal, judged, of, same) };
}

function escalationsOf(
  principal: Principal,
  judged: readonly Judged[],
  { type, total, probes }: OfType,
  same: boolean,
): Escalation[] {
  return probes.flatMap((probe): Escalation[] => {
    const { escalates } = probe;
    if (escalates === undefined) return [];
    const open = judged.flatMap(({ resource, judgement }) =>
      judgement.escalations.filter((one) => one.probe === probe).map((result) => ({ resource, result })),
    );
    const [best] = open.sort((a, b) => certainty(b.result) - certainty(a.result));
    const companion = best && companionOf(principal, probe);
    if (!best || companion === false) return [];
    const { uid, name } = best.resource;
    return [
      {
        action: probe.action,
        why: escalates,
        type,
        reached: same ? total - (probe.notSelf ? 1 : 0) : open.length,
        total,
        with: companion ?? null,
        example: { uid, name },
        ...best.result.decision,
      },
    ];
  });
}

/** Escalations on types of which the account has none that is known: still open to what may be made or is not collected. */
function elsewhere(principal: Principal, present: readonly string[]): Escalation[] {
  return ESCALATIONS.filter(({ type }) => !present.includes(type)).flatMap((probe): Escalation[] => {
    const result: ProbeResult | null = judgeResource(principal, [probe], '*', false)?.top ?? null;
    const companion = result && companionOf(principal, probe);
    if (!result || companion === false) return [];
    const { action, escalates: why, type } = probe;
    return [{ action, why, type, reached: 0, total: 0, with: companion ?? null, example: null, ...result.decision }];
  });
}

/** The first action that it needs and has; null when it needs none, false when it has none of them. */
function companionOf(principal: Principal, { needs }: Probe): string | null | false {
  if (!needs) return null;
  const probe = (action: string): Probe => ({ action, level: 'write', on: 'self' });
  return needs.find((action) => judgeResource(principal, [probe(action)], '*', false) !== null) ?? false;
}

/** Sure ones first, then those that have something to work on. */
function byWeight(a: Escalation, b: Escalation): number {
  const weightOf = ({ verdict, reached }: Escalation) => (verdict === 'allowed' ? 2 : 0) + (reached > 0 ? 1 : 0);
  return weightOf(b) - weightOf(a) || (a.action < b.action ? -1 : 1);
}

const rankOf = ({ judgement: { level, top } }: Judged) => REACH_LEVELS.indexOf(level) * 4 + certainty(top);

function weight({ levels }: Reachable): number {
  return REACH_LEVELS.reduce((sum, level, at) => sum + (levels[level] > 0 ? 2 ** at : 0), 0);
}

/** Its ARN, or for what has none a name that only `*` covers. */
function arnOf({ arn, region, id }: Candidate, type: string, { accountId }: Holder): string {
  const service = type.split('::')[1]?.toLowerCase() ?? '';
  return arn ?? `arn:aws:${service}:${region === 'global' ? '' : region}:${accountId}:${id}`;
}
