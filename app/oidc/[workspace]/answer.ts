import { toAppError } from '@/lib/api/errors';
import { webProcess } from '@/lib/api/process';
import { issuerKeysOf } from '@/lib/services/federation/issuer-key-cache';
import type { IssuerDocumentName } from '@/lib/services/federation/public-documents';
import { issuerResponse } from './response';

type Params = { params: Promise<{ workspace: string }> };

/** Handlers of one public document: no sign-in, GET and HEAD only (Next answers 405 for what a route does not export). */
export function answers(name: IssuerDocumentName) {
  const answer = async (request: Request, { params }: Params): Promise<Response> => {
    try {
      const { booted } = await webProcess();
      const { workspace } = await params;
      return await issuerResponse(name, workspace, request, { cache: issuerKeysOf(booted), install: booted.install });
    } catch (error) {
      // The process could not start, or keys never seen cannot be read: AWS tries again.
      return new Response(`${toAppError(error).message}\n`, { status: 503, headers: UNAVAILABLE });
    }
  };
  return { GET: answer, HEAD: answer };
}

const UNAVAILABLE = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' };
