import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { describeClaims } from './describe';
import { readTokenClaims } from './token';

const folder = join(import.meta.dirname, '../../../shared/fixtures/k8s/tokenrequest');
const answer = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  status: z.object({ token: z.string(), expirationTimestamp: z.string() }),
});
const recorded = (name: string) => answer.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));

describe.skipIf(!existsSync(folder))('tokens that a real API server issued (needs ../shared/fixtures)', () => {
  test.each(['201-pod-bound.json', '201-unbound.json', '201-pre-1.30-no-jti-no-node.json'])('%s', (name) => {
    const { metadata, status } = recorded(name);
    const facts = describeClaims(readTokenClaims(status.token), null);
    expect(facts).toMatchObject({
      issuerKind: 'kubernetes',
      namespace: metadata.namespace,
      serviceAccount: metadata.name,
      subject: `system:serviceaccount:${metadata.namespace}:${metadata.name}`,
    });
    expect(facts.discoveryUrl.startsWith('https://')).toBe(true);
    expect(facts.tokenExpiresAt).toBeInstanceOf(Date);
  });

  test('a token of two audiences is read and not usable for AWS', () => {
    const claims = readTokenClaims(recorded('201-two-audiences.json').status.token);
    expect(claims.audience).toHaveLength(2);
    expect(() => describeClaims(claims, null)).toThrow(/2 audiences/);
  });
});
