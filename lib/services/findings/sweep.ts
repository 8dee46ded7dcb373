import { createHash } from 'node:crypto';
import { inWorkspace } from '@/lib/db/transaction';
import { RULES_FINGERPRINT } from '@/lib/findings/registry';
import { RULE_IDS } from '@/lib/schemas/finding';
import type { ServiceContext } from '../context';
import { admittingRoles, CANDIDATES, type Candidates } from './candidates';
import { oursOf } from './facts';
import { judgeAgain, PAGE, refreshFindings } from './refresh';

type Deps = Pick<ServiceContext, 'db' | 'now'> & { signal?: AbortSignal };
type State = { rules: string; cursor: string | null; ours: string };

/** Of a workspace at a time, so that one with millions of resources keeps no other waiting. */
const AT_MOST = 20_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Judges what settling cannot: ages that grew, what hangs on other resources, and everything once the rules have changed
 * (in steps of 20,000 resources a sweep). Answers how many resources were judged. Rejects with the signal's reason
 * between two pages when it aborts; the next sweep begins where this one did.
 */
export async function sweepFindings(deps: Deps, workspaceId: string): Promise<number> {
  const before = await stateOf(deps, workspaceId);
  const anew = before.rules !== RULES_FINGERPRINT || before.cursor !== null;
  let judged = 0;
  let cursor: string | null = null;
  if (anew) {
    await endRemovedRules(deps, workspaceId);
    const same = before.rules === RULES_FINGERPRINT;
    const pass = await refreshFindings(deps, workspaceId, { cursor: same ? before.cursor : null, atMost: AT_MOST });
    judged += pass.judged;
    cursor = pass.cursor;
  }
  for (const candidates of CANDIDATES) judged += await judgeAll(deps, workspaceId, candidates);
  const ours = await oursText(deps, workspaceId);
  if (ours !== before.ours) judged += await judgeAll(deps, workspaceId, admittingRoles);
  await inWorkspace(
    deps.db,
    workspaceId,
    (tx) => tx.$executeRaw`
    UPDATE tenant.finding_judgement
    SET rules = ${RULES_FINGERPRINT}, cursor = ${cursor}::uuid, ours = ${ours}, judged_at = ${deps.now()}::timestamptz
    WHERE workspace_id = ${workspaceId}::uuid`,
  );
  return judged;
}

/** All workspaces, one after the other; one that fails keeps no other from it. */
export async function sweepAllFindings(deps: Deps): Promise<number> {
  const workspaces = await deps.db.directory.workspace.findMany({ select: { id: true } });
  const failures: unknown[] = [];
  let judged = 0;
  for (const { id } of workspaces) {
    if (deps.signal?.aborted) break;
    await sweepFindings(deps, id).then(
      (count) => {
        judged += count;
      },
      (error: unknown) => {
        if (!deps.signal?.aborted) failures.push(error);
      },
    );
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `Findings of ${failures.length} workspaces were not judged.`);
  return judged;
}

async function judgeAll(deps: Deps, workspaceId: string, candidates: Candidates): Promise<number> {
  let judged = 0;
  for (let after: string | undefined = FIRST; after !== undefined; ) {
    deps.signal?.throwIfAborted();
    const from: string = after;
    const uids: string[] = await inWorkspace(deps.db, workspaceId, async (tx) => {
      const page = await candidates(tx, workspaceId, { after: from, limit: PAGE, now: deps.now() });
      const found = page.map(({ uid }) => uid);
      await judgeAgain(tx, workspaceId, found, deps.now());
      return found;
    });
    judged += uids.length;
    after = uids.length === PAGE ? uids.at(-1) : undefined;
  }
  return judged;
}

function stateOf(deps: Deps, workspaceId: string): Promise<State> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO tenant.finding_judgement (workspace_id, rules) VALUES (${workspaceId}::uuid, '') ON CONFLICT DO NOTHING`;
    const [row] = await tx.$queryRaw<State[]>`
      SELECT rules, cursor::text, ours FROM tenant.finding_judgement WHERE workspace_id = ${workspaceId}::uuid`;
    return row ?? { rules: '', cursor: null, ours: '' };
  });
}

function endRemovedRules(deps: Deps, workspaceId: string): Promise<number> {
  return inWorkspace(
    deps.db,
    workspaceId,
    (tx) => tx.$executeRaw`
    UPDATE tenant.finding SET state = 'resolved', resolution = 'rule_changed', resolved_at = ${deps.now()}::timestamptz,
      mute_id = NULL, muted_until = NULL
    WHERE workspace_id = ${workspaceId}::uuid AND state = 'open' AND rule <> ALL(${[...RULE_IDS]}::text[])`,
  );
}

async function oursText(deps: Deps, workspaceId: string): Promise<string> {
  const { ourAccounts, ourOrganizations } = await inWorkspace(deps.db, workspaceId, (tx) => oursOf(tx, workspaceId));
  return createHash('sha256')
    .update([...ourAccounts, ...ourOrganizations].join(' '))
    .digest('hex');
}
