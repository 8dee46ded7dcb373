import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOutbound } from '@/lib/net/outbound';
import { outboundReason } from '@/lib/net/outbound-error';
import { retrieve } from './registry';
import type { RetrieverContext } from './retriever';

const haveOpenssl = spawnSync('openssl', ['version']).status === 0;
const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const issued = `${segment({ alg: 'RS256', kid: 'k' })}.${segment({
  iss: 'https://kubernetes.default.svc',
  sub: 'system:serviceaccount:tools:reader',
  aud: ['mooring'],
})}.c2ln`;

type Seen = { method?: string; url?: string; authorization?: string; body: string };

/** An API server with a certificate of its own authority: the test of what is trusted needs a real handshake. */
describe.skipIf(!haveOpenssl)('TokenRequest (needs openssl for a certificate)', () => {
  let dir: string;
  let ca: string;
  let server: Server;
  let port: number;
  let answer: { status: number; body: unknown };
  let seen: Seen;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mooring-kube-'));
    const [keyFile, certFile] = [join(dir, 'key.pem'), join(dir, 'ca.crt')];
    const subject = ['-subj', '/CN=kube.test', '-addext', 'subjectAltName=DNS:kube.test'];
    const newKey = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
    execFileSync('openssl', [...newKey, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
    ca = await readFile(certFile, 'utf8');
    server = createServer({ key: await readFile(keyFile), cert: ca }, (request, response) => {
      void respond(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
    await rm(dir, { recursive: true });
  });

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    seen = { method, url, authorization: headers.authorization, body: Buffer.concat(chunks).toString() };
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }

  const created = { status: 201, body: { status: { token: issued, expirationTimestamp: '2026-11-21T11:00:00Z' } } };
  const config = { namespace: 'tools', serviceAccount: 'reader', audiences: ['mooring'], durationSeconds: 1800 };
  const outbound = (allowLoopback = true) => createOutbound({ allowLoopback, resolve: async () => ['127.0.0.1'] });

  async function kubeconfig(authority: string | null): Promise<string> {
    const path = join(dir, 'kubeconfig');
    const trusted = authority ? `certificate-authority-data: ${Buffer.from(authority).toString('base64')}` : '';
    const text = `
current-context: c
contexts: [{ name: c, context: { cluster: k, user: u } }]
clusters:
  - name: k
    cluster:
      server: https://kube.test:${port}
      ${trusted}
users: [{ name: u, user: { token: bot-token } }]
`;
    await writeFile(path, text);
    return path;
  }

  const run = (path: string | undefined, context: Partial<RetrieverContext> = {}) =>
    retrieve(
      { kind: 'kube_sa_token', kubeconfigPath: path, ...config },
      { operatorDirectories: [dir], outbound: outbound(), now: () => new Date(), ...context },
    );

  test('asks for the audiences and duration, and gives token and expiry', async () => {
    answer = created;
    const result = await run(await kubeconfig(ca));
    expect(result).toEqual({ via: 'token', token: issued, expiresAt: new Date('2026-11-21T11:00:00Z') });
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/api/v1/namespaces/tools/serviceaccounts/reader/token',
      authorization: 'Bearer bot-token',
    });
    expect(JSON.parse(seen.body)).toEqual({
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences: ['mooring'], expirationSeconds: 1800 },
    });
  });

  test('in the cluster uses the mounted token and authority', async () => {
    answer = created;
    await writeFile(join(dir, 'pod-token'), 'pod-token\n');
    const inCluster = {
      server: `https://kube.test:${port}`,
      caFile: join(dir, 'ca.crt'),
      tokenFile: join(dir, 'pod-token'),
    };
    expect((await run(undefined, { inCluster })).via).toBe('token');
    expect(seen.authorization).toBe('Bearer pod-token');
    await expect(run(undefined)).rejects.toThrow(/does not run in a cluster/);
  });

  test('an authority that did not sign the server’s certificate is not trusted', async () => {
    answer = created;
    const error = await run(await kubeconfig(null)).catch((thrown: unknown) => thrown);
    expect(outboundReason(error)).toBe('tls');
  });

  test('a cluster on a private address needs an administrator’s allowance', async () => {
    const error = await run(await kubeconfig(ca), { outbound: outbound(false) }).catch((thrown: unknown) => thrown);
    expect(outboundReason(error)).toBe('address');
  });

  test.each([
    [401, 'Unauthorized', 'upstream_refused', /does not accept/],
    [403, 'serviceaccounts "reader" is forbidden', 'upstream_refused', /Allow it to create serviceaccounts\/token/],
    [404, 'serviceaccounts "reader" not found', 'upstream_refused', /Create the service account reader in tools/],
    [422, 'may not specify a duration less than 10 minutes', 'upstream_refused', /less than 10 minutes/],
    [500, 'etcd is gone', 'upstream_unavailable', /etcd is gone/],
  ])('a %d says what the cluster said and what to do', async (status, message, code, text) => {
    answer = { status, body: { kind: 'Status', status: 'Failure', message } };
    await expect(run(await kubeconfig(ca))).rejects.toMatchObject({ code, message: expect.stringMatching(text) });
  });

  test('an answer without a token is refused', async () => {
    answer = { status: 201, body: { status: {} } };
    await expect(run(await kubeconfig(ca))).rejects.toThrow(/without a token/);
  });
});
