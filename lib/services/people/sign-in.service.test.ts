import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Auth, createAuth } from '@/lib/auth/auth';
import { authenticate } from '@/lib/auth/authenticate';
import { Browser, totpOf } from '@/lib/auth/testing';
import { PUBLIC_URL } from '@/lib/services/testing/install';
import { openServiceFixture, PASSWORD, type ServiceFixture, secretOf } from '../testing/context';
import { createApiToken } from '../tokens/create';
import { authPeople } from './auth-people';
import { removeMember } from './remove-member';
import { resetMemberPassword } from './reset-member-password';
import { resetPassword } from './reset-password';
import { updateMember } from './update-member';

const HOUR_MS = 3_600_000;
let f: ServiceFixture;
let auth: Auth;
const secret = randomBytes(32).toString('hex');
const build = (publicUrl: string) =>
  createAuth({
    directory: f.db.directory,
    publicUrl,
    secret,
    oidc: null,
    people: authPeople(f.db, () => f.clock.now),
    now: () => f.clock.now,
  });
beforeAll(async () => {
  f = await openServiceFixture();
  auth = build(PUBLIC_URL);
});
afterAll(() => f.close());
beforeEach(async () => {
  // better-auth stamps its rows with the machine's clock.
  f.clock.now = new Date();
  await f.db.directory.rateLimit.deleteMany();
});

const who = (browser: Browser, workspaceId: string | null = null) =>
  authenticate({ db: f.db, auth, now: () => f.clock.now }, browser.headers, workspaceId);

async function signIn(email: string, browser = new Browser(auth, PUBLIC_URL)) {
  const answer = await browser.post('/sign-in/email', { email, password: PASSWORD });
  return { browser, answer };
}

