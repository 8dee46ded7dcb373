import { isAppError } from '@/lib/errors/app-error';
import type { PublicJwk } from '../issuer/keys';
import { verifyIssuedToken } from '../issuer/verify';
import { fetchDocument } from './discovery-steps';
import { failed, notTestable, type ProbeStep, passed } from './types';

/** Signature algorithms and number of keys that IAM accepts of an OIDC provider. */
const ALGORITHMS = new Set(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']);
const MAX_KEYS_OF_A_TYPE = 100;
const MIN_MODULUS_BYTES = 256;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

export const jwksUri: ProbeStep = {
  title: 'Its keys are served from where they should be',
  run({ issuerUrl, jwksOrigins = [] }, { discovery }) {
    if (!discovery) return notTestable('The discovery document could not be read.');
    const uri = discovery.document.jwks_uri;
    const url = typeof uri === 'string' ? URL.parse(uri) : null;
    if (!url) return failed('Put an absolute https URL into jwks_uri.', 'The document has no usable jwks_uri.');
    const evidence = url.href.slice(0, 300);
    if (url.protocol !== 'https:') return failed('Serve the keys over https.', evidence);
    const own = URL.parse(issuerUrl)?.origin;
    if (url.origin === own || jwksOrigins.includes(url.origin)) return passed(evidence);
    const fix = `Whoever controls ${url.host} can sign as this issuer. Serve the keys from the issuer’s own host, or have an install administrator accept that origin.`;
    return failed(fix, evidence);
  },
};

export const keys: ProbeStep = {
  title: 'Its keys are usable by AWS',
  async run(input, state) {
    const uri = state.discovery?.document.jwks_uri;
    if (typeof uri !== 'string') return notTestable('The discovery document gives no jwks_uri.');
    const got = await fetchDocument(uri, input);
    if ('outcome' in got) return got.outcome;
    const list = got.document.keys;
    if (!Array.isArray(list)) return failed('Serve a JWK set: {"keys": […]}.', 'The document has no list of keys.');
    const found = list.filter((key): key is Record<string, unknown> => typeof key === 'object' && key !== null);
    state.jwks = { response: got.response, keys: found };
    const problems = keyProblems(found);
    const kids = found.slice(0, 5).map((key) => `${shown(key.kty)} ${shown(key.alg ?? 'any')} ${shown(key.kid)}`);
    if (problems.length > 0) return failed('Publish only public signing keys in the form AWS reads.', ...problems);
    return passed(`${found.length} key${found.length === 1 ? '' : 's'}`, ...kids);
  },
};

export const signature: ProbeStep = {
  title: 'A fresh token verifies with the published keys',
  async run({ token, issuerUrl, now }, { jwks }) {
    if (!token) return notTestable('No token of this issuer is at hand.');
    if (!jwks) return notTestable('The keys could not be read.');
    const fresh = await token();
    try {
      // What is not an RS256 key is skipped by jose's selection, as AWS skips it.
      const published = { keys: jwks.keys as unknown as PublicJwk[] };
      const claims = await verifyIssuedToken(fresh.token, published, {
        issuer: issuerUrl,
        audience: fresh.audience,
        now: now(),
        toleranceSeconds: 60,
      });
      return passed(`Signed by key ${claims.kid ?? 'without id'}.`);
    } catch (error) {
      if (!isAppError(error)) throw error;
      const fix =
        'The published keys are not those that sign: purge caches before the issuer, or export its documents again.';
      return failed(fix, error.message);
    }
  },
};

function keyProblems(list: readonly Record<string, unknown>[]): string[] {
  const problems: string[] = [];
  if (list.length === 0) problems.push('The list of keys is empty.');
  for (const kty of ['RSA', 'EC']) {
    const count = list.filter((key) => key.kty === kty).length;
    if (count > MAX_KEYS_OF_A_TYPE) problems.push(`${count} ${kty} keys; AWS reads at most ${MAX_KEYS_OF_A_TYPE}.`);
  }
  const kids = list.map((key) => key.kid);
  if (new Set(kids).size !== kids.length) problems.push('Two keys have the same kid.');
  for (const key of list.slice(0, MAX_KEYS_OF_A_TYPE * 2)) problems.push(...problemsOf(key));
  return problems.slice(0, 12);
}

function problemsOf(key: Record<string, unknown>): string[] {
  const name = `Key ${shown(key.kid)}`;
  const modulus = typeof key.n === 'string' ? Buffer.from(key.n, 'base64url').length : 0;
  const leaked = PRIVATE_MEMBERS.some((member) => member in key);
  return [
    leaked && `${name} publishes PRIVATE members: revoke it now.`,
    typeof key.kid !== 'string' && `${name} has no kid.`,
    key.kty !== 'RSA' && key.kty !== 'EC' && `${name} has the type ${shown(key.kty)}; AWS reads RSA and EC.`,
    key.kty === 'RSA' && modulus < MIN_MODULUS_BYTES && `${name} is shorter than 2048 bits.`,
    key.alg !== undefined && !ALGORITHMS.has(String(key.alg)) && `${name} says alg ${shown(key.alg)}.`,
    key.use !== undefined && key.use !== 'sig' && `${name} is for ${shown(key.use)}, not for signatures.`,
    'key_ops' in key && `${name} has key_ops, which AWS does not accept.`,
  ].filter((line) => line !== false);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^!-~]/g, '?').slice(0, 60) : 'none';
}
