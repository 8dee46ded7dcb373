import { randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Auth, createAuth } from '@/lib/auth/auth';
import { authenticate } from '@/lib/auth/authenticate';
import { Browser } from '@/lib/auth/testing';
import { CLIENT, startProvider } from '@/lib/auth/testing-provider';
import { PUBLIC_URL } from '@/lib/services/testing/install';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { authPeople } from './auth-people';
import { createInvitation } from './create-invitation';

let f: ServiceFixture;
let provider: Awaited<ReturnType<typeof startProvider>>;
let auth: Auth;
const build = (issuerUrl: string) =>
  createAuth({
    directory: f.db.directory,
    publicUrl: PUBLIC_URL,
    secret: randomBytes(32).toString('hex'),
    oidc: { issuerUrl, ...CLIENT, name: 'Company' },
    people: authPeople(f.db, () => f.clock.now),
  });
beforeAll(async () => {
  [f, provider] = await Promise.all([openServiceFixture(), startProvider()]);
  f.clock.now = new Date();
  auth = build(provider.issuer);
});
afterAll(async () => {
  await provider.close();
  await f.close();
});
beforeEach(() => f.db.directory.rateLimit.deleteMany().then(() => undefined));

const social = { provider: 'sso', callbackURL: '/', errorCallbackURL: '/sign-in' };

async function signIn(claims: JWTPayload, options: { forged?: boolean } = {}) {
  const browser = new Browser(auth, PUBLIC_URL);
  const { body, status } = await browser.post('/sign-in/social', social);
  expect(status).toBe(200);
  const answer = await browser.get(provider.approve(String(body.url), claims, options));
  const actor = await authenticate({ db: f.db, auth, now: () => new Date() }, browser.headers, null);
  return { browser, answer, actor };
}

describe('single sign-on', () => {
  test('lets an existing person in, twice, and keeps none of the provider’s tokens', async () => {
    const person = await f.person();
    const claims = { sub: 'p1', email: person.email.toUpperCase(), email_verified: true, name: 'P' };
    expect((await signIn(claims)).actor).toMatchObject({ kind: 'user', id: person.id });
    expect((await signIn({ ...claims, email: 'renamed@example.test' })).actor).toMatchObject({ id: person.id });
    const account = await f.db.directory.authAccount.findFirstOrThrow({
      where: { userId: person.id, providerId: 'sso' },
    });
    expect(account).toMatchObject({ accessToken: null, refreshToken: null, idToken: null });
    const signedIn = await f.db.directory.auditEntry.findMany({ where: { targetId: person.id } });
    expect(signedIn.map(({ action, detail }) => [action, detail])).toEqual([
      ['session.signed_in', { method: 'single_sign_on' }],
      ['session.signed_in', { method: 'single_sign_on' }],
    ]);
  });

  test('makes an account for someone invited, with the invitation’s role', async () => {
    const workspaceId = await f.workspace();
    const admin = await f.member(workspaceId, 'admin');
    const email = 'invited-sso@example.test';
    await createInvitation(f.as(admin, workspaceId, 'admin'), { email, role: 'editor' });
    const { actor } = await signIn({ sub: 'i1', email, email_verified: true, name: 'Invited' });
    expect(actor).toMatchObject({ kind: 'user', label: email });
    const member = await f.db.directory.membership.findFirst({ where: { workspaceId, userId: actor.id } });
    expect(member?.role).toBe('editor');
  });

  test.each([
    ['nobody invited', { sub: 'x1', email: 'stranger@example.test', email_verified: true }, {}],
    ['the provider does not vouch for', { sub: 'x2', email_verified: false }, {}],
    ['of whom the provider says nothing', { sub: 'x3' }, {}],
    ['with a token for another client', { sub: 'x4', email_verified: true, aud: 'other' }, {}],
    ['with a token of another issuer', { sub: 'x5', email_verified: true, iss: 'https://evil.example' }, {}],
    ['with a token of another sign-in', { sub: 'x6', email_verified: true, nonce: 'replayed' }, {}],
    ['with a forged token', { sub: 'x7', email_verified: true }, { forged: true }],
  ])('refuses someone %s', async (_name, claims, options) => {
    const person = await f.person();
    const users = await f.db.directory.user.count();
    const { answer, actor } = await signIn({ email: person.email, ...claims }, options);
    expect(actor).toMatchObject({ kind: 'anonymous' });
    expect(answer.status).toBe(302);
    expect(answer.location).toMatch(/error=/);
    expect(await f.db.directory.user.count()).toBe(users);
  });

  test('takes a callback only from the browser that began', async () => {
    const person = await f.person();
    const { body } = await new Browser(auth, PUBLIC_URL).post('/sign-in/social', social);
    const victim = new Browser(auth, PUBLIC_URL);
    const before = provider.seen.tokenRequests;
    await victim.get(provider.approve(String(body.url), { sub: 'c1', email: person.email, email_verified: true }));
    expect([...victim.cookies.keys()].some((name) => name.includes('session_token'))).toBe(false);
    expect(provider.seen.tokenRequests).toBe(before);
  });

  test('does not take an ID token handed in directly', async () => {
    const browser = new Browser(auth, PUBLIC_URL);
    const answer = await browser.post('/sign-in/social', { ...social, idToken: { token: 'a.b.c' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'not_offered' } });
  });

  test('a provider that is down stops single sign-on only', async () => {
    provider.seen.up = false;
    try {
      const alone = build(provider.issuer);
      const browser = new Browser(alone, PUBLIC_URL);
      expect(await browser.post('/sign-in/social', social)).toMatchObject({ status: 503 });
      const person = await f.person();
      const { status } = await browser.post('/sign-in/email', { email: person.email, password: 'wrong password' });
      expect(status).toBe(401);
    } finally {
      provider.seen.up = true;
    }
  });
});
