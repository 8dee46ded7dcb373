import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const CLIENT = { clientId: 'mooring-client', clientSecret: 'a client secret' };

/** A strict little OpenID provider on 127.0.0.1: discovery, keys, codes with PKCE, ID tokens of the claims it is given. */
export async function startProvider() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const { privateKey: otherKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
  const codes = new Map<string, { claims: JWTPayload; challenge: string; redirect: string; forged: boolean }>();
  const seen = { tokenRequests: 0, up: true };

  const server = createServer(async (request, response) => {
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (!seen.up) return json(503, {});
    const { pathname } = new URL(request.url ?? '/', issuer);
    if (pathname === '/.well-known/openid-configuration') {
      return json(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
      });
    }
    if (pathname === '/keys') return json(200, jwks);
    if (pathname !== '/token') return json(404, {});
    seen.tokenRequests += 1;
    let text = '';
    for await (const part of request) text += part;
    const form = new URLSearchParams(text);
    const basic = Buffer.from(`${CLIENT.clientId}:${encodeURIComponent(CLIENT.clientSecret)}`).toString('base64');
    const known = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verifier = Buffer.from(form.get('code_verifier') ?? '');
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', verifier)).toString('base64url');
    if (request.headers.authorization !== `Basic ${basic}`) return json(401, { error: 'invalid_client' });
    if (!known || known.challenge !== digest || known.redirect !== form.get('redirect_uri')) {
      return json(400, { error: 'invalid_grant' });
    }
    const idToken = await new SignJWT(known.claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(known.forged ? otherKey : privateKey);
    return json(200, { access_token: 'unused', token_type: 'Bearer', id_token: idToken });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    seen,
    /** What the provider does when a person signs in there: answers the redirect back to the application. */
    approve(authorizeUrl: string, claims: JWTPayload, options: { forged?: boolean } = {}): string {
      const query = new URL(authorizeUrl).searchParams;
      const redirect = query.get('redirect_uri') ?? '';
      const code = crypto.randomUUID();
      const full = { iss: issuer, aud: CLIENT.clientId, nonce: query.get('nonce') ?? undefined, ...claims };
      const challenge = query.get('code_challenge') ?? '';
      codes.set(code, { claims: full, challenge, redirect, forged: options.forged === true });
      const back = new URL(redirect);
      back.searchParams.set('code', code);
      back.searchParams.set('state', query.get('state') ?? '');
      return back.toString();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
