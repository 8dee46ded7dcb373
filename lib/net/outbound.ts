import { lookup as dnsLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector, Client } from 'undici';
import { type AddressAllowance, addressProblem } from './address';
import { readBody } from './outbound-body';
import { outboundError, translate } from './outbound-error';

/** Install settings (never a workspace's): see SECURITY.md decision 7. */
export type OutboundSettings = {
  /** Where some origins really listen: the sandbox's issuer. `{"https://issuer.mooring.test": "http://127.0.0.1:3000"}` */
  hostMap?: Readonly<Record<string, string>>;
  allowLoopback?: boolean;
  /** CIDR blocks an install administrator opened. */
  allowedNetworks?: readonly string[];
  /** Name resolution, for tests; default: the host's resolver. Gives every address of the name. */
  resolve?: (hostname: string) => Promise<string[]>;
};

export type OutboundRequest = {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Cap on the body, before and after decompression. Default 1 MiB. */
  maxBytes?: number;
  /** Cap on everything together, from the name's resolution to the last byte. Default 10 s. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** PEM: trust only this authority, and present this client certificate. */
  tls?: { ca?: string; cert?: string; key?: string };
  /** The URL is itself an install setting: private addresses are fine, metadata services never. */
  installTarget?: boolean;
};

export type ServerCertificate = { subject: string; issuer: string; validFrom: Date; validTo: Date };
export type OutboundResponse = {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  milliseconds: number;
  address: string;
  certificate: ServerCertificate | null;
  /** True when an install setting sent the request elsewhere than its name says. */
  mapped: boolean;
};

export type Outbound = {
  fetch(url: string, request?: OutboundRequest): Promise<OutboundResponse>;
  /** The checked addresses of a URL's host, without connecting. */
  resolve(url: string): Promise<string[]>;
};

const MAX_URL = 2048;
const DEFAULT_BYTES = 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * The only door to URLs that a user can influence. https only; the name is resolved once, every address is checked,
 * and the connection goes to those very addresses (so a name cannot change its mind in between); redirects are
 * answers, not followed; bytes and time are capped. Throws AppError with a reason (see `outboundReason`).
 */
export function createOutbound(settings: OutboundSettings = {}): Outbound {
  const resolveName = settings.resolve ?? systemResolve;

  async function target(url: string, request: OutboundRequest) {
    const parsed = parseUrl(url);
    const mapped = settings.hostMap?.[parsed.origin];
    if (mapped !== undefined) return { parsed, origin: mapped, addresses: null };
    const allowance: AddressAllowance = {
      loopback: settings.allowLoopback ?? false,
      networks: settings.allowedNetworks ?? [],
      anyPrivate: request.installTarget ?? false,
    };
    const host = parsed.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await resolveName(host);
    if (addresses.length === 0) throw outboundError('dns', `The name ${host} has no address.`);
    for (const address of addresses) {
      const problem = addressProblem(address, allowance);
      if (problem) throw outboundError('address', `${host} is ${problem}; Mooring connects to public addresses only.`);
    }
    if (parsed.protocol === 'http:' && !addresses.every((address) => isAllowedLoopback(address, allowance))) {
      throw outboundError('scheme', 'The URL must begin with https://.');
    }
    return { parsed, origin: parsed.origin, addresses };
  }

  async function run(url: string, request: OutboundRequest, signal: AbortSignal): Promise<OutboundResponse> {
    const started = performance.now();
    const { parsed, origin, addresses } = await abortable(target(url, request), signal);
    const seen: { address: string; certificate: ServerCertificate | null } = { address: '', certificate: null };
    const client = new Client(origin, {
      connect: pinnedConnector(addresses, request, seen),
      pipelining: 0,
      maxHeaderSize: 16 * 1024,
    });
    try {
      const response = await client.request({
        method: request.method ?? 'GET',
        path: parsed.pathname + parsed.search,
        headers: { accept: 'application/json', 'user-agent': 'Mooring', ...request.headers, host: parsed.host },
        body: request.body ?? null,
        signal,
      });
      const body = await readBody(response.body, response.headers, request.maxBytes ?? DEFAULT_BYTES);
      return {
        status: response.statusCode,
        headers: flatten(response.headers),
        body,
        milliseconds: Math.round(performance.now() - started),
        ...seen,
        mapped: addresses === null,
      };
    } finally {
      // Not awaited: a peer that keeps its side open must not hold us.
      void client.destroy().catch(() => undefined);
    }
  }

  return {
    async fetch(url, request = {}) {
      const timeout = AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
      try {
        return await run(url, request, signal);
      } catch (error) {
        throw translate(error, { url, timedOut: timeout.aborted, timeoutMs: request.timeoutMs ?? DEFAULT_TIMEOUT_MS });
      }
    },
    async resolve(url) {
      try {
        return (await abortable(target(url, {}), AbortSignal.timeout(DEFAULT_TIMEOUT_MS))).addresses ?? [];
      } catch (error) {
        throw translate(error, { url, timedOut: false, timeoutMs: DEFAULT_TIMEOUT_MS });
      }
    },
  };
}

function parseUrl(url: string): URL {
  const parsed = url.length <= MAX_URL ? URL.parse(url) : null;
  if (!parsed) throw outboundError('url', `This is not a URL of at most ${MAX_URL} characters.`);
  if (parsed.username || parsed.password)
    throw outboundError('url', 'The URL must not contain a user name or password.');
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    throw outboundError('scheme', 'The URL must begin with https://.');
  }
  return parsed;
}

/** Connects to the addresses that were checked, and records whom it reached. `null` = an install setting's own host. */
function pinnedConnector(
  addresses: readonly string[] | null,
  request: OutboundRequest,
  seen: { address: string; certificate: ServerCertificate | null },
): buildConnector.connector {
  const pinned = addresses?.map((address) => ({ address, family: isIP(address) }));
  const connect = buildConnector({
    ...request.tls,
    timeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...(pinned && { lookup: (_name, _options, done) => done(null, pinned) }),
  });
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      seen.address = socket.remoteAddress ?? '';
      seen.certificate = socket instanceof TLSSocket ? certificateOf(socket) : null;
      callback(null, socket);
    });
  };
}

function certificateOf(socket: TLSSocket): ServerCertificate | null {
  const { subject, issuer, valid_from: from, valid_to: to } = socket.getPeerCertificate();
  if (!from || !to) return null;
  const name = (fields: typeof subject) => [fields?.CN ?? fields?.O ?? ''].flat().join(', ');
  return { subject: name(subject), issuer: name(issuer), validFrom: new Date(from), validTo: new Date(to) };
}

async function systemResolve(hostname: string): Promise<string[]> {
  return (await dnsLookup(hostname, { all: true })).map(({ address }) => address);
}

function isAllowedLoopback(address: string, allowance: AddressAllowance): boolean {
  return allowance.loopback === true && addressProblem(address, {}) === 'this machine itself (loopback)';
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop));
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}
