import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestIssuer, type TestIssuer } from '../testing/issuer';
import type { PublishedKey } from './types';
import { decideAssumeRoleWithWebIdentity } from './web-identity';

const FILE = fileURLToPath(new URL('../../../../shared/fixtures/sts/recorded.jsonl', import.meta.url));

const rowSchema = z.object({
  id: z.string(),
  observed_at: z.string(),
  alg: z.string(),
  header: z.record(z.string(), z.unknown()).nullable(),
  claims: z.record(z.string(), z.unknown()),
  raw_claims_tail: z.string().optional(),
  provider: z.object({ url: z.string(), client_ids: z.array(z.string()) }),
  policy: z.unknown(),
  request: z.object({
    RoleArn: z.string(),
    RoleSessionName: z.string(),
    DurationSeconds: z.number().optional(),
    ProviderId: z.string().optional(),
  }),
  jwks: z.array(z.record(z.string(), z.unknown())).optional(),
  outcome: z.string(),
  message: z.string().nullable(),
  message_template: z.string().optional(),
  response: z
    .object({
      Audience: z.string(),
      Provider: z.string(),
      SubjectFromWebIdentityToken: z.string(),
      PackedPolicySize: z.number(),
      AssumedRoleUserArn: z.string(),
      SourceIdentity: z.string().optional(),
      session_seconds: z.number(),
    })
    .nullable(),
  control: z.boolean().optional(),
  propagation_artifact: z.boolean().optional(),
});
type Row = z.infer<typeof rowSchema>;

const ACCOUNT_PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/issuer.example.test';

/** `+N` / `-N` are seconds from the call; the text keeps fractions and strings as the row has them. */
function claimsText(row: Row, base: number): string {
  const members = Object.entries(row.claims).map(([name, value]) => {
    const offset = typeof value === 'string' && /^[+-]\d/.test(value) ? value : null;
    const wrapped = z.object({ $string: z.string() }).safeParse(value);
    const text = offset
      ? String(base + Number(offset))
      : wrapped.success
        ? `"${base + Number(wrapped.data.$string)}"`
        : JSON.stringify(value);
    return `${JSON.stringify(name)}:${text}`;
  });
  return `{${members.join(',')}${row.raw_claims_tail ?? '}'}`;
}

function publishedKeys(row: Row, issuer: TestIssuer): PublishedKey[] {
  if (!row.jwks) return issuer.keys;
  return row.jwks.flatMap(({ $repeat, ...key }) => {
    const filled = Object.fromEntries(Object.entries(key).map(([name, value]) => [name, fill(value, issuer)]));
    const count = typeof $repeat === 'number' ? $repeat : 1;
    return Array.from({ length: count }, (_, at) =>
      typeof $repeat === 'number' ? { ...filled, kid: `extra${at}` } : filled,
    );
  });
}

function fill(value: unknown, issuer: TestIssuer): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, issuer));
  if (typeof value !== 'string') return value;
  if (value.startsWith('$CERT')) return issuer.certificate;
  if (value === '$RSA') return issuer.modulus;
  if (value.startsWith('$RSA with')) return `${issuer.modulus.slice(0, -4)}AAAA`;
  const ec = issuer.keys.find((key) => key.kid === 'ES256');
  return value === '$X' ? ec?.x : value === '$Y' ? ec?.y : value;
}

async function decide(row: Row, issuer: TestIssuer) {
  const observed = new Date(row.observed_at);
  const base = Math.floor(observed.getTime() / 1000);
  const header = row.header ?? { alg: row.alg, kid: row.alg, typ: 'JWT' };
  const decision = await decideAssumeRoleWithWebIdentity({
    request: {
      roleArn: row.request.RoleArn,
      roleSessionName: row.request.RoleSessionName,
      durationSeconds: row.request.DurationSeconds,
      providerId: row.request.ProviderId,
      webIdentityToken: issuer.sign(header, claimsText(row, base), row.alg),
    },
    role: { arn: row.request.RoleArn, trustPolicy: row.policy, maxSessionDuration: 7200 },
    providers: [{ arn: ACCOUNT_PROVIDER, url: row.provider.url, clientIds: row.provider.client_ids }],
    keys: { ok: true, keys: publishedKeys(row, issuer) },
    now: observed,
  });
  return { decision, base };
}

describe.skipIf(!existsSync(FILE))('recorded AssumeRoleWithWebIdentity calls', () => {
  const rows = existsSync(FILE)
    ? readFileSync(FILE, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => rowSchema.parse(JSON.parse(line)))
    : [];

  async function disagreements(chosen: readonly Row[]): Promise<unknown[]> {
    const issuer = createTestIssuer();
    const found: unknown[] = [];
    for (const row of chosen) {
      const { decision, base } = await decide(row, issuer);
      const expected = row.response
        ? {
            outcome: 'ok',
            audience: row.response.Audience,
            provider: row.response.Provider,
            subject: row.response.SubjectFromWebIdentityToken,
            packed: row.response.PackedPolicySize,
            arn: row.response.AssumedRoleUserArn,
            source: row.response.SourceIdentity ?? null,
            seconds: row.response.session_seconds,
          }
        : { outcome: row.outcome, message: expectedMessage(row, base) };
      const actual = decision.ok
        ? {
            outcome: 'ok',
            audience: decision.audience,
            provider: decision.provider,
            subject: decision.subject,
            packed: decision.packedPolicySize,
            arn: decision.assumedRoleArn,
            source: decision.sourceIdentity,
            seconds: decision.durationSeconds,
          }
        : { outcome: decision.code, message: decision.message };
      if (JSON.stringify(actual) !== JSON.stringify(expected)) found.push({ id: row.id, expected, actual });
    }
    return found;
  }

  /** Where the text holds epoch seconds, `{now}` is the server's clock: our `observed_at` here. */
  function expectedMessage(row: Row, base: number): string | null {
    if (!row.message_template) return row.message;
    const exp = String(base + Number(row.claims.exp));
    return row.message_template.replace('{now-300}', String(base - 300)).replace('{exp}', exp);
  }

  it('agrees with every scored row', async () => {
    const scored = rows.filter((row) => !row.control && !row.propagation_artifact);
    const wrong = await disagreements(scored);
    console.log(`rows scored ${scored.length}, agreed ${scored.length - wrong.length}`);
    expect(wrong).toEqual([]);
    expect(scored.length).toBeGreaterThanOrEqual(121);
  }, 120_000);

  it('agrees with the controls that were allowed', async () => {
    const controls = rows.filter((row) => row.control && row.outcome === 'ok');
    expect(await disagreements(controls)).toEqual([]);
    expect(controls.length).toBeGreaterThan(0);
  }, 120_000);
});
