import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_URL } from '@/lib/services/testing/install';
import { codes, openServiceFixture, PASSWORD, type ServiceFixture, secretOf } from '../testing/context';
import { ensureBootstrap, issueBootstrapLink } from '../workspace/bootstrap';
import { completeSetup } from './complete-setup';
import { inspectLink } from './inspect-link';
import { setupStatus } from './setup-status';

const DAY_MS = 24 * 3_600_000;

describe('the first start', () => {
  let f: ServiceFixture;
  beforeAll(async () => {
    f = await openServiceFixture();
  });
  afterAll(() => f.close());

  const link = async () => {
    const issued = await issueBootstrapLink(f.db, { publicUrl: PUBLIC_URL, now: f.clock.now });
    if ('already' in issued) throw new Error('there is an administrator');
    return secretOf(issued.url);
  };
  const form = (token: string, email = 'first@example.test') => ({
    token,
    name: 'First',
    email,
    password: PASSWORD,
    workspaceName: 'Northquay',
  });

  test('makes one workspace and one token, however many processes start at once', async () => {
    const bootstrapToken = 'a bootstrap token of the test';
    const starts = await Promise.all([1, 2, 3].map(() => ensureBootstrap(f.db, { bootstrapToken, now: f.clock.now })));
    expect(starts.filter(({ tokenMade }) => tokenMade)).toHaveLength(1);
    expect(await f.db.directory.workspace.findMany({ select: { name: true } })).toEqual([{ name: 'Main' }]);
    expect(await f.db.directory.apiToken.findMany({ select: { role: true, installAdmin: true } })).toEqual([
      { role: 'owner', installAdmin: true },
    ]);
    const other = await ensureBootstrap(f.db, { bootstrapToken: 'another token, at a later start', now: f.clock.now });
    expect(other.tokenMade).toBe(false);
  });

  test('a new link withdraws the former one', async () => {
    const former = await link();
    const latest = await link();
    await expect(completeSetup(f.context(), form(former))).rejects.toMatchObject({ code: 'not_found' });
    expect(await inspectLink(f.context(), { token: latest })).toMatchObject({ kind: 'bootstrap', email: null });
  });

  test('a link expires after a day, and only its hash is kept', async () => {
    const token = await link();
    const rows = await f.asOwner('SELECT * FROM directory.one_time_link');
    expect(JSON.stringify(rows.rows)).not.toContain(token);
    f.clock.now = new Date(f.clock.now.getTime() + DAY_MS + 1);
    await expect(completeSetup(f.context(), form(token))).rejects.toMatchObject({ code: 'expired' });
  });

  test.each([
    ['a short password', { password: 'short' }, 'password'],
    ['no address', { email: 'nobody' }, 'email'],
    ['a control character in the name', { name: 'a\u0007b' }, 'name'],
  ])('refuses %s and keeps the link', async (_name, wrong, path) => {
    const token = await link();
    const refusal = completeSetup(f.context(), { ...form(token), ...wrong });
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_request', details: [{ path }] });
    expect(await inspectLink(f.context(), { token })).toMatchObject({ kind: 'bootstrap' });
  });

  test('two at once have one winner, who owns the renamed workspace; afterwards the door is closed', async () => {
    expect(await setupStatus(f.context(), {})).toMatchObject({ needsFirstAdministrator: true, singleSignOn: null });
    const token = await link();
    const results = await Promise.allSettled([
      completeSetup(f.context(), form(token, 'one@example.test')),
      completeSetup(f.context(), form(token, 'two@example.test')),
    ]);
    expect(codes(results).sort()).toEqual(['already_used', null].sort());
    const users = await f.db.directory.user.findMany({ include: { memberships: { include: { workspace: true } } } });
    expect(users).toMatchObject([
      { installAdmin: true, memberships: [{ role: 'owner', workspace: { name: 'Northquay' } }] },
    ]);
    expect(await setupStatus(f.context(), {})).toMatchObject({ needsFirstAdministrator: false });
    expect(await issueBootstrapLink(f.db, { publicUrl: PUBLIC_URL, now: f.clock.now })).toEqual({ already: true });
    expect(await f.actions(null)).toContain('install.set_up');
  });
});
