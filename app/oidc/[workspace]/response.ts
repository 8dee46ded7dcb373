import type { KeyCache } from '@/lib/federation/issuer/key-cache';
import { type IssuerDocumentName, publicIssuerDocument } from '@/lib/services/federation/public-documents';
import type { Install } from '@/lib/services/install/install';

/** Never cached: the workspace may get its issuer at any moment. */
const MISSING = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };

/** The public document with its cache headers; 304 for a copy that is still right; 404 where there is no issuer. */
export async function issuerResponse(
  name: IssuerDocumentName,
  workspaceId: string,
  request: Pick<Request, 'method' | 'headers'>,
  deps: { cache: KeyCache; install: Pick<Install, 'issuerBase'> },
): Promise<Response> {
  const body = (text: string) => (request.method === 'HEAD' ? null : text);
  const document = await publicIssuerDocument(name, workspaceId, deps);
  if (!document) return new Response(body('There is no such issuer.\n'), { status: 404, headers: MISSING });
  const known = request.headers
    .get('if-none-match')
    ?.split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  const { etag = '' } = document.headers;
  if (known?.includes(etag) || known?.includes('*'))
    return new Response(null, { status: 304, headers: document.headers });
  return new Response(body(document.body), { headers: document.headers });
}
