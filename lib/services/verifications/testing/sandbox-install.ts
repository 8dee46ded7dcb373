import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOutbound } from '@/lib/net/outbound';
import { aSandbox } from '@/sandbox/testing/sandbox';
import { createIssuerKeyCache } from '../../federation/issuer-key-cache';
import { type IssuerDocumentName, publicIssuerDocument } from '../../federation/public-documents';
import type { Install } from '../../install/install';
import { openServiceFixture } from '../../testing/context';

export const ISSUER_BASE = 'https://issuer.mooring.test';
const PATH = /^\/oidc\/([0-9a-f-]{36})\/(\.well-known\/openid-configuration|keys)$/;
type Serve = (path: string) => Promise<{ status?: number; body: string } | null>;

/**
 * An install beside a sandbox: its issuer documents really listen on 127.0.0.1, read from its database on each request,
 * and the sandbox asks there. The clock is the real one, since STS compares times.
 */
export async function openSandboxInstall(options: Partial<Pick<Install, 'propagationBudgetMs' | 'keyring'>> = {}) {
  let serve: Serve = async () => null;
  const failures: unknown[] = [];
  const server = createServer((request, response) => {
    void serve(request.url ?? '').then(
      (answer) => response.writeHead(answer ? (answer.status ?? 200) : 404).end(answer?.body ?? 'not here'),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hostMap = { [ISSUER_BASE]: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const aws = await aSandbox({ issuerMap: hostMap });
  const outbound = createOutbound({ hostMap });
  const f = await openServiceFixture({
    issuerBase: ISSUER_BASE,
    sandboxUrl: aws.url,
    outbound,
    retrieverContext: (now) => ({ operatorDirectories: [], outbound, now }),
    ...options,
  });
  f.clock.now = new Date();
  const fromDatabase: Serve = async (path) => {
    const [, workspaceId = '', name = ''] = PATH.exec(path) ?? [];
    const cache = createIssuerKeyCache({ db: f.db, log: { warn: () => {} } });
    const document: IssuerDocumentName = name === 'keys' ? 'keys' : 'discovery';
    return publicIssuerDocument(document, workspaceId, { cache, install: f.install });
  };
  serve = fromDatabase;
  return {
    ...f,
    aws,
    hostMap,
    deps: {
      db: f.db,
      install: f.install,
      now: () => new Date(),
      log: { error: (entry: unknown) => void failures.push(entry) },
    },
    /** What steps failed with inside Mooring; no test should leave anything here. */
    failures,
    /** Serves something else than the database says, until called without an argument. */
    serveIssuer: (other: Serve = fromDatabase) => {
      serve = other;
    },
    async close() {
      await f.close();
      await aws.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export type SandboxInstall = Awaited<ReturnType<typeof openSandboxInstall>>;
