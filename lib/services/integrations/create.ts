import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Credential } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { notFound } from '@/lib/errors/app-error';
import { defaultScannerRoleName } from '@/lib/federation/names';
import { idSchema } from '@/lib/schemas/common';
import { createIntegrationSchema } from '@/lib/schemas/integration';
import type { WorkspaceContext } from '../context';
import { isDatabaseRefusal, nameTaken } from '../credentials/refusals';
import { ensureIssuerKey } from '../federation/mint';
import { workspaceRead, workspaceWrite } from '../verb';
import { builtInClaims, type Claims, hostClaims } from './claims';
import { integrationView } from './view';

const draft = workspaceWrite({
  permission: 'integration:write',
  input: createIntegrationSchema.extend({ claims: z.custom<Claims>().nullable() }),
  async run(tx, { claims, ...input }, context) {
    const { workspaceId, actor, db } = context;
    const id = uuidv7();
    const taken = await tx.integration.findUnique({ where: { workspaceId_name: { workspaceId, name: input.name } } });
    if (taken) throw nameTaken('An integration', input.name);
    const credential = input.credentialId
      ? await existingCredential(tx, workspaceId, input.credentialId)
      : await builtInCredential(tx, workspaceId, id, input.name);
    await tx.integration.create({
      data: {
        workspaceId,
        id,
        name: input.name,
        scope: input.scope,
        region: input.region,
        credentialId: credential.id,
        options: input.options,
        ...(credential.retriever === 'mooring_issuer' ? builtInClaims(context, id) : claims),
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

const credentialOf = workspaceRead({
  permission: 'integration:write',
  input: createIntegrationSchema.extend({ credentialId: idSchema }),
  run: (tx, { credentialId }, { workspaceId }) => existingCredential(tx, workspaceId, credentialId),
});

/**
 * Drafts an integration. What AWS will compare (issuer, audience, subject, role name) is fixed here and never changes
 * under it (DESIGN section 6): ours for the built-in issuer, else as the host's token says now. What a token has to
 * be asked for is asked before the transaction.
 */
export async function createIntegration(context: WorkspaceContext, raw: z.input<typeof createIntegrationSchema>) {
  const { credentialId } = raw;
  const credential = credentialId === undefined ? null : await credentialOf(context, { ...raw, credentialId });
  const claims = credential ? await hostClaims(context, credential) : null;
  try {
    const created = await draft(context, { ...raw, claims });
    // Its documents are published from the draft on, so that AWS can read them when the role is made.
    if (created.credential.retriever === 'mooring_issuer') await ensureIssuerKey(context, context.workspaceId);
    return created;
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('An integration', raw.name);
    throw error;
  }
}

async function existingCredential(tx: Transaction, workspaceId: string, id: string): Promise<Credential> {
  const credential = await tx.credential.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  if (!credential) throw notFound('credential');
  return credential;
}

/** The credential behind an integration of the wizard, which goes with it; named alike unless that name is taken. */
async function builtInCredential(
  tx: Transaction,
  workspaceId: string,
  integrationId: string,
  name: string,
): Promise<Credential> {
  const taken = await tx.credential.findUnique({ where: { workspaceId_name: { workspaceId, name } } });
  const id = uuidv7();
  return tx.credential.create({
    data: {
      workspaceId,
      id,
      name: taken ? `${name}-${id.slice(-6)}` : name,
      retriever: 'mooring_issuer',
      config: { madeFor: integrationId },
    },
  });
}
