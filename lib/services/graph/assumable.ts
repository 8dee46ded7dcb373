import type { Transaction } from '@/lib/db/transaction';
import { type AssumeDecision, decideAssume } from '@/lib/trust/reach/assume';
import { attributesOf, type Holder, type LoadedAsker, loadAskers } from './askers';

/** Roles judged for one step; a principal that more than these may let in has more than a picture or a list is good for. */
const CANDIDATES = 2000;
/** Roles that one answer follows. */
const MOST_ROLES = 200;
const MOST_HOPS = 3;

export type Assumable = { role: Holder; from: LoadedAsker; decision: AssumeDecision };

/** The roles that each of some askers may assume, of all watched accounts: those whose trust policy may mean them. */
export async function assumableBy(
  tx: Transaction,
  workspaceId: string,
  askers: readonly LoadedAsker[],
): Promise<{ found: Assumable[]; more: boolean }> {
  const accounts = [...new Set(askers.map(({ row }) => row.accountId))];
  const keys = [...new Set([...askers.flatMap(({ row }) => (row.arn ? [row.arn] : [])), ...accounts, '*'])];
  // The edges `trusts` name principals by ARN, whole accounts by id, and anybody as `*`.
  const rows = await tx.$queryRaw<Holder[]>`
    SELECT DISTINCT s.uid::text AS uid, s.type, s.id, s.name, s.arn, s.account_id AS "accountId", s.tags, s.attributes
    FROM tenant.relationship e
    JOIN tenant.resource s ON s.workspace_id = e.workspace_id AND s.uid = e.from_uid
    WHERE e.workspace_id = ${workspaceId}::uuid AND e.to_key = ANY(${keys}::text[]) AND e.kind = 'trusts'
      AND s.type = 'AWS::IAM::Role' AND s.state = 'live'
    ORDER BY uid LIMIT ${CANDIDATES + 1}`;
  const found = askers.flatMap((from) =>
    rows.slice(0, CANDIDATES).flatMap((role): Assumable[] => {
      if (!role.arn || role.uid === from.row.uid) return [];
      const trust = attributesOf(role).assumeRolePolicyDocument ?? null;
      const decision = decideAssume(from.asker, { arn: role.arn, accountId: role.accountId, trust });
      return decision.verdict === 'denied' ? [] : [{ role, from, decision }];
    }),
  );
  return { found, more: rows.length > CANDIDATES };
}

/** One role that can be become, and the way there: each step's role with the decision that lets it be taken. */
export type Path = { loaded: LoadedAsker; steps: Assumable[]; certain: boolean };

/** Breadth first over roles, at most three hops; each role once, by its shortest and, of those, a sure way. */
export async function assumePaths(
  tx: Transaction,
  workspaceId: string,
  start: LoadedAsker,
): Promise<{ paths: Path[]; more: boolean }> {
  const paths: Path[] = [];
  const seen = new Set([start.row.uid]);
  let frontier: Path[] = [{ loaded: start, steps: [], certain: true }];
  let more = false;
  for (let hop = 0; hop < MOST_HOPS && frontier.length > 0; hop += 1) {
    const byAsker = new Map(frontier.map((path) => [path.loaded, path]));
    const step = await assumableBy(tx, workspaceId, [...byAsker.keys()]);
    more ||= step.more;
    const best = new Map<string, { one: Assumable; certain: boolean }>();
    for (const one of step.found) {
      if (seen.has(one.role.uid)) continue;
      const certain = one.decision.verdict === 'allowed' && (byAsker.get(one.from)?.certain ?? false);
      const known = best.get(one.role.uid);
      if (!known || (certain && !known.certain)) best.set(one.role.uid, { one, certain });
    }
    const room = MOST_ROLES - paths.length;
    more ||= best.size > room;
    const taken = [...best.values()].slice(0, room);
    for (const { one } of taken) seen.add(one.role.uid);
    const loaded = await loadAskers(
      tx,
      workspaceId,
      taken.map(({ one }) => one.role),
    );
    const byUid = new Map(loaded.map((asker) => [asker.row.uid, asker]));
    frontier = taken.flatMap(({ one, certain }): Path[] => {
      const asker = byUid.get(one.role.uid);
      const steps = [...(byAsker.get(one.from)?.steps ?? []), one];
      return asker ? [{ loaded: asker, steps, certain }] : [];
    });
    paths.push(...frontier);
  }
  return { paths, more };
}
