import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes, openServiceFixture, PASSWORD, type ServiceFixture, secretOf } from '../testing/context';
import { acceptInvitation } from './accept-invitation';
import { authPeople } from './auth-people';
import { createInvitation } from './create-invitation';
import { inspectLink } from './inspect-link';
import { listInvitations } from './list-invitations';
import { revokeInvitation } from './revoke-invitation';

const HOUR_MS = 3_600_000;
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

async function team() {
  const workspaceId = await f.workspace();
  const admin = await f.member(workspaceId, 'admin');
  const context = f.as(admin, workspaceId, 'admin');
  const invite = async (email: string, role: 'viewer' | 'admin' = 'viewer') => {
    const { invitation, link } = await createInvitation(context, { email, role });
    return { invitation, token: secretOf(link.url), link };
  };
  const roleOf = async (email: string) =>
    (await f.db.directory.membership.findFirst({ where: { workspaceId, user: { email } } }))?.role ?? null;
  return { workspaceId, admin, context, invite, roleOf };
}

describe('createInvitation', () => {
  test('shows the link once, mails it, and lists the invitation', async () => {
    const { context, invite } = await team();
    const { invitation, link } = await invite('New@Example.test');
    expect(invitation).toMatchObject({ email: 'new@example.test', role: 'viewer', state: 'open' });
    expect(link.mailed).toBe(true);
    expect(f.mails.at(-1)?.text).toContain(link.url);
    const { invitations } = await listInvitations(context, {});
    expect(invitations).toEqual([invitation]);
  });

  test('of one address replaces the former link', async () => {
    const { invite } = await team();
    const former = await invite('twice@example.test');
    const latest = await invite('twice@example.test');
    await expect(inspectLink(f.context(), { token: former.token })).rejects.toMatchObject({ code: 'not_found' });
    expect(await inspectLink(f.context(), { token: latest.token })).toMatchObject({ hasAccount: false });
  });

  test('refuses a role above one’s own, members, and those who may not invite', async () => {
    const { workspaceId, context, admin } = await team();
    const owner = createInvitation(context, { email: 'x@example.test', role: 'owner' });
    await expect(owner).rejects.toMatchObject({ code: 'permission_denied' });
    const member = createInvitation(context, { email: admin.email, role: 'viewer' });
    await expect(member).rejects.toMatchObject({ code: 'conflict' });
    const editor = await f.member(workspaceId, 'editor');
    const refused = createInvitation(f.as(editor, workspaceId, 'editor'), { email: 'x@example.test', role: 'viewer' });
    await expect(refused).rejects.toMatchObject({ code: 'permission_denied' });
    const wrong = createInvitation(context, { email: 'not an address', role: 'viewer' });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('acceptInvitation', () => {
  test('makes a new person’s account and membership, in their own name', async () => {
    const { workspaceId, invite, roleOf } = await team();
    const { token } = await invite('ada@example.test');
    const accepted = await acceptInvitation(f.context(), { token, name: 'Ada', password: PASSWORD });
    expect(accepted).toEqual({ email: 'ada@example.test', workspaceId });
    expect(await roleOf('ada@example.test')).toBe('viewer');
    const entry = await f.db.directory.auditEntry.findFirstOrThrow({ where: { workspaceId, action: 'member.joined' } });
    expect(entry).toMatchObject({ actorKind: 'user', actorLabel: 'ada@example.test', ipAddress: '192.0.2.7' });
  });

  test('asks a new person for name and password, and keeps the link', async () => {
    const { invite } = await team();
    const { token } = await invite('shy@example.test');
    const refused = acceptInvitation(f.context(), { token });
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path: 'name' }, { path: 'password' }],
    });
    expect(await inspectLink(f.context(), { token })).toMatchObject({ email: 'shy@example.test' });
  });

  test('twice at once has one winner', async () => {
    const { workspaceId, invite } = await team();
    const { token } = await invite('race@example.test');
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => acceptInvitation(f.context(), { token, name: 'Race', password: PASSWORD })),
    );
    expect(codes(results).sort()).toEqual(['already_used', 'already_used', null].sort());
    expect(
      await f.db.directory.membership.count({ where: { workspaceId, user: { email: 'race@example.test' } } }),
    ).toBe(1);
  });

  test('lets someone with an account in by session or password only', async () => {
    const { workspaceId, invite, roleOf } = await team();
    const person = await f.person();
    const { token } = await invite(person.email, 'admin');
    const unproven = [{ token }, { token, password: 'not the password at all' }, { token, name: 'Eve' }];
    for (const input of unproven) {
      await expect(acceptInvitation(f.context(), input)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    const other = f.as(await f.person(), workspaceId, null);
    await expect(acceptInvitation(other, { token })).rejects.toMatchObject({ code: 'unauthenticated' });
    await acceptInvitation(f.as(person, workspaceId, null), { token });
    expect(await roleOf(person.email)).toBe('admin');

    const second = await f.person();
    const again = await invite(second.email);
    await acceptInvitation(f.context(), { token: again.token, password: PASSWORD });
    expect(await roleOf(second.email)).toBe('viewer');
  });

  test('a password does not stand in for a second factor, and guesses are counted', async () => {
    const { invite } = await team();
    const person = await f.person();
    const { token } = await invite(person.email);
    for (let guess = 0; guess < 20; guess++) {
      const refused = acceptInvitation(f.context(), { token, password: `guess number ${guess}` });
      await expect(refused).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    const right = acceptInvitation(f.context(), { token, password: PASSWORD });
    await expect(right).rejects.toMatchObject({ code: 'rate_limited' });
    f.clock.now = new Date(f.clock.now.getTime() + 16 * 60_000);
    await f.db.directory.user.update({ where: { id: person.id }, data: { twoFactorEnabled: true } });
    const later = acceptInvitation(f.context(), { token, password: PASSWORD });
    await expect(later).rejects.toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('Sign in') });
  });

  test('not after it expired, was revoked, or as another kind of link', async () => {
    const { context, invite } = await team();
    const revoked = await invite('gone@example.test');
    await revokeInvitation(context, { invitationId: revoked.invitation.id });
    await revokeInvitation(context, { invitationId: revoked.invitation.id });
    const form = { name: 'Gone', password: PASSWORD };
    const first = acceptInvitation(f.context(), { ...form, token: revoked.token });
    await expect(first).rejects.toMatchObject({ code: 'not_found' });

    const late = await invite('late@example.test');
    f.clock.now = new Date(f.clock.now.getTime() + 72 * HOUR_MS + 1);
    const second = acceptInvitation(f.context(), { ...form, token: late.token });
    await expect(second).rejects.toMatchObject({ code: 'expired' });
    const states = (await listInvitations(context, {})).invitations.map(({ state }) => state);
    expect(states).toEqual(['expired', 'revoked']);
  });
});

