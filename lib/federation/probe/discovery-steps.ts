import { isAppError } from '@/lib/errors/app-error';
import type { OutboundResponse } from '@/lib/net/outbound';
import { outboundReason } from '@/lib/net/outbound-error';
import { discoveryUrl } from '../names';
import { failed, notTestable, type ProbeInput, type ProbeOutcome, type ProbeStep, passed } from './types';

/** STS gives an issuer five seconds (facts/trust-and-verification.md). */
export const AWS_PATIENCE_MS = 5000;
const MAX_DOCUMENT_BYTES = 512 * 1024;
/** IAM's limit on a provider's URL. */
const MAX_ISSUER_LENGTH = 255;

export const urlShape: ProbeStep = {
  title: 'The issuer URL has the form AWS accepts',
  run({ issuerUrl }) {
    const url = URL.parse(issuerUrl);
    if (!url) return failed('Set an absolute https URL as the issuer.', `"${issuerUrl.slice(0, 80)}" is not a URL.`);
    const wrong = [
      url.protocol !== 'https:' && `It begins with ${url.protocol}// instead of https://.`,
      /^[^/]+:\/\/[^/?#]*:\d+(?:[/?#]|$)/.test(issuerUrl) && 'It has a port; IAM refuses a provider URL with a port.',
      issuerUrl.includes('?') && 'It has a query.',
      issuerUrl.includes('#') && 'It has a fragment.',
      (url.username !== '' || url.password !== '') && 'It contains a user name.',
      issuerUrl.length > MAX_ISSUER_LENGTH && `It has ${issuerUrl.length} characters; IAM allows ${MAX_ISSUER_LENGTH}.`,
      issuerUrl !== issuerUrl.trim() && 'It begins or ends with a space.',
    ].filter((line) => line !== false);
    if (wrong.length === 0) return passed(issuerUrl);
    return failed('Use an https URL without port, query or fragment (MOORING_ISSUER_URL).', ...wrong);
  },
};

export const resolves: ProbeStep = {
  title: 'Its name resolves to public addresses',
  async run({ issuerUrl, outbound }) {
    try {
      const addresses = await outbound.resolve(issuerUrl);
      if (addresses.length > 0) return passed(...addresses.slice(0, 8));
      return notTestable('An install setting sends this name to a local listener, so public DNS was not asked.');
    } catch (error) {
      if (!isAppError(error)) throw error;
      const fix =
        outboundReason(error) === 'address'
          ? 'AWS fetches the keys from the internet: publish the issuer under a public address, or host its two documents in a bucket.'
          : 'Create a public DNS record for the issuer’s host.';
      return failed(fix, error.message);
    }
  },
};

export const discovery: ProbeStep = {
  title: 'The discovery document is reachable',
  async run(input, state) {
    const url = discoveryUrl(input.issuerUrl);
    const got = await fetchDocument(url, input);
    if ('outcome' in got) return got.outcome;
    state.discovery = got;
    return passed(url, `HTTP ${got.response.status} in ${got.response.milliseconds} ms`);
  },
};

export const issuerEqual: ProbeStep = {
  title: 'It names exactly this issuer',
  run({ issuerUrl }, { discovery: found }) {
    if (!found) return notTestable('The discovery document could not be read.');
    const { issuer } = found.document;
    if (issuer === issuerUrl) return passed(issuerUrl);
    const named = typeof issuer === 'string' ? `"${issuer.slice(0, 300)}"` : 'none';
    return failed(
      'Make the URLs equal character by character, including a slash at the end and letter case.',
      `The document names ${named}; the tokens and the OIDC provider say "${issuerUrl}".`,
    );
  },
};

/** Fetches a JSON object as AWS would: 200, no redirect, within five seconds. */
export async function fetchDocument(
  url: string,
  { outbound, signal }: ProbeInput,
): Promise<{ response: OutboundResponse; document: Record<string, unknown> } | { outcome: ProbeOutcome }> {
  let response: OutboundResponse;
  try {
    response = await outbound.fetch(url, { timeoutMs: AWS_PATIENCE_MS, maxBytes: MAX_DOCUMENT_BYTES, signal });
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return { outcome: failed(fixFor(error), url, error.message) };
  }
  if (response.status !== 200) {
    const location = response.headers.location?.slice(0, 200);
    const evidence = `HTTP ${response.status}${location ? `, redirecting to ${location}` : ''}`;
    const fix = location
      ? 'Answer at this very URL; do not redirect.'
      : 'Serve the document at this URL without sign-in.';
    return { outcome: failed(fix, url, evidence) };
  }
  try {
    const document: unknown = JSON.parse(response.body.toString('utf8'));
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
      return { response, document: document as Record<string, unknown> };
    }
  } catch {
    // Not JSON: said below, as for JSON that is not an object.
  }
  return {
    outcome: failed(
      'Serve the document as JSON; a proxy or sign-in page may answer in its place.',
      url,
      'The answer is not a JSON object.',
    ),
  };
}

function fixFor(error: unknown): string {
  switch (outboundReason(error)) {
    case 'tls':
      return 'Install a valid certificate with its full chain from a public authority.';
    case 'timeout':
      return 'AWS gives up after 5 seconds: put a cache or CDN before the issuer.';
    case 'address':
    case 'dns':
      return 'Publish the issuer under a public name and address.';
    case 'too_large':
      return 'Serve only the document; it should have a few kilobytes.';
    default:
      return 'Open the issuer’s host to the internet on port 443.';
  }
}
