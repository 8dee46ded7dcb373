import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { defaultScannerRoleName, subjectOf, workspaceIssuerUrl } from '@/lib/federation/names';
import { createIntegrationSchema } from '@/lib/schemas/integration';
import type { WorkspaceContext } from '../context';
import { ensureIssuerKey } from '../federation/mint';
import { workspaceWrite } from '../verb';
import { integrationView } from './view';

/**
 * Drafts an integration. What AWS will compare (issuer, audience, subject, role name) is fixed here and never changes
 * under it (DESIGN section 6).
 */
export const createIntegration = workspaceWrite({
  permission: 'integration:write',
  input: createIntegrationSchema,
  async run(tx, input, context) {
    const { workspaceId, actor, install, db } = context;
    const id = uuidv7();
    const taken = await tx.integration.findUnique({ where: { workspaceId_name: { workspaceId, name: input.name } } });
    if (taken) {
      throw new AppError('conflict', `An integration named ${input.name} exists already. Choose another name.`, {
        details: [{ path: 'name', message: 'This name is taken.' }],
      });
    }
    const credential = input.credentialId
      ? await existingCredential(tx, workspaceId, input.credentialId)
      : await builtInCredential(tx, workspaceId, input.name);
    const builtIn = credential.retriever === 'mooring_issuer';
    if (builtIn && install.issuerBase) await ensureIssuerKey(context, workspaceId);
    await tx.integration.create({
      data: {
        workspaceId,
        id,
        name: input.name,
        scope: input.scope,
        region: input.region,
        credentialId: credential.id,
        options: input.options,
        ...(builtIn ? claimsOf(context, id) : {}),
        roleName: credential.retriever === 'none' ? null : (input.options.roleName ?? defaultScannerRoleName(id)),
        createdBy: actor.label,
        updatedBy: actor.label,
      },
    });
    const view = await integrationView(tx, db, workspaceId, id);
    if (!view) throw notFound('integration');
    return view;
  },
  audit: (_input, created) => ({
    action: 'integration.draft',
    target: { kind: 'integration', id: created.id, label: created.name },
    detail: { region: created.region, subject: created.subject, issuerUrl: created.issuerUrl },
  }),
});

function claimsOf({ install, workspaceId }: WorkspaceContext, integrationId: string) {
  return {
    issuerUrl: install.issuerBase ? workspaceIssuerUrl(install.issuerBase, workspaceId) : null,
    audience: install.audience,
    subject: subjectOf({ workspaceId, integrationId }),
  };
}

async function existingCredential(tx: Transaction, workspaceId: string, id: string) {
  const credential = await tx.credential.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  if (!credential) throw notFound('credential');
  return credential;
}

/** The credential behind an integration of the wizard; its name follows the integration's unless that is taken. */
async function builtInCredential(tx: Transaction, workspaceId: string, name: string) {
  const taken = await tx.credential.findUnique({ where: { workspaceId_name: { workspaceId, name } } });
  const id = uuidv7();
  return tx.credential.create({
    data: { workspaceId, id, name: taken ? `${name}-${id.slice(-6)}` : name, retriever: 'mooring_issuer' },
  });
}