describe('revokeInvitation', () => {
  test('not one that was accepted, nor another workspace’s', async () => {
    const { context, invite } = await team();
    const { invitation, token } = await invite('in@example.test');
    const stranger = (await team()).context;
    const foreign = revokeInvitation(stranger, { invitationId: invitation.id });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
    await acceptInvitation(f.context(), { token, name: 'In', password: PASSWORD });
    const late = revokeInvitation(context, { invitationId: invitation.id });
    await expect(late).rejects.toMatchObject({ code: 'already_used' });
  });
});

describe('single sign-on', () => {
  test('takes up every open invitation of the address, and nobody else’s', async () => {
    const [one, two] = [await team(), await team()];
    await one.invite('sso@example.test');
    await two.invite('sso@example.test', 'admin');
    const people = authPeople(f.db, () => f.clock.now);
    expect(await people.mayJoin('SSO@example.test')).toBe(true);
    expect(await people.mayJoin('other@example.test')).toBe(false);
    const user = await f.db.directory.user.create({ data: { id: 'sso-user', name: 'Sso', email: 'sso@example.test' } });
    await people.joined(user);
    expect([await one.roleOf(user.email), await two.roleOf(user.email)]).toEqual(['viewer', 'admin']);
    expect(await people.mayJoin(user.email)).toBe(false);
    expect(await f.actions(two.workspaceId)).toEqual(['invitation.created', 'member.joined']);
  });
});
