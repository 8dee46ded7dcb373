import type { KeyRetrieval } from '@/lib/trust/sts/types';
import type { IssuerMap } from '../env';

/** STS gives an issuer about five seconds (facts/trust-and-verification.md). */
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 512 * 1024;

/**
 * Fetches an issuer's discovery document and key set, as STS does on each call (no cache: facts/sts-recorded.md, rule 12).
 * Redirects are not followed. The issuer map says where an issuer's host really listens.
 */
export async function fetchIssuerKeys(issuer: string, map: IssuerMap): Promise<KeyRetrieval> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const discovery = await fetchJson(
      mapped(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, map),
      signal,
    );
    if (discovery.issuer !== issuer) return { ok: false, reason: 'The discovery document names another issuer.' };
    if (typeof discovery.jwks_uri !== 'string') return { ok: false, reason: 'The discovery document has no jwks_uri.' };
    const { keys } = await fetchJson(mapped(discovery.jwks_uri, map), signal);
    if (!Array.isArray(keys)) return { ok: false, reason: 'The key set has no keys.' };
    return { ok: true, keys: keys.filter((key) => typeof key === 'object' && key !== null) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The longest mapped prefix that ends at a path boundary wins; without one the URL stays, and must be https. */
export function mapped(url: string, map: IssuerMap): string {
  const prefixes = Object.keys(map).sort((a, b) => b.length - a.length);
  const prefix = prefixes.find((each) => {
    const base = each.replace(/\/$/, '');
    return url === base || url.startsWith(`${base}/`) || url.startsWith(`${base}?`);
  });
  if (prefix !== undefined) return (map[prefix] ?? '').replace(/\/$/, '') + url.slice(prefix.replace(/\/$/, '').length);
  if (!url.startsWith('https://')) throw new Error(`The issuer's URL must be https: ${url}`);
  return url;
}

async function fetchJson(url: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (response.status !== 200) throw new Error(`The issuer answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error('The issuer answered with too much.');
    chunks.push(chunk);
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('The answer is no object.');
  return { ...value };
}
