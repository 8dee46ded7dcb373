import { jwksUrl } from '@/lib/federation/issuer/documents';
import type { Federation } from '@/lib/schemas/federation';
import { federationSnippet } from '@/lib/terraform/commands';
import { authorize, type WorkspaceContext } from '../context';
import { subjectPattern, workspaceFederation } from './source';

/** How the workspace proves who it is to AWS, for System -> Security. Nothing is fetched; `probeFederation` does that. */
export async function getFederation(context: WorkspaceContext): Promise<Federation> {
  authorize(context, 'federation:read');
  const { issuer, facts, tokenPath, ready, problem } = await workspaceFederation(context);
  const builtIn = issuer === 'mooring';
  return {
    issuer,
    issuerUrl: facts?.issuerUrl ?? null,
    audience: facts?.audience ?? context.install.audience,
    subject: facts?.subject ?? (builtIn ? subjectPattern(context.workspaceId) : ''),
    namespace: facts?.namespace ?? null,
    tokenPath,
    discoveryUrl: facts?.discoveryUrl ?? null,
    // Where a cluster keeps its keys is for its discovery document to say.
    jwksUrl: facts && builtIn ? jwksUrl(facts.issuerUrl) : null,
    ready,
    problem,
    terraformSnippet: facts ? federationSnippet(facts) : '',
  };
}
