import { describe, expect, test } from 'vitest';
import { createOutbound, type OutboundResponse } from '@/lib/net/outbound';
import { certificate, latency } from './service-steps';
import type { ProbeInput } from './types';

const now = new Date('2026-11-21T00:00:00Z');
const input: ProbeInput = { issuerUrl: 'https://issuer.example', outbound: createOutbound(), now: () => now };

function response(change: Partial<OutboundResponse>): OutboundResponse {
  const blank = { status: 200, headers: {}, body: Buffer.alloc(0), milliseconds: 10, address: '', mapped: false };
  return { ...blank, certificate: null, ...change };
}

function expiringIn(days: number) {
  const validTo = new Date(now.getTime() + days * 86_400_000);
  return { subject: 'issuer.example', issuer: 'Some CA', validFrom: now, validTo };
}

describe('the certificate', () => {
  test.each([
    [90, 'passed'],
    [14, 'passed'],
    [13, 'failed'],
    [-1, 'failed'],
  ])('with %d days left is %s', async (days, status) => {
    const state = { discovery: { response: response({ certificate: expiringIn(days) }), document: {} } };
    const outcome = await certificate.run(input, state);
    expect(outcome.status).toBe(status);
    expect(outcome.evidence[0]).toContain(`${days} days left`);
  });
});

test.each([
  [100, 2500, 'passed'],
  [100, 2501, 'failed'],
  [4000, 1, 'failed'],
])('latencies of %d and %d ms are %s', async (first, second, status) => {
  const state = {
    discovery: { response: response({ milliseconds: first }), document: {} },
    jwks: { response: response({ milliseconds: second }), keys: [] },
  };
  expect((await latency.run(input, state)).status).toBe(status);
});
