import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { type FindingDetail, muteFindingSchema } from '@/lib/schemas/finding';
import { workspaceWrite } from '../verb';
import { findingDetail } from './detail';
import { coverByPatterns } from './patterns';

const DAY_MS = 86_400_000;
/** How "until it is fixed" stands in the row that lists compare. */
const NEVER = new Date('9999-12-31T00:00:00.000Z');

/** Takes one finding out of the lists, for a reason and a time. It comes back by itself: then, or when it gets worse. */
export const muteFinding = workspaceWrite({
  permission: 'finding:mute',
  input: muteFindingSchema.extend({ findingId: idSchema }),
  async run(tx, { findingId, reason, days }, { workspaceId, actor, now }): Promise<FindingDetail> {
    const [row] = await tx.$queryRaw<{ state: string; rule: string }[]>`
      SELECT state, rule FROM tenant.finding WHERE workspace_id = ${workspaceId}::uuid AND id = ${findingId}::uuid FOR UPDATE`;
    if (!row) throw notFound('finding');
    if (row.state !== 'open') throw new AppError('conflict', 'It is resolved already: there is nothing to mute.');
    const at = now();
    const until = days === null ? null : new Date(at.getTime() + days * DAY_MS);
    const id = uuidv7();
    await tx.$executeRaw`
      INSERT INTO tenant.finding_mute (workspace_id, id, rule, finding_id, reason, until, created_at, created_by)
      VALUES (${workspaceId}::uuid, ${id}::uuid, ${row.rule}, ${findingId}::uuid, ${reason}, ${until}::timestamptz,
        ${at}::timestamptz, ${actor.label})`;
    await tx.$executeRaw`
      UPDATE tenant.finding SET mute_id = ${id}::uuid, muted_until = ${until ?? NEVER}::timestamptz
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${findingId}::uuid`;
    return findingDetail(tx, workspaceId, findingId, at);
  },
  audit: ({ findingId, reason }, { rule, resource, mute }) => ({
    action: 'finding.mute',
    target: { kind: 'finding', id: findingId, label: `${rule}: ${resource.name}` },
    detail: { reason, until: mute?.until ?? 'fixed' },
  }),
});

/** Ends the mute of one finding. One that a mute of a pattern covers stays muted until that is ended. */
export const unmuteFinding = workspaceWrite({
  permission: 'finding:mute',
  input: z.object({ findingId: idSchema }),
  async run(tx, { findingId }, { workspaceId, actor, now }): Promise<{ finding: FindingDetail; ended: boolean }> {
    const before = await findingDetail(tx, workspaceId, findingId, now());
    if (!before.mute) return { finding: before, ended: false };
    if (before.mute.covers === 'pattern') {
      throw new AppError('conflict', 'It is muted together with others of its rule. End that mute instead.', {
        details: [{ message: 'The mute that covers it.', muteId: before.mute.id }],
      });
    }
    await tx.$executeRaw`
      UPDATE tenant.finding_mute SET ended_at = ${now()}::timestamptz, ended_by = ${actor.label}
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${before.mute.id}::uuid`;
    await tx.$executeRaw`
      UPDATE tenant.finding SET mute_id = NULL, muted_until = NULL
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${findingId}::uuid`;
    await coverByPatterns(tx, workspaceId, before.rule, now());
    return { finding: await findingDetail(tx, workspaceId, findingId, now()), ended: true };
  },
  audit: ({ findingId }, { finding, ended }) =>
    ended
      ? {
          action: 'finding.unmute',
          target: { kind: 'finding', id: findingId, label: `${finding.rule}: ${finding.resource.name}` },
        }
      : null,
});