describe('sign-in by password', () => {
  test('gives a __Host- cookie that says who asks, with the role of now', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const editor = await f.member(workspaceId, 'editor');
    const { browser, answer } = await signIn(editor.email.toUpperCase());
    expect(answer.status).toBe(200);
    const cookie = browser.set.find((line) => line.includes('session_token')) ?? '';
    expect(cookie).toMatch(/^__Host-mooring\.session_token=/);
    for (const part of [/; Secure/, /; HttpOnly/, /; SameSite=Lax/i, /; Path=\/(;|$)/]) expect(cookie).toMatch(part);
    expect(cookie).not.toMatch(/domain/i);
    expect(await who(browser, workspaceId)).toMatchObject({ kind: 'user', id: editor.id, role: 'editor' });
    expect(await who(browser, await f.workspace())).toMatchObject({ role: null });
    expect(await who(browser, 'not-a-uuid')).toMatchObject({ role: null });

    await updateMember(f.as(owner, workspaceId, 'owner'), { userId: editor.id, role: 'viewer' });
    expect(await who(browser, workspaceId)).toMatchObject({ role: 'viewer' });
    await removeMember(f.as(owner, workspaceId, 'owner'), { userId: editor.id });
    expect(await who(browser, workspaceId)).toMatchObject({ id: editor.id, role: null });
  });

  test('without https the cookie has another name and is not Secure', async () => {
    const publicUrl = 'http://localhost:3000';
    const browser = new Browser(build(publicUrl), publicUrl);
    const person = await f.person();
    await browser.post('/sign-in/email', { email: person.email, password: PASSWORD });
    const cookie = browser.set.find((line) => line.includes('session_token')) ?? '';
    expect(cookie).toMatch(/^mooring\.session_token=/);
    expect(cookie).not.toMatch(/secure/i);
  });

  test('a wrong password and an unknown address are the same answer', async () => {
    const person = await f.person();
    const browser = new Browser(auth, PUBLIC_URL);
    const wrong = await browser.post('/sign-in/email', { email: person.email, password: 'not my password' });
    const unknown = await browser.post('/sign-in/email', { email: 'nobody@example.test', password: 'not my password' });
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body]);
    expect(wrong.status).toBe(401);
    expect(await who(browser)).toMatchObject({ kind: 'anonymous' });
    expect(await f.actions(null)).toContain('session.refused');
  });

  test('an account has 20 attempts in 15 minutes, from wherever they come', async () => {
    const person = await f.person();
    for (let attempt = 0; attempt < 20; attempt++) {
      const browser = new Browser(auth, PUBLIC_URL, `203.0.113.${attempt}`);
      const { status } = await browser.post('/sign-in/email', { email: person.email, password: 'not my password' });
      expect(status).toBe(401);
    }
    expect((await signIn(person.email, new Browser(auth, PUBLIC_URL, '203.0.113.99'))).answer).toMatchObject({
      status: 429,
      body: { code: 'rate_limited' },
    });
    f.clock.now = new Date(f.clock.now.getTime() + HOUR_MS);
    expect((await signIn(person.email, new Browser(auth, PUBLIC_URL, '203.0.113.98'))).answer.status).toBe(200);
  });

  test('an address has ten attempts a minute', async () => {
    const browser = new Browser(auth, PUBLIC_URL, '203.0.113.200');
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt++) {
      const email = `a${attempt}@example.test`;
      const spoofed = { 'x-mooring-client-address': `192.0.2.${attempt}` };
      statuses.push((await browser.post('/sign-in/email', { email, password: 'x' }, spoofed)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
  });

  test('another site cannot use the cookie, nor sign anyone in', async () => {
    const { browser } = await signIn((await f.person()).email);
    const foreign = await browser.post('/sign-out', {}, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(await who(browser)).toMatchObject({ kind: 'user' });
  });

  test('a body larger than any form is refused before it is parsed', async () => {
    const answer = await new Browser(auth, PUBLIC_URL).post('/sign-in/email', { email: 'x'.repeat(20_000) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
  });

  test.each([
    '/sign-up/email',
    '/update-user',
    '/change-email',
    '/link-social',
    '/request-password-reset',
    '/delete-user',
  ])('%s is not offered', async (path) => {
    const { browser } = await signIn((await f.person()).email);
    expect((await browser.post(path, { name: 'x', email: 'x@example.test', password: PASSWORD })).status).toBe(404);
  });

  test.each(['/get-session', '/list-sessions'])(
    '%s would show the raw session token, and is not offered',
    async (path) => {
      const { browser } = await signIn((await f.person()).email);
      expect((await browser.get(`${PUBLIC_URL}/api/auth${path}`)).status).toBe(404);
    },
  );
});

describe('a session', () => {
  test('is over after sign-out, also for who kept the cookie', async () => {
    const { browser } = await signIn((await f.person()).email);
    const kept = new Map(browser.cookies);
    expect((await browser.post('/sign-out')).status).toBe(200);
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect(await who(browser)).toMatchObject({ kind: 'anonymous' });
    expect((await f.actions(null)).slice(-2)).toEqual(['session.signed_in', 'session.signed_out']);
  });

  test('ends after 12 idle hours; use keeps it, but never beyond 7 days', async () => {
    const start = f.clock.now.getTime();
    const { browser } = await signIn((await f.person()).email);
    for (let hours = 11; hours < 7 * 24; hours += 11) {
      f.clock.now = new Date(start + hours * HOUR_MS);
      expect(await who(browser)).toMatchObject({ kind: 'user' });
    }
    f.clock.now = new Date(start + 7 * 24 * HOUR_MS + 60_000);
    expect(await who(browser)).toMatchObject({ kind: 'anonymous' });

    f.clock.now = new Date();
    const idle = (await signIn((await f.person()).email)).browser;
    f.clock.now = new Date(Date.now() + 12 * HOUR_MS + 60_000);
    expect(await who(idle)).toMatchObject({ kind: 'anonymous' });
    const change = { currentPassword: PASSWORD, newPassword: 'another fine password' };
    expect((await idle.post('/change-password', change)).status).toBe(401);
  });

  test('with a forged or foreign signature is nobody’s', async () => {
    const { browser } = await signIn((await f.person()).email);
    const [[name, value] = ['', '']] = [...browser.cookies];
    browser.cookies.set(name, `${value.slice(0, -6)}AAAA%3D`);
    expect(await who(browser)).toMatchObject({ kind: 'anonymous' });
  });

  test('of another browser ends with a password change, which the log tells', async () => {
    const person = await f.person();
    const [here, there] = [(await signIn(person.email)).browser, (await signIn(person.email)).browser];
    const change = { currentPassword: PASSWORD, newPassword: 'another fine password', revokeOtherSessions: true };
    const wrong = await here.post('/change-password', { ...change, currentPassword: 'not my password' });
    expect(wrong.status).toBe(400);
    const short = await here.post('/change-password', { ...change, newPassword: 'short' });
    expect(short.status).toBe(400);
    expect((await here.post('/change-password', change)).status).toBe(200);
    expect([(await who(here)).kind, (await who(there)).kind]).toEqual(['user', 'anonymous']);
    expect((await f.actions(null)).at(-1)).toBe('password.changed');
  });

  test('ends with a password reset', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const person = await f.member(workspaceId, 'viewer');
    const { browser } = await signIn(person.email);
    const { url } = await resetMemberPassword(f.as(owner, workspaceId, 'owner'), { userId: person.id });
    const password = 'a password set by link';
    await resetPassword(f.context(), { token: secretOf(url), password });
    expect(await who(browser)).toMatchObject({ kind: 'anonymous' });
    expect((await browser.post('/sign-in/email', { email: person.email, password })).status).toBe(200);
  });
});

describe('the second factor', () => {
  async function withTotp() {
    const person = await f.person();
    const { browser } = await signIn(person.email);
    const { body } = await browser.post('/two-factor/enable', { password: PASSWORD });
    const uri = String(body.totpURI);
    expect((await browser.post('/two-factor/verify-totp', { code: totpOf(uri, new Date()) })).status).toBe(200);
    await f.db.directory.rateLimit.deleteMany();
    return { person, browser, uri, backupCodes: body.backupCodes as string[] };
  }

  test('is asked for after the password, which alone opens nothing', async () => {
    const { person, uri } = await withTotp();
    const { browser, answer } = await signIn(person.email);
    expect(answer.body).toMatchObject({ twoFactorRedirect: true });
    expect([...browser.cookies.keys()].some((name) => name.includes('session_token'))).toBe(false);
    expect(await who(browser)).toMatchObject({ kind: 'anonymous' });
    expect((await browser.post('/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
    expect(await who(browser)).toMatchObject({ kind: 'anonymous' });
    const right = { code: totpOf(uri, new Date()) };
    expect((await browser.post('/two-factor/verify-totp', { ...right, trustDevice: true })).status).toBe(400);
    expect((await browser.post('/two-factor/verify-totp', right)).status).toBe(200);
    expect(await who(browser)).toMatchObject({ kind: 'user', id: person.id });
    const last = await f.db.directory.auditEntry.findMany({ where: { targetId: person.id }, orderBy: { at: 'asc' } });
    expect(last.map(({ action, detail }) => [action, (detail as { method?: string }).method])).toEqual([
      ['session.signed_in', 'password'],
      ['two_factor.enabled', undefined],
      ['session.signed_in', 'totp'],
    ]);
  });

  test('takes a backup code once', async () => {
    const { person, backupCodes } = await withTotp();
    const code = backupCodes[0];
    const first = (await signIn(person.email)).browser;
    expect((await first.post('/two-factor/verify-backup-code', { code })).status).toBe(200);
    const second = (await signIn(person.email)).browser;
    expect((await second.post('/two-factor/verify-backup-code', { code })).status).toBe(401);
    expect(await who(second)).toMatchObject({ kind: 'anonymous' });
  });

  test('is turned off, and its codes made anew, with the password only', async () => {
    const { person, browser, backupCodes } = await withTotp();
    const wrong = { password: 'not my password' };
    expect((await browser.post('/two-factor/generate-backup-codes', wrong)).status).toBe(400);
    const made = await browser.post('/two-factor/generate-backup-codes', { password: PASSWORD });
    expect(made.body.backupCodes).toHaveLength(backupCodes.length);
    expect(made.body.backupCodes).not.toContain(backupCodes[0]);
    expect((await browser.post('/two-factor/disable', wrong)).status).toBe(400);
    expect((await browser.post('/two-factor/disable', { password: PASSWORD })).status).toBe(200);
    expect((await signIn(person.email)).answer.body.twoFactorRedirect).toBeUndefined();
    const rows = await f.db.directory.auditEntry.findMany({ where: { targetId: person.id }, orderBy: { at: 'asc' } });
    expect(rows.map(({ action }) => action)).toEqual([
      'session.signed_in',
      'two_factor.enabled',
      'two_factor.backup_codes_made',
      'two_factor.disabled',
      'session.signed_in',
    ]);
  });

  test('keeps its secret and codes encrypted', async () => {
    const { uri, backupCodes } = await withTotp();
    const rows = await f.asOwner('SELECT secret, backup_codes FROM directory.two_factor');
    const dump = JSON.stringify(rows.rows);
    expect(dump).not.toContain(backupCodes[0]);
    expect(dump).not.toContain(new URL(uri).searchParams.get('secret'));
  });
});

describe('authenticate', () => {
  test('takes a token before a cookie, and never falls back from a bad one', async () => {
    const workspaceId = await f.workspace();
    const admin = await f.member(workspaceId, 'admin');
    const { browser } = await signIn(admin.email);
    const { secret: token } = await createApiToken(f.as(admin, workspaceId, 'admin'), { name: 't', role: 'viewer' });
    const ask = (authorization: string) => {
      const { headers } = browser;
      headers.set('authorization', authorization);
      return authenticate({ db: f.db, auth, now: () => f.clock.now }, headers, workspaceId);
    };
    expect(await ask(`Bearer ${token}`)).toMatchObject({ kind: 'token', role: 'viewer' });
    for (const bad of [`Bearer ${token}x`, 'Bearer', 'Basic dTpw', `Bearer ${token} ${token}`, '']) {
      await expect(ask(bad)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });
});
