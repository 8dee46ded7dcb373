import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { resetPassword } from '../people/reset-password';
import { codes, openServiceFixture, PASSWORD, type ServiceFixture, secretOf } from '../testing/context';
import { createWorkspace } from '../workspace/create';
import { getWorkspace } from '../workspace/get';
import { listWorkspaces } from '../workspace/list';
import { updateWorkspace } from '../workspace/update';
import { listUsers } from './list';
import { resetUserPassword } from './reset-password';
import { updateUser } from './update';

let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());
beforeEach(async () => {
  await f.db.directory.user.updateMany({ data: { installAdmin: false } });
});

describe('install administrators', () => {
  test('one makes another and unmakes them; the log has both', async () => {
    const admin = await f.person({ installAdmin: true });
    const other = await f.person();
    const context = f.administrator(admin);
    const made = await updateUser(context, { userId: other.id, installAdmin: true });
    expect(made.user).toMatchObject({ id: other.id, installAdmin: true, workspaces: 0 });
    await updateUser(context, { userId: other.id, installAdmin: false });
    expect((await f.actions(null)).slice(-2)).toEqual(['user.made_install_admin', 'user.unmade_install_admin']);
    expect((await listUsers(context, { pageSize: 200 })).users.map(({ email }) => email)).toContain(other.email);
  });

  test('the last one stays, also when two unmake each other at once', async () => {
    const [a, b] = [await f.person({ installAdmin: true }), await f.person({ installAdmin: true })];
    const results = await Promise.allSettled([
      updateUser(f.administrator(a), { userId: b.id, installAdmin: false }),
      updateUser(f.administrator(b), { userId: a.id, installAdmin: false }),
    ]);
    expect(codes(results).sort()).toEqual([null, 'permission_denied'].sort());
    const last = await f.db.directory.user.findFirstOrThrow({ where: { installAdmin: true } });
    const unmake = updateUser(f.administrator(last), { userId: last.id, installAdmin: false });
    await expect(unmake).rejects.toMatchObject({ code: 'conflict' });
  });

  test('everyone else is refused, and a missing account is missing', async () => {
    const workspaceId = await f.workspace();
    const owner = await f.member(workspaceId, 'owner');
    const context = f.as(owner, workspaceId, 'owner');
    const denied = { code: 'permission_denied' };
    await expect(listUsers(context, {})).rejects.toMatchObject(denied);
    await expect(updateUser(context, { userId: owner.id, installAdmin: true })).rejects.toMatchObject(denied);
    await expect(resetUserPassword(context, { userId: owner.id })).rejects.toMatchObject(denied);
    await expect(createWorkspace(context, { name: 'Mine' })).rejects.toMatchObject(denied);
    await expect(listWorkspaces(context, {})).rejects.toMatchObject(denied);
    await expect(listUsers(f.context(), {})).rejects.toMatchObject({ code: 'unauthenticated' });
    const admin = f.administrator(await f.person({ installAdmin: true }));
    const missing = updateUser(admin, { userId: 'nobody', installAdmin: true });
    await expect(missing).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('password reset', () => {
  test('sets the password once and ends every session and half-finished sign-in', async () => {
    const admin = f.administrator(await f.person({ installAdmin: true }));
    const person = await f.person();
    const expiresAt = new Date('2999-01-01');
    await f.db.directory.session.create({ data: { id: 's', token: 's', userId: person.id, expiresAt } });
    await f.db.directory.verification.create({ data: { id: 'v', identifier: '2fa-x', value: person.id, expiresAt } });
    const former = secretOf((await resetUserPassword(admin, { userId: person.id })).url);
    const token = secretOf((await resetUserPassword(admin, { userId: person.id })).url);
    const password = 'another fine password';
    await expect(resetPassword(f.context(), { token: former, password })).rejects.toMatchObject({ code: 'not_found' });
    const results = await Promise.allSettled([1, 2].map(() => resetPassword(f.context(), { token, password })));
    expect(codes(results).sort()).toEqual(['already_used', null].sort());
    expect(await f.db.directory.session.count({ where: { userId: person.id } })).toBe(0);
    expect(await f.db.directory.verification.count({ where: { value: person.id } })).toBe(0);
    expect((await f.actions(null)).filter((action) => action === 'password.reset')).toHaveLength(1);
  });

  test('expires after four hours, and never was an invitation', async () => {
    const admin = f.administrator(await f.person({ installAdmin: true }));
    const token = secretOf((await resetUserPassword(admin, { userId: (await f.person()).id })).url);
    f.clock.now = new Date(f.clock.now.getTime() + 4 * 3_600_000 + 1);
    const late = resetPassword(f.context(), { token, password: PASSWORD });
    await expect(late).rejects.toMatchObject({ code: 'expired' });
    const unknown = resetPassword(f.context(), { token: 'x'.repeat(43), password: PASSWORD });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('workspaces', () => {
  test('whoever makes one owns it; a token’s belongs to the install’s administrators', async () => {
    const admin = await f.person({ installAdmin: true });
    const context = f.administrator(admin);
    const mine = await createWorkspace(context, { name: 'Mine' });
    expect(await getWorkspace(f.as(admin, mine.id, 'owner'), {})).toEqual(mine);
    const token = { kind: 'token', id: mine.id, label: 'token t', installAdmin: true, role: null } as const;
    const made = await createWorkspace({ ...context, actor: { ...token, workspaceId: mine.id } }, { name: 'By token' });
    const members = await f.db.directory.membership.findMany({ where: { workspaceId: made.id } });
    expect(members).toMatchObject([{ userId: admin.id, role: 'owner' }]);
    await expect(createWorkspace(context, { name: 'Mine' })).rejects.toMatchObject({ code: 'P2002' });
    const { workspaces } = await listWorkspaces(context, { pageSize: 200 });
    expect(workspaces).toContainEqual({ ...mine, members: 1 });
  });

  test('an admin renames it, an editor does not, a stranger does not see it', async () => {
    const id = await f.workspace('Before');
    const admin = f.as(await f.member(id, 'admin'), id, 'admin');
    expect((await updateWorkspace(admin, { name: 'After' })).workspace.name).toBe('After');
    await updateWorkspace(admin, { name: 'After' });
    expect(await f.actions(id)).toEqual(['workspace.renamed']);
    const editor = f.as(await f.member(id, 'editor'), id, 'editor');
    await expect(updateWorkspace(editor, { name: 'X' })).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(getWorkspace(f.as(await f.person(), id, null), {})).rejects.toMatchObject({ code: 'not_found' });
  });
});
