import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestIssuer } from '@/lib/trust/testing/issuer';
import { type RunningSandbox, startSandbox } from '../server';
import { Builder } from '../world/builders';

const FILE = fileURLToPath(new URL('../../../shared/fixtures/sts/recorded.jsonl', import.meta.url));
const ISSUER = 'https://issuer.example.test';
const ACCOUNT = '111122223333';

const rowSchema = z.object({
  id: z.string(),
  observed_at: z.string(),
  alg: z.string(),
  header: z.record(z.string(), z.unknown()).nullable(),
  claims: z.record(z.string(), z.unknown()),
  raw_claims_tail: z.string().optional(),
  policy: z.looseObject({}),
  request: z.record(z.string(), z.union([z.string(), z.number()])),
  jwks: z.array(z.unknown()).optional(),
  outcome: z.string(),
  message: z.string().nullable(),
  message_template: z.string().optional(),
  response: z
    .object({
      Audience: z.string(),
      Provider: z.string(),
      PackedPolicySize: z.number(),
      AssumedRoleUserArn: z.string(),
      session_seconds: z.number(),
    })
    .loose()
    .nullable(),
  control: z.boolean().optional(),
  propagation_artifact: z.boolean().optional(),
});
type Row = z.infer<typeof rowSchema>;

/** Rows with a key set of their own are replayed in lib/trust; here each row goes over HTTP with the default six keys. */
const rows = existsSync(FILE)
  ? readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => rowSchema.parse(JSON.parse(line)))
      .filter((row) => !row.control && !row.propagation_artifact && row.jwks === undefined)
  : [];
if (rows.length === 0) console.warn('SKIPPED, recorded STS calls over the wire: no fixtures here');

/** Offsets of the recording become epoch seconds; everything else keeps its spelling. */
function claimsText(row: Row, base: number): string {
  const text = JSON.stringify(row.claims)
    .replace(/"([+-]\d+(?:\.\d+)?)"(?=[,}])/g, (_, offset: string) => String(base + Number(offset)))
    .replace(/\{"\$string":(-?\d+|"[^"]*")\}/g, (_, value: string) => {
      const number = Number(value.replaceAll('"', ''));
      return `"${number > 1e9 ? number : base + number}"`;
    });
  return text.slice(0, -1) + (row.raw_claims_tail ?? '}');
}

describe.skipIf(rows.length === 0)('the recorded AssumeRoleWithWebIdentity calls, over the wire', () => {
  const issuer = createTestIssuer();
  const published = createServer((request, response) => {
    response.end(
      JSON.stringify(request.url === '/keys' ? { keys: issuer.keys } : { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` }),
    );
  });
  let now = 0;
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    await new Promise<void>((resolve) => published.listen(0, '127.0.0.1', resolve));
    const { port } = published.address() as AddressInfo;
    sandbox = await startSandbox({ clock: { now: () => now }, issuerMap: { [ISSUER]: `http://127.0.0.1:${port}` } });
    const account = sandbox.world.addAccount(ACCOUNT, 'recorded', 'aws@example.test');
    new Builder(sandbox.world, account, 0).oidcProvider('issuer.example.test', ['client-a', 'client-b'], 1);
  });
  afterAll(async () => {
    await sandbox.close();
    published.close();
  });

  async function replay(row: Row) {
    now = Date.parse(row.observed_at);
    const base = Math.floor(now / 1000);
    const account = sandbox.world.accounts.get(ACCOUNT);
    if (!account) throw new Error('The account is missing.');
    const name = String(row.request.RoleArn).split('/').at(-1) ?? '';
    new Builder(sandbox.world, account, now).role(name, 1, row.policy, { maxSessionDuration: 7200 });
    const header = row.header ?? { alg: row.alg, kid: row.alg, typ: 'JWT' };
    const body = new URLSearchParams({ Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15' });
    for (const [key, value] of Object.entries(row.request)) body.set(key, String(value));
    body.set('WebIdentityToken', issuer.sign(header, claimsText(row, base), row.alg));
    const answer = await fetch(sandbox.url, { method: 'POST', body });
    const xml = new XMLParser({ parseTagValue: false }).parse(await answer.text());
    const error = xml.ErrorResponse?.Error;
    if (error) return { outcome: error.Code, message: error.Message };
    const result = xml.AssumeRoleWithWebIdentityResponse.AssumeRoleWithWebIdentityResult;
    return {
      outcome: 'ok',
      audience: result.Audience,
      provider: result.Provider,
      packed: Number(result.PackedPolicySize),
      arn: result.AssumedRoleUser.Arn,
      seconds: Date.parse(result.Credentials.Expiration) / 1000 - base,
    };
  }

  function expected(row: Row) {
    const base = Math.floor(Date.parse(row.observed_at) / 1000);
    const { response } = row;
    if (response) {
      return {
        outcome: 'ok',
        audience: response.Audience,
        provider: response.Provider,
        packed: response.PackedPolicySize,
        arn: response.AssumedRoleUserArn,
        seconds: response.session_seconds,
      };
    }
    const message = row.message_template
      ? row.message_template
          .replace('{now-300}', String(base - 300))
          .replace('{exp}', String(base + Number(row.claims.exp)))
      : row.message;
    return { outcome: row.outcome, message };
  }

  it('meet the same answers', async () => {
    const wrong: unknown[] = [];
    for (const row of rows) {
      const actual = await replay(row);
      if (JSON.stringify(actual) !== JSON.stringify(expected(row)))
        wrong.push({ id: row.id, actual, expected: expected(row) });
    }
    console.log(`recorded calls over the wire: ${rows.length}, agreed ${rows.length - wrong.length}`);
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(80);
  }, 120_000);
});
