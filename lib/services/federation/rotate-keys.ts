import { z } from 'zod';
import { foreignWorkspace, type WorkspaceContext } from '../context';
import { directoryWrite } from '../verb';
import { applyRotation, issuerKeyRows, toIssuerKey } from './issuer-keys';
import { toIssuerKeyView } from './list-keys';
import { rotateNowPlan } from './rotation-plan';

const rotate = directoryWrite({
  access: 'federation:rotate',
  input: z.object({}),
  async run(tx, _input, { workspaceId, install, now }: WorkspaceContext) {
    const workspace = await tx.workspace.findUnique({ where: { id: workspaceId } });
    if (!workspace) throw foreignWorkspace();
    const at = now();
    const plan = rotateNowPlan((await issuerKeyRows(tx, workspaceId, true)).map(toIssuerKey), at);
    const changed = await applyRotation(tx, install.keyring, workspaceId, plan, at);
    return { workspace, changed, rows: await issuerKeyRows(tx, workspaceId) };
  },
  audit: (_input, { workspace, changed }) => ({
    action: 'issuer_key.rotate',
    target: { kind: 'workspace', id: workspace.id, label: workspace.name },
    detail: { keys: changed },
  }),
});

/**
 * Rotates the issuer's keys now: the waiting key signs, the one that signed stays published until its tokens have
 * expired. Two at once are two rotations, one after the other. Answers the newest 200 keys.
 */
export async function rotateIssuerKeys(context: WorkspaceContext) {
  const { rows } = await rotate(context, {});
  return { issuerKeys: rows.reverse().slice(0, 200).map(toIssuerKeyView) };
}
