import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { completenessChainSchema, completenessSchema } from '@/lib/schemas/event';
import { workspaceRead } from '../verb';
import { MOST_SCANS_AT_ONCE } from './targeted-scan';

type Chain = z.output<typeof completenessChainSchema>;
type Problem = Chain['problems'][number] & { accountId: string; region: string; since: string; covered: boolean };

/** Problems that are shown: the newest. */
const MOST_PROBLEMS = 500;

/** Told with every answer: a proof is worth what one knows that it leaves out. */
const NOT_PROVEN = [
  'Events that CloudTrail never wrote: calls while the trail or its logging was off, and what its event selectors leave out.',
  'Data events, Insights and network activity: they change no resource that is collected here and are not looked at.',
  'Log files that were delivered after the newest digest that was checked. A digest comes every hour, some time after it.',
  'Other trails than those that write to this bucket.',
  'What was delivered before the first check, and log files that were removed together with all of their digests before it.',
  'That the public keys are CloudTrail’s own: AWS is asked for them with the identity of this source’s integration.',
  'That a file which was read was not changed on its way between CloudTrail and the moment it was read, if its digest is missing.',
];

/**
 * What digests prove of a source's log files, chain by chain. A problem counts as resolved once what was missing has come, or
 * once its scan or a later one of the whole account has ended: then the inventory is right again, whatever the log lacks.
 */
export const getCompleteness = workspaceRead({
  permission: 'event:read',
  input: z.object({ eventSourceId: idSchema }),
  async run(tx, { eventSourceId: id }, { workspaceId }): Promise<z.output<typeof completenessSchema>> {
    const source = await tx.eventSource.findUnique({
      where: { workspaceId_id: { workspaceId, id } },
      select: { strategy: true },
    });
    if (!source) throw notFound('event source');
    if (source.strategy !== 's3' && source.strategy !== 'sqs') return { supported: false, notProven: [], chains: [] };
    const problems = Map.groupBy(await problemsOf(tx, workspaceId, id), placeText);
    const chains = (await chainsOf(tx, workspaceId, id)).map((row) =>
      chainView(row, problems.get(placeText(row)) ?? []),
    );
    return { supported: true, notProven: NOT_PROVEN, chains };
  },
});

const placeText = ({ accountId, region }: { accountId: string; region: string }) => `${accountId}/${region}`;

type ChainRow = {
  accountId: string;
  region: string;
  states: string[];
  endedAt: Date | null;
  digests: number;
  files: number;
  error: string | null;
};

/** One of an account and region, also where several trails write there: as good as the worst of them. */
function chainsOf(tx: Transaction, workspaceId: string, sourceId: string): Promise<ChainRow[]> {
  return tx.$queryRaw<ChainRow[]>`
    SELECT account_id AS "accountId", region, array_agg(state) AS states, min(last_ended_at) AS "endedAt",
      sum(digests)::int AS digests, sum(files)::int AS files, min(error) AS error
    FROM tenant.completeness_chain WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid
    GROUP BY account_id, region ORDER BY account_id, region`;
}

async function problemsOf(tx: Transaction, workspaceId: string, sourceId: string): Promise<Problem[]> {
  const rows = await tx.$queryRaw<
    (Omit<Problem, 'at' | 'resolvedAt' | 'since'> & Record<'at' | 'since', Date> & { resolvedAt: Date | null })[]
  >`
    SELECT p.id::text, p.account_id AS "accountId", p.region, p.kind, p.object_key AS "objectKey", p.message, p.at, p.since,
      p.scan_id::text AS "scanId",
      EXISTS (SELECT FROM tenant.integration i WHERE i.workspace_id = p.workspace_id AND i.account_id = p.account_id
        AND i.state <> 'draft') AS covered,
      coalesce(p.resolved_at, (SELECT min(s.finished_at) FROM tenant.scan s
        JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id
        WHERE s.workspace_id = p.workspace_id AND i.account_id = p.account_id AND s.state IN ('complete', 'partial')
          AND (s.id = p.scan_id OR (s.trigger <> 'completeness' AND s.created_at >= p.at)))) AS "resolvedAt"
    FROM tenant.completeness_problem p
    WHERE p.workspace_id = ${workspaceId}::uuid AND p.source_id = ${sourceId}::uuid
    ORDER BY p.id DESC LIMIT ${MOST_PROBLEMS}::int`;
  return rows.map(({ at, since, resolvedAt, ...row }) => ({
    ...row,
    at: at.toISOString(),
    since: since.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  }));
}

function chainView({ states, endedAt, ...row }: ChainRow, problems: readonly Problem[]): Chain {
  const open = problems.filter(({ resolvedAt }) => resolvedAt === null);
  const ended = endedAt?.toISOString() ?? null;
  const proven = open.reduce((until, { since }) => (until !== null && since < until ? since : until), ended);
  return {
    ...row,
    state: stateOf(states, row.digests, open.length),
    verifiedUntil: row.digests === 0 ? null : proven,
    error: row.error ?? waitingText(open),
    problems: problems.map(
      ({ accountId: _account, region: _region, since: _since, covered: _covered, ...problem }) => problem,
    ),
  };
}

/** Why an open problem has no scan, where it has none. */
function waitingText(open: readonly Problem[]): string | null {
  const waiting = open.find(({ scanId }) => scanId === null);
  if (!waiting) return null;
  if (!waiting.covered) return 'No integration covers this account, so nothing can be scanned.';
  return `Its scan waits for its turn: one of an account runs at a time, and ${MOST_SCANS_AT_ONCE} in the workspace.`;
}

function stateOf(states: readonly string[], digests: number, open: number): Chain['state'] {
  if (open > 0) return 'broken';
  if (states.includes('denied')) return 'denied';
  if (digests > 0) return 'intact';
  return states.includes('noDigests') ? 'noDigests' : 'checking';
}
