import { z } from 'zod';
import { foreignWorkspace, type WorkspaceContext } from '../context';
import { directoryRead } from '../verb';
import { toWorkspace } from './workspace';

export const getWorkspace = directoryRead({
  access: 'workspace:read',
  input: z.object({}),
  run: async (tx, _input, { workspaceId }: WorkspaceContext) => {
    const workspace = await tx.workspace.findUnique({ where: { id: workspaceId } });
    if (!workspace) throw foreignWorkspace();
    return toWorkspace(workspace);
  },
});
