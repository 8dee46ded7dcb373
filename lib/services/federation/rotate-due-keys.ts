import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '@/lib/auth/actor';
import { inDirectory } from '@/lib/db/transaction';
import type { Logger } from '@/lib/log';
import { writeAudit } from '../audit/write';
import { applyRotation, issuerKeyRows, toIssuerKey } from './issuer-keys';
import type { IssuerDeps } from './mint';
import { duePlan } from './rotation-plan';

const SCHEDULER = systemActor('issuer rotation');

/**
 * Does what is due for the issuers of all workspaces: first keys, the keys that wait, takeovers, withdrawals. One
 * transaction each, under the workspace's lock, so that replicas at once do it once; an issuer that fails (its key
 * cannot be sealed, say) holds up no other. Answers how many issuers changed.
 */
export async function rotateDueKeys(deps: IssuerDeps & { log?: Pick<Logger, 'error'> }): Promise<number> {
  const workspaces = await deps.db.directory.workspace.findMany({
    select: { id: true, name: true },
    orderBy: { id: 'asc' },
  });
  let changed = 0;
  const failures: unknown[] = [];
  for (const workspace of workspaces) {
    try {
      if (await rotateDue(deps, workspace)) changed += 1;
    } catch (error) {
      failures.push(error);
      deps.log?.error({ err: error, workspaceId: workspace.id }, 'the issuer’s keys could not be rotated');
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} issuers could not be rotated`);
  return changed;
}

async function rotateDue(deps: IssuerDeps, { id, name }: { id: string; name: string }): Promise<boolean> {
  const now = deps.now();
  // Most of the time nothing is due: that is found out without the lock.
  const seen = await deps.db.directory.issuerKey.findMany({ where: { workspaceId: id } });
  if (duePlan(seen.map(toIssuerKey), now).length === 0) return false;
  return inDirectory(deps.db, async (tx) => {
    const plan = duePlan((await issuerKeyRows(tx, id, true)).map(toIssuerKey), now);
    const keys = await applyRotation(tx, deps.install.keyring, id, plan, now);
    if (keys.length === 0) return false;
    await writeAudit(tx, { actor: SCHEDULER, requestId: uuidv7(), ipAddress: null }, id, {
      action: 'issuer_key.rotate',
      target: { kind: 'workspace', id, label: name },
      detail: { keys },
    });
    return true;
  });
}
