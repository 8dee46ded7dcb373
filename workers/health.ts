import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Booted } from '@/lib/services/install/boot';
import { readiness } from '@/lib/services/install/readiness';

/** /healthz (alive), /readyz (database and queue answer), /metrics. On all interfaces of a pod, 127.0.0.1 under `up`. */
export async function serveHealth(port: number, booted: Booted): Promise<{ port: number; close(): Promise<void> }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    switch (request.url) {
      case '/healthz':
        answer(200, 'application/json', '{"status":"ok"}');
        return;
      case '/readyz':
        void readiness(booted.db).then((ready) =>
          answer(ready.ok ? 200 : 503, 'application/json', JSON.stringify(ready)),
        );
        return;
      case '/metrics':
        void registry.metrics().then((text) => answer(200, registry.contentType, text));
        return;
      default:
        answer(404, 'text/plain', 'not found\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, booted.env.HOSTNAME, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
