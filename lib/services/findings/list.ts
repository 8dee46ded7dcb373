import type { z } from 'zod';
import { type findingPageSchema, findingQuerySchema } from '@/lib/schemas/finding';
import { decodePageToken, encodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { findingsById } from './rows';
import { cursorOf, findingCursor, searchFindings } from './search';

/** Findings, the worst first and of those the oldest. */
export const listFindings = workspaceRead({
  permission: 'inventory:read',
  input: findingQuerySchema,
  async run(tx, query, { workspaceId, now }): Promise<z.output<typeof findingPageSchema>> {
    const after = decodePageToken(findingCursor, query.pageToken);
    const ids = await searchFindings(tx, query, { after, limit: query.pageSize + 1, now: now() });
    const findings = await findingsById(tx, workspaceId, ids.slice(0, query.pageSize), now());
    const last = findings.at(-1);
    const more = ids.length > query.pageSize && last;
    return { findings, ...(more ? { nextPageToken: encodePageToken(cursorOf(last)) } : {}) };
  },
});
