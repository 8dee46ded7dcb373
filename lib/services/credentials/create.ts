import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { needsHostIdentity } from '@/lib/federation/retrievers/registry';
import { type Credential, createCredentialSchema } from '@/lib/schemas/credential';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { canStandOn, HOST_IDENTITY_KINDS_OF } from './host-identity-kinds';
import { isDatabaseRefusal, nameTaken, notGranted } from './refusals';
import { roleChain } from './role-chain';
import { credentialViews, kubeConfigOf, WITH_INTEGRATIONS } from './view';

type Input = z.output<typeof createCredentialSchema>;

const create = workspaceWrite({
  permission: 'credential:write',
  input: createCredentialSchema,
  async run(tx, input, context) {
    const { workspaceId, db } = context;
    const chain = roleChain(input.roleChain);
    checkServiceAccount(input);
    const hostIdentityId = await grantedIdentity(context, input);
    const taken = await tx.credential.findUnique({ where: { workspaceId_name: { workspaceId, name: input.name } } });
    if (taken) throw nameTaken('A credential', input.name);
    const row = await tx.credential.create({
      data: {
        workspaceId,
        id: uuidv7(),
        name: input.name,
        retriever: input.retriever,
        hostIdentityId,
        config: input.serviceAccount ? kubeConfigOf(input.serviceAccount) : {},
        roleChain: chain,
      },
      include: WITH_INTEGRATIONS,
    });
    const [view] = await credentialViews(db, [row]);
    return view as Credential;
  },
  audit: (_input, created) => ({
    action: 'credential.create',
    target: { kind: 'credential', id: created.id, label: created.name },
    detail: {
      retriever: created.retriever,
      hostIdentityId: created.hostIdentity?.id ?? null,
      roleArns: created.roleChain.map(({ roleArn }) => roleArn),
    },
  }),
});

/** Names a way to get AWS credentials. What stands on a host identity needs one granted to this very workspace. */
export async function createCredential(context: WorkspaceContext, raw: z.input<typeof createCredentialSchema>) {
  try {
    return await create(context, raw);
  } catch (error) {
    // The grant was withdrawn, or the name taken, between our look and the commit: the database has the last word.
    if (isDatabaseRefusal(error, 'P2003')) throw notGranted();
    if (isDatabaseRefusal(error, 'P2002')) throw nameTaken('A credential', raw.name);
    throw error;
  }
}

/** An identity of another workspace, one of nobody and one that does not exist are the same answer. */
async function grantedIdentity({ db, workspaceId }: WorkspaceContext, input: Input): Promise<string | null> {
  const { retriever, hostIdentityId } = input;
  if (!needsHostIdentity(retriever)) {
    if (hostIdentityId === undefined) return null;
    throw invalid('hostIdentityId', 'The built-in issuer needs no host identity; leave it out.');
  }
  if (hostIdentityId === undefined) {
    throw invalid('hostIdentityId', `The retriever ${retriever} stands on a host identity: name one granted to you.`);
  }
  const identity = await db.directory.hostIdentity.findFirst({
    where: { id: hostIdentityId, grantedWorkspaceId: workspaceId },
  });
  if (!identity) throw notGranted();
  if (canStandOn(retriever, identity.kind)) return identity.id;
  const kinds = HOST_IDENTITY_KINDS_OF[retriever].join(' or ');
  throw invalid('hostIdentityId', `${retriever} needs a host identity of kind ${kinds}; this is a ${identity.kind}.`);
}

function checkServiceAccount({ retriever, serviceAccount }: Input): void {
  if (retriever === 'kube_sa_token' && !serviceAccount) {
    throw invalid('serviceAccount', 'Name the service account whose token is asked for: namespace, name, audience.');
  }
  if (retriever !== 'kube_sa_token' && serviceAccount) {
    throw invalid('serviceAccount', `The retriever ${retriever} takes no service account; leave it out.`);
  }
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', message, { details: [{ path, message }] });
}
