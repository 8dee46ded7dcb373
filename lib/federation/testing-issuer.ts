import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { discoveryDocument, jwksDocument } from './issuer/documents';
import { generateIssuerKey, type IssuerKey } from './issuer/keys';
import { mintToken, openSigner, type Signer, type TokenClaimsInput } from './issuer/mint';

/** For tests: a real issuer with one active key behind a real HTTP listener on 127.0.0.1. */
export type TestIssuer = {
  issuerUrl: string;
  /** Where the issuer's https host really listens: the sandbox's and the guard's host map. */
  hostMap: Record<string, string>;
  key: IssuerKey;
  signer: Signer;
  /** Path of the documents, mutable: what is put here is served instead. */
  answers: Map<string, { status?: number; headers?: Record<string, string>; body: string }>;
  mint(claims: Omit<TokenClaimsInput, 'issuer'>, now?: Date): Promise<string>;
  close(): Promise<void>;
};

/** Starts an issuer under `https://issuer.mooring.test` whose path is that of a workspace. */
export async function startTestIssuer(issuerUrl: string, now = new Date()): Promise<TestIssuer> {
  const { kid, publicJwk, privateJwk } = await generateIssuerKey();
  const times = { createdAt: now, activatedAt: now, retiredAt: null, revokedAt: null };
  const key: IssuerKey = { id: kid, kid, publicJwk, state: 'active', ...times };
  const signer = await openSigner(privateJwk);
  const { origin, pathname } = new URL(issuerUrl);
  const base = pathname.replace(/\/$/, '');
  const answers: TestIssuer['answers'] = new Map([
    [`${base}/.well-known/openid-configuration`, discoveryDocument(issuerUrl)],
    [`${base}/keys`, jwksDocument([key])],
  ]);
  const server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer ? (answer.status ?? 200) : 404, answer?.headers).end(answer?.body ?? 'not here');
  });
  const port = await listening(server);
  return {
    issuerUrl,
    hostMap: { [origin]: `http://127.0.0.1:${port}` },
    key,
    signer,
    answers,
    mint: async (claims, at = new Date()) =>
      (await mintToken(signer, { issuer: issuerUrl, ...claims }, { now: at })).token,
    close: () => closed(server),
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}
