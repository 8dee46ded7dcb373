import { z } from 'zod';
import { exportIssuerFiles } from '@/lib/federation/issuer/documents';
import { authorize, type WorkspaceContext } from '../context';
import { directoryRead } from '../verb';
import { issuerKeyRows, toIssuerKey } from './issuer-keys';
import { ensureIssuerKey } from './mint';
import { builtInIssuerUrl } from './source';

const keysOf = directoryRead({
  access: 'federation:read',
  input: z.object({}),
  run: async (tx, _input, { workspaceId }: WorkspaceContext) => (await issuerKeyRows(tx, workspaceId)).map(toIssuerKey),
});

/**
 * The issuer's two documents as files, to host in a bucket when AWS cannot reach this install. They must be exported
 * again after each rotation. Throws `not_configured` without a public issuer URL.
 */
export async function exportFederationDocuments(context: WorkspaceContext) {
  authorize(context, 'federation:read');
  const issuerUrl = builtInIssuerUrl(context);
  await ensureIssuerKey(context, context.workspaceId);
  const files = exportIssuerFiles(issuerUrl, await keysOf(context, {}));
  return { files: files.map(({ path, contentType, body }) => ({ path, contentType, content: body })) };
}
