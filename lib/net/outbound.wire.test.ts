import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createOutbound, type OutboundSettings } from './outbound';
import { outboundReason } from './outbound-error';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(handler: RequestListener): Promise<{ url: string; hits: () => number }> {
  let hits = 0;
  const server = createServer((request, response) => {
    hits++;
    handler(request, response);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hits: () => hits };
}

const local = (settings: OutboundSettings = {}) => createOutbound({ allowLoopback: true, ...settings });
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => outboundReason(error) ?? `unexplained: ${error}`,
  );

describe('where a request may go', () => {
  test.each([
    ['http://example.com/', 'scheme', ['93.184.216.34']],
    ['ftp://example.com/', 'scheme', []],
    ['file:///etc/passwd', 'scheme', []],
    ['https://user:pass@example.com/', 'url', []],
    ['not a url', 'url', []],
    [`https://example.com/${'a'.repeat(3000)}`, 'url', []],
    ['https://127.0.0.1/', 'address', []],
    ['https://2130706433/', 'address', []],
    ['https://0x7f.1/', 'address', []],
    ['https://0177.0.0.1/', 'address', []],
    ['https://127.1/', 'address', []],
    ['https://169.254.169.254/latest/meta-data/', 'address', []],
    ['https://2852039166/', 'address', []],
    ['https://0xA9FEA9FE/', 'address', []],
    ['https://[::ffff:a9fe:a9fe]/', 'address', []],
    ['https://[64:ff9b::a9fe:a9fe]/', 'address', []],
    ['https://[fd00:ec2::254]/', 'address', []],
    ['https://[::1]/', 'address', []],
    ['https://①②⑦.⓪.⓪.①/', 'address', []],
    ['https://intranet.example/', 'address', ['10.0.0.8']],
    ['https://mixed.example/', 'address', ['93.184.216.34', '127.0.0.1']],
    ['https://empty.example/', 'dns', []],
  ])('%s is refused for its %s', async (url, reason, resolved) => {
    expect(await reasonOf(createOutbound({ resolve: async () => resolved }).fetch(url))).toBe(reason);
  });

  test('the name is asked once: a second, different answer is never used', async () => {
    const trap = await listen((_request, response) => response.end('secret'));
    const answers = [['192.0.0.9'], ['127.0.0.1']];
    let asked = 0;
    const resolve = async () => answers[asked++] ?? [];
    const port = new URL(trap.url).port;
    expect(await reasonOf(createOutbound({ resolve }).fetch(`https://rebind.example:${port}/`))).toBe('address');
    asked = 0;
    answers[0] = ['127.0.0.1'];
    answers[1] = ['192.0.0.9'];
    const answer = await local({ resolve }).fetch(`http://rebind.example:${port}/`);
    expect([answer.body.toString(), answer.address, asked]).toEqual(['secret', '127.0.0.1', 1]);
  });

  test('loopback over plain http needs the install to allow it', async () => {
    const server = await listen((_request, response) => response.end('ok'));
    expect(await reasonOf(createOutbound().fetch(server.url))).toBe('address');
    expect((await local().fetch(server.url)).body.toString()).toBe('ok');
    expect(server.hits()).toBe(1);
  });

  test('an install setting can send an https name to a local listener, under its own name', async () => {
    const server = await listen((request, response) => response.end(`${request.headers.host}${request.url}`));
    const outbound = createOutbound({ hostMap: { 'https://issuer.mooring.test': server.url } });
    const answer = await outbound.fetch('https://issuer.mooring.test/oidc/x?y=1');
    expect(answer.body.toString()).toBe('issuer.mooring.test/oidc/x?y=1');
    expect(answer.mapped).toBe(true);
    expect(await reasonOf(outbound.fetch('https://issuer.mooring.test:8443/'))).not.toBe('answered');
  });

  test('a redirect is an answer and is not followed', async () => {
    const inner = await listen((_request, response) => response.end('inner'));
    const outer = await listen((_request, response) => response.writeHead(302, { location: inner.url }).end());
    const answer = await local().fetch(outer.url);
    expect([answer.status, answer.headers.location, inner.hits()]).toEqual([302, inner.url, 0]);
  });
});

describe('how much a request may take', () => {
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('a %s bomb stops at the cap', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024));
    const server = await listen((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
    );
    expect(await reasonOf(local().fetch(server.url))).toBe('too_large');
  });

  test('an honest compressed answer is read', async () => {
    const server = await listen((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')),
    );
    expect((await local().fetch(server.url)).body.toString()).toBe('{"a":1}');
  });

  test.each([
    ['gzip', 'not gzip at all'],
    ['zstd', 'x'],
    ['gzip, gzip', 'x'],
  ])('encoding %s of %s is refused', async (encoding, body) => {
    const server = await listen((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    expect(await reasonOf(local().fetch(server.url))).toBe('encoding');
  });

  test('an endless body stops at the cap and the connection is closed', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await listen((_request, response) => {
      response.on('close', closed.resolve);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await reasonOf(local().fetch(server.url, { maxBytes: 200_000 }))).toBe('too_large');
    await closed.promise;
  });

  test('a body that drips is cut off by the time cap', async () => {
    const server = await listen((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await reasonOf(local().fetch(server.url, { timeoutMs: 300 }))).toBe('timeout');
  });

  test('a name that never resolves is cut off too', async () => {
    const outbound = createOutbound({ resolve: () => new Promise(() => undefined) });
    expect(await reasonOf(outbound.fetch('https://slow.example/', { timeoutMs: 100 }))).toBe('timeout');
  });

  test('a caller can cancel', async () => {
    const abort = new AbortController();
    const server = await listen(() => abort.abort());
    expect(await reasonOf(local().fetch(server.url, { signal: abort.signal }))).toBe('cancelled');
  });

  test('a refused connection says so without the address in public words beyond the host', async () => {
    const server = await listen((_request, response) => response.end());
    servers.pop()?.close();
    expect(await reasonOf(local().fetch(server.url))).toBe('connect');
  });
});
