import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes, openServiceFixture, type ServiceFixture } from '../testing/context';
import { createApiToken } from '../tokens/create';
import { createInvitation } from './create-invitation';
import { listMembers } from './list-members';
import { getMe } from './me';
import { removeMember } from './remove-member';
import { resetMemberPassword } from './reset-member-password';
import { updateMember } from './update-member';

let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

describe('listMembers', () => {
  test('pages by address, and knows its own page tokens only', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const others = await Promise.all([1, 2, 3].map(() => f.member(workspaceId, 'viewer')));
    await f.member(await f.workspace(), 'viewer');
    const context = f.as(owner, workspaceId, 'owner');
    const first = await listMembers(context, { pageSize: 3 });
    const second = await listMembers(context, { pageSize: 3, pageToken: first.nextPageToken });
    const emails = [...first.members, ...second.members].map(({ email }) => email);
    expect(emails).toEqual([owner, ...others].map(({ email }) => email).sort());
    expect(second.nextPageToken).toBeUndefined();
    const foreign = Buffer.from('["2026",1]').toString('base64url');
    await expect(listMembers(context, { pageToken: foreign })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test.each([
    ['editor', 'permission_denied'],
    ['viewer', 'permission_denied'],
    [null, 'not_found'],
  ] as const)('refuses the role %s', async (role, code) => {
    const workspaceId = await f.workspace();
    const person = role ? await f.member(workspaceId, role) : await f.person();
    await expect(listMembers(f.as(person, workspaceId, role), {})).rejects.toMatchObject({ code });
  });
});

describe('updateMember', () => {
  test('an admin promotes a viewer to admin, and the log tells it', async () => {
    const workspaceId = await f.workspace();
    const admin = await f.member(workspaceId, 'admin');
    const viewer = await f.member(workspaceId, 'viewer');
    const { member } = await updateMember(f.as(admin, workspaceId, 'admin'), { userId: viewer.id, role: 'admin' });
    expect(member).toMatchObject({ userId: viewer.id, role: 'admin' });
    await updateMember(f.as(admin, workspaceId, 'admin'), { userId: viewer.id, role: 'admin' });
    expect(await f.actions(workspaceId)).toEqual(['member.role_changed']);
  });

  test('nobody gives or takes a role above their own', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const admin = await f.member(workspaceId, 'admin');
    const context = f.as(admin, workspaceId, 'admin');
    const denied = { code: 'permission_denied' };
    await expect(updateMember(context, { userId: admin.id, role: 'owner' })).rejects.toMatchObject(denied);
    await expect(updateMember(context, { userId: owner.id, role: 'viewer' })).rejects.toMatchObject(denied);
    await expect(removeMember(context, { userId: owner.id })).rejects.toMatchObject(denied);
    await expect(resetMemberPassword(context, { userId: owner.id })).rejects.toMatchObject(denied);
  });

  test('a member of another workspace is not there', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const stranger = await f.member(await f.workspace(), 'viewer');
    const context = f.as(owner, workspaceId, 'owner');
    const missing = { code: 'not_found' };
    await expect(updateMember(context, { userId: stranger.id, role: 'editor' })).rejects.toMatchObject(missing);
    await expect(removeMember(context, { userId: stranger.id })).rejects.toMatchObject(missing);
    await expect(removeMember(context, { userId: 'nobody' })).rejects.toMatchObject(missing);
  });

  test('the role that counts is the one of now, not of when the request came in', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const admin = await f.member(workspaceId, 'admin');
    const late = f.as(admin, workspaceId, 'admin');
    await updateMember(f.as(owner, workspaceId, 'owner'), { userId: admin.id, role: 'viewer' });
    await expect(updateMember(late, { userId: admin.id, role: 'admin' })).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });
});

describe('the last owner', () => {
  test('stays', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const context = f.as(owner, workspaceId, 'owner');
    await expect(updateMember(context, { userId: owner.id, role: 'admin' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(removeMember(context, { userId: owner.id })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of two owners who leave at once one stays', async () => {
    const workspaceId = await f.workspace();
    const [a, b] = [await f.member(workspaceId, 'owner'), await f.member(workspaceId, 'owner')];
    const results = await Promise.allSettled([
      removeMember(f.as(a, workspaceId, 'owner'), { userId: a.id }),
      updateMember(f.as(b, workspaceId, 'owner'), { userId: b.id, role: 'viewer' }),
    ]);
    expect(codes(results).sort()).toEqual(['conflict', null].sort());
    expect(await f.db.directory.membership.count({ where: { workspaceId, role: 'owner' } })).toBe(1);
  });

  test('of two owners who remove each other at once one stays', async () => {
    const workspaceId = await f.workspace();
    const [a, b] = [await f.member(workspaceId, 'owner'), await f.member(workspaceId, 'owner')];
    const results = await Promise.allSettled([
      removeMember(f.as(a, workspaceId, 'owner'), { userId: b.id }),
      removeMember(f.as(b, workspaceId, 'owner'), { userId: a.id }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await f.db.directory.membership.count({ where: { workspaceId, role: 'owner' } })).toBe(1);
  });
});

describe('removeMember', () => {
  test('takes along what the member gave out: tokens and open invitations', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const admin = await f.member(workspaceId, 'admin');
    const context = f.as(admin, workspaceId, 'admin');
    const { apiToken } = await createApiToken(context, { name: 'ci', role: 'viewer' });
    await createInvitation(context, { email: 'friend@example.test', role: 'admin' });
    const { withdrawn } = await removeMember(f.as(owner, workspaceId, 'owner'), { userId: admin.id });
    expect(withdrawn).toEqual({ invitationsRevoked: 1, tokensRevoked: 1 });
    const row = await f.db.directory.apiToken.findUniqueOrThrow({ where: { id: apiToken.id } });
    expect(row.revokedAt).not.toBeNull();
    expect(await f.actions(workspaceId)).toEqual(['api_token.created', 'invitation.created', 'member.removed']);
  });
});

describe('resetMemberPassword', () => {
  test('is for accounts of this workspace alone', async () => {
    const [workspaceId, other] = [await f.workspace(), await f.workspace()];
    const owner = await f.member(workspaceId, 'owner');
    const context = f.as(owner, workspaceId, 'owner');
    const here = await f.member(workspaceId, 'viewer');
    const link = await resetMemberPassword(context, { userId: here.id });
    expect(link).toMatchObject({ url: expect.stringContaining('/reset?token='), mailed: true });
    expect(f.mails.at(-1)).toMatchObject({ to: here.email, text: expect.stringContaining(link.url) });

    const both = await f.member(workspaceId, 'viewer');
    await f.db.directory.membership.create({ data: { workspaceId: other, userId: both.id, role: 'viewer' } });
    const above = await f.member(workspaceId, 'viewer', { installAdmin: true });
    for (const { id: userId } of [both, above]) {
      await expect(resetMemberPassword(context, { userId })).rejects.toMatchObject({ code: 'permission_denied' });
    }
  });
});

describe('getMe', () => {
  test('tells a user all workspaces, and nobody nothing', async () => {
    const workspaceId = await f.workspace();
    const person = await f.member(workspaceId, 'editor');
    expect(await getMe(f.as(person, workspaceId, 'editor'), {})).toMatchObject({
      actor: { kind: 'user', id: person.id, email: person.email },
      workspaces: [{ id: workspaceId, role: 'editor' }],
    });
    await expect(getMe(f.context(), {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
