import { updateWorkspaceSchema } from '@/lib/schemas/workspace';
import { foreignWorkspace, type WorkspaceContext } from '../context';
import { directoryWrite } from '../verb';
import { toWorkspace } from './workspace';

/** Renames the workspace. A taken name answers `conflict`. */
export const updateWorkspace = directoryWrite({
  access: 'workspace:update',
  input: updateWorkspaceSchema,
  run: async (tx, { name }, { workspaceId: id }: WorkspaceContext) => {
    const before = await tx.workspace.findUnique({ where: { id } });
    if (!before) throw foreignWorkspace();
    const workspace = await tx.workspace.update({ where: { id }, data: { name } });
    return { workspace: toWorkspace(workspace), before: before.name };
  },
  audit: ({ name }, { workspace, before }) =>
    before === name
      ? null
      : {
          action: 'workspace.renamed',
          target: { kind: 'workspace', id: workspace.id, label: name },
          detail: { before, after: name },
        },
});
