import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestIssuer } from '@/lib/trust/testing/issuer';

/** An issuer that really listens on 127.0.0.1; `publish` changes what its key set says. */
export async function startIssuer(issuer: string) {
  const keys = createTestIssuer();
  let published: readonly unknown[] = keys.keys;
  let broken = false;
  const server = createServer((request, response) => {
    if (broken) response.writeHead(503).end();
    else if (request.url?.endsWith('/.well-known/openid-configuration')) {
      response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
    } else if (request.url?.endsWith('/keys')) response.end(JSON.stringify({ keys: published }));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { origin } = new URL(issuer);
  return {
    issuer,
    keys,
    issuerMap: { [origin]: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    publish: (next: readonly unknown[]) => {
      published = next;
    },
    fail: (isBroken: boolean) => {
      broken = isBroken;
    },
    token: (claims: Record<string, unknown>, now = Date.now()) => {
      const seconds = Math.floor(now / 1000);
      const payload = { iss: issuer, iat: seconds, exp: seconds + 600, ...claims };
      return keys.sign({ alg: 'RS256', kid: 'RS256', typ: 'JWT' }, JSON.stringify(payload), 'RS256');
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
