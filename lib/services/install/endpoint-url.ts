import { isIP } from 'node:net';
import { AppError, type ErrorDetail } from '@/lib/errors/app-error';
import { addressProblem } from '@/lib/net/address';
import type { Endpoints } from '@/lib/schemas/install';

/** Names that lead nowhere but to this machine, its container network or its cluster. */
const LOCAL_NAME = /^(?:[a-z0-9-]+|.+\.(?:localhost|local|internal|test|svc))$/;
const ANY_PRIVATE = { loopback: true, anyPrivate: true } as const;

/**
 * The endpoints as they are kept: origins without a slash at the end. Throws `invalid_request` that names each one that
 * signed requests should not be sent to: with a path or user name, a metadata service, or plain http to elsewhere.
 */
export function saneEndpoints(endpoints: Endpoints): Endpoints {
  const details: ErrorDetail[] = [];
  const sane = Object.entries(endpoints).map(([service, url]): [string, string | null] => {
    if (url === null) return [service, null];
    const problem = endpointProblem(new URL(url));
    if (problem) details.push({ path: `endpoints.${service}`, message: problem });
    return [service, new URL(url).origin];
  });
  const [first] = details;
  if (first) throw new AppError('invalid_request', `${first.path}: ${first.message}`, { details });
  return Object.fromEntries(sane) as Endpoints;
}

function endpointProblem(url: URL): string | null {
  if (url.username !== '' || url.password !== '') return 'An endpoint has no user name or password.';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return 'An endpoint has no path, query or fragment: give only the scheme, host and port.';
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const literal = isIP(host) !== 0;
  const problem = literal ? addressProblem(host, ANY_PRIVATE) : null;
  if (problem) return `${host} is ${problem}; no AWS endpoint is there.`;
  if (url.protocol === 'https:') return null;
  const isLocal = literal ? addressProblem(host) !== null : LOCAL_NAME.test(host);
  return isLocal ? null : `Plain http to ${host} would show every request on the way; use https.`;
}
