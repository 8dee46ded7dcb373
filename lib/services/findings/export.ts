import type { z } from 'zod';
import { inWorkspace } from '@/lib/db/transaction';
import { csvLine } from '@/lib/format/csv';
import { type Finding, findingExportQuerySchema } from '@/lib/schemas/finding';
import { parseInput } from '@/lib/schemas/parse';
import { authorize, type WorkspaceContext } from '../context';
import { findingsById } from './rows';
import { cursorOf, type FindingCursor, searchFindings } from './search';

const PAGE = 1000;
const COLUMNS = {
  severity: ({ severity }) => severity,
  rule: ({ rule }) => rule,
  state: ({ state }) => state,
  account: ({ resource }) => resource.accountId,
  region: ({ resource }) => resource.region,
  type: ({ resource }) => resource.type,
  name: ({ resource }) => resource.name,
  id: ({ resource }) => resource.id,
  arn: ({ resource }) => resource.arn,
  evidence: ({ evidence }) => evidence.text,
  firstSeenAt: ({ firstSeenAt }) => firstSeenAt,
  lastConfirmedAt: ({ lastConfirmedAt }) => lastConfirmedAt,
  resolvedAt: ({ resolvedAt }) => resolvedAt,
  resolution: ({ resolution }) => resolution,
  mutedUntil: ({ mute }) => (mute ? (mute.until ?? 'fixed') : null),
  muteReason: ({ mute }) => mute?.reason ?? null,
  findingId: ({ id }) => id,
} as const satisfies Record<string, (finding: Finding) => string | null>;

type Page = { findings: Finding[]; next: FindingCursor | null };

/** What the filters match, the worst first, as CSV or JSON lines: a page of 1,000 at a time is all that is in memory. */
export async function exportFindings(
  context: WorkspaceContext & { signal: AbortSignal },
  raw: z.input<typeof findingExportQuerySchema>,
): Promise<{ fileName: string; body: AsyncIterable<string> }> {
  authorize(context, 'inventory:read');
  const query = parseInput(findingExportQuerySchema, raw);
  const now = context.now();
  const read = (after: FindingCursor | undefined): Promise<Page> =>
    inWorkspace(
      context.db,
      context.workspaceId,
      async (tx) => {
        const ids = await searchFindings(tx, query, { after, limit: PAGE, now });
        const findings = await findingsById(tx, context.workspaceId, ids, now);
        const last = ids.length === PAGE ? findings.at(-1) : undefined;
        return { findings, next: last ? cursorOf(last) : null };
      },
      { readOnly: true },
    );
  // The first page is read before the answer begins, so that a refusal is still an error.
  const first = await read(undefined);
  const fileName = `findings-${now.toISOString().slice(0, 10)}.${query.format}`;
  return { fileName, body: lines(query.format, first, read, context.signal) };
}

async function* lines(
  format: 'csv' | 'jsonl',
  first: Page,
  read: (after: FindingCursor) => Promise<Page>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(Object.keys(COLUMNS));
  for (let page = first; ; page = await read(page.next)) {
    yield page.findings.map((finding) => (format === 'csv' ? row(finding) : `${JSON.stringify(finding)}\n`)).join('');
    if (page.next === null || signal.aborted) return;
  }
}

const row = (finding: Finding) => csvLine(Object.values(COLUMNS).map((column) => column(finding)));
