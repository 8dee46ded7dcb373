import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type Auth, createAuth } from '@/lib/auth/auth';
import { issuerKeysOf } from '@/lib/services/federation/issuer-key-cache';
import { type Booted, boot } from '@/lib/services/install/boot';
import { authPeople } from '@/lib/services/people/auth-people';
import { bindApi } from './binder';
import { contextOf } from './context';
import { requestLimits } from './limits';

/** What one web process holds: the API, sign-in, metrics. Made at the first request, or by Next's instrumentation. */
export type WebProcess = { booted: Booted; auth: Auth; api: ReturnType<typeof bindApi>; metrics: Registry };

const held = globalThis as typeof globalThis & { mooringWeb?: Promise<WebProcess> };

/** The one of this process. A start that failed is tried again by the next caller. */
export function webProcess(): Promise<WebProcess> {
  held.mooringWeb ??= start().catch((error: unknown) => {
    held.mooringWeb = undefined;
    throw error;
  });
  return held.mooringWeb;
}

async function start(): Promise<WebProcess> {
  const booted = await boot('web');
  // Preloaded, so that the issuer's documents are served although the database goes down later.
  issuerKeysOf(booted);
  const { db, env, install, log } = booted;
  const now = () => new Date();
  const auth = createAuth({
    directory: db.directory,
    publicUrl: env.MOORING_PUBLIC_URL,
    secret: env.MOORING_AUTH_SECRET,
    people: authPeople(db, now),
    oidc:
      env.OIDC_ISSUER_URL && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET
        ? {
            issuerUrl: env.OIDC_ISSUER_URL,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: env.OIDC_CLIENT_SECRET,
            name: env.OIDC_NAME,
          }
        : null,
  });
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const duration = new Histogram({
    name: 'mooring_http_request_seconds',
    help: 'API requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [metrics],
  });
  const refusals = new Counter({
    name: 'mooring_http_refusals_total',
    help: 'Refused API requests by code; a burst of not_found is somebody trying ids',
    labelNames: ['code'],
    registers: [metrics],
  });
  const limits = requestLimits(env.MOORING_API_RATE_PER_MINUTE);
  const api = bindApi({
    version: install.version,
    context: (request, facts) => contextOf({ db, install, auth, limits, now }, request, facts),
    observe: (method, route, status, ms) => duration.observe({ method, route, status }, ms / 1000),
    refused: (error, request) => {
      refusals.inc({ code: error.code });
      const level = error.status >= 500 ? 'error' : 'info';
      log[level](
        { ...request, code: error.code, ...(error.status >= 500 ? { err: error.cause ?? error } : {}) },
        'refused',
      );
    },
  });
  return { booted, auth, api, metrics };
}
