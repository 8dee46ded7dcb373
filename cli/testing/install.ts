import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { openApiFixture } from '@/lib/api/testing';

/** The real API on a port of 127.0.0.1 over a database of its own: what the command talks to in tests. */
export async function openInstall() {
  const api = await openApiFixture();
  /** Requests that came, `GET /api/v1/me`, and an answer to give in the API's place to the next ones. */
  const seen: string[] = [];
  const instead: ((request: Request) => Response | Promise<Response>)[] = [];
  const server = serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request: Request) => {
      seen.push(`${request.method} ${new URL(request.url).pathname}${new URL(request.url).search}`);
      return instead.shift()?.(request) ?? api.fetch(request);
    },
  });
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', resolve)));
  const { port } = server.address() as AddressInfo;
  return {
    api,
    url: `http://127.0.0.1:${port}`,
    seen,
    instead,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await api.close();
    },
  };
}
