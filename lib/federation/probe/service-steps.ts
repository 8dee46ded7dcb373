import { AWS_PATIENCE_MS } from './discovery-steps';
import { failed, notTestable, type ProbeStep, passed } from './types';

const COMFORTABLE_MS = AWS_PATIENCE_MS / 2;
const DAY_MS = 86_400_000;
const RENEW_DAYS = 14;
const LONGEST_CACHE_SECONDS = 86_400;

export const latency: ProbeStep = {
  title: 'It answers fast enough for AWS',
  run(_input, { discovery, jwks }) {
    if (!discovery || !jwks) return notTestable('Not both documents could be read.');
    const [first, second] = [discovery.response.milliseconds, jwks.response.milliseconds];
    const evidence = `discovery ${first} ms, keys ${second} ms; AWS gives up after ${AWS_PATIENCE_MS} ms`;
    if (Math.max(first, second) <= COMFORTABLE_MS) return passed(evidence);
    return failed('Put a cache or CDN before the issuer: a little more load and AWS refuses tokens.', evidence);
  },
};

export const certificate: ProbeStep = {
  title: 'Its certificate is valid',
  run({ now }, { discovery }) {
    if (!discovery) return notTestable('No connection was made.');
    const { mapped, certificate: found } = discovery.response;
    if (mapped) return notTestable('An install setting sends this name to a local listener without TLS.');
    if (!found) return notTestable('The connection has no certificate.');
    const days = Math.floor((found.validTo.getTime() - now().getTime()) / DAY_MS);
    const evidence = `${found.subject}, issued by ${found.issuer}, ${days} days left`;
    if (days >= RENEW_DAYS) return passed(evidence);
    return failed('Renew the certificate now: when it expires, every exchange fails.', evidence);
  },
};

export const cacheable: ProbeStep = {
  title: 'Its keys may be cached, and not for too long',
  run(_input, { jwks }) {
    if (!jwks) return notTestable('The keys could not be read.');
    const header = jwks.response.headers['cache-control'];
    if (!header) return passed('No cache-control header; AWS decides by itself.');
    const seconds = Number(/(?:^|[\s,])(?:s-maxage|max-age)=(\d{1,10})/i.exec(header)?.[1] ?? Number.NaN);
    const evidence = `cache-control: ${header.replace(/[^ -~]/g, '?').slice(0, 200)}`;
    if (/\b(?:no-store|private)\b/i.test(header) || seconds === 0) {
      return failed(
        'Allow caching (public, max-age=300), so that a busy issuer is not asked for every token.',
        evidence,
      );
    }
    if (seconds > LONGEST_CACHE_SECONDS) {
      return failed('Allow at most a day: a rotated key must become known in time.', evidence);
    }
    return passed(evidence);
  },
};
