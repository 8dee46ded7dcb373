import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { totpOf } from '../lib/auth/testing';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { ownWorkspaceId } from './harness/connected-account';

/** Two browsers and several page loads each. */
test.setTimeout(180_000);

const PASSWORD = 'anchors hold in sand';
const at = (path: string) => `${environment('URL')}${path}`;
/** One address a test, so that no test depends on another. */
const address = (name: string) => `${name}.${Date.now().toString(36)}@example.test`;

/** Invites by the page and accepts in a browser of their own; answers that browser's page, in the workspace. */
async function join(admin: Page, other: BrowserContext, email: string, name: string): Promise<Page> {
  await admin.goto(at(paths.members(await ownWorkspaceId())));
  await admin.getByRole('button', { name: 'Invite someone' }).first().click();
  await admin.getByLabel('E-mail').fill(email);
  await admin.getByLabel('Role', { exact: true }).selectOption('viewer');
  await admin.getByRole('button', { name: 'Make the link' }).click();
  const link = await admin.getByLabel('Invitation link', { exact: true }).inputValue();
  await expect(admin.getByText(`Nothing was mailed. Send it to ${email}`)).toBeVisible();
  await admin.getByRole('button', { name: 'Done' }).click();
  await expect(admin.getByRole('row', { name: new RegExp(`${email} viewer open`) })).toBeVisible();

  const page = await other.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  return page;
}

const rowOf = (page: Page, email: string) => page.getByRole('row', { name: email }).first();

test('someone is invited, joins, becomes an editor, and loses access when removed', async ({
  browser,
  page,
  context,
}) => {
  await signInAsAdministrator(context);
  const workspace = await ownWorkspaceId();
  const email = address('tomasz');
  const other = await browser.newContext();
  const guest = await join(page, other, email, 'Tomasz Wilk');

  // A viewer is not offered what they may not open, and is refused when they go there.
  await expect(guest.getByRole('link', { name: 'Members' })).toHaveCount(0);
  await guest.goto(at(paths.members(workspace)));
  await expect(guest.getByRole('alert').first()).toContainText('could not be read');

  await page.reload();
  await page.getByLabel('Role of Tomasz Wilk').last().selectOption('editor');
  await expect(page.getByText('Tomasz Wilk is editor now').first()).toBeVisible();
  await guest.goto(at(paths.integrations(workspace)));
  await expect(guest.getByRole('link', { name: /Connect an account/ }).first()).toBeVisible();

  await rowOf(page, email).getByRole('button', { name: 'Actions on Tomasz Wilk' }).click();
  await page.getByRole('menuitem', { name: 'Remove from the workspace' }).click();
  const remove = page.getByRole('button', { name: `Remove ${email}` });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel(/to confirm/).fill(email);
  await remove.click();
  await expect(page.getByText('Tomasz Wilk is removed').first()).toBeVisible();
  await expect(page.getByRole('row', { name: /Tomasz Wilk/ })).toHaveCount(0);

  const answer = await other.request.get(at(`/api/v1/workspaces/${workspace}/integrations`));
  expect(answer.status()).toBe(404);
  await other.close();
});

test('the last owner cannot step down, and is told why', async ({ page, context }) => {
  await signInAsAdministrator(context);
  await page.goto(at(paths.members(await ownWorkspaceId())));
  const own = page.getByRole('row', { name: /you/ }).first();
  await own.getByRole('combobox').selectOption('viewer');
  await page.getByRole('button', { name: /^Lower the role of/ }).click();
  await expect(page.getByRole('alert')).toContainText('This is the last owner of the workspace');
  await page.getByRole('button', { name: 'Keep owner' }).click();
  await expect(own.getByRole('combobox')).toHaveValue('owner');
});

test('a second factor is turned on, and sign-in asks for its code', async ({ browser, page, context }) => {
  await signInAsAdministrator(context);
  const email = address('priya');
  const other = await browser.newContext();
  const person = await join(page, other, email, 'Priya Nair');
  await person.goto(at(paths.account()));
  await person.getByRole('button', { name: 'Turn on' }).click();
  await person.getByLabel('Your password').fill('not my password');
  await person.getByRole('button', { name: 'Go on' }).click();
  await expect(person.getByRole('alert')).toContainText('not your password');
  await person.getByLabel('Your password').fill(PASSWORD);
  await person.getByRole('button', { name: 'Go on' }).click();

  await expect(person.getByRole('img', { name: 'QR code' })).toBeVisible();
  const secret = await person.getByLabel('Secret', { exact: true }).inputValue();
  const code = () => totpOf(`otpauth://totp/Mooring?secret=${secret}`, new Date());
  await person.getByLabel('Code', { exact: true }).fill(code());
  await person.getByRole('button', { name: 'Turn on' }).click();
  await expect(person.getByRole('list', { name: 'Backup codes' }).getByRole('listitem')).toHaveCount(10);
  await person.getByRole('button', { name: 'I have kept them' }).click();
  await expect(person.getByText('Signing in asks for a code')).toBeVisible();
  await other.close();

  const fresh = await browser.newContext();
  const again = await fresh.newPage();
  await again.goto(at(paths.signIn(paths.account())));
  await again.getByLabel('E-mail').fill(email);
  await again.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await again.getByLabel('Code', { exact: true }).fill(code());
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await fresh.close();
});

const PAGES: [title: string, path: () => string | Promise<string>][] = [
  ['Members', async () => paths.members(await ownWorkspaceId())],
  ['Your account', () => paths.account()],
  ['Install settings', () => paths.install()],
  ['Workspaces', () => paths.install('workspaces')],
  ['Users', () => paths.install('users')],
  ['Host identities', () => paths.install('host-identities')],
  ['Install audit log', () => paths.install('audit-log')],
  ['API reference', () => `${paths.apiDocs()}#members.update`],
];

for (const [title, path] of PAGES) {
  test(`${title} has no accessibility violation`, async ({ page, context }) => {
    await signInAsAdministrator(context);
    await page.goto(at(await path()));
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await expectAccessible(page);
  });
}
