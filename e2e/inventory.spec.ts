import { IAMClient, UpdateAssumeRolePolicyCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { expect, type Page, test } from '@playwright/test';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { connectedAccount, ownWorkspaceId, type SandboxAccount, scanAgain } from './harness/connected-account';

const url = () => environment('URL');
let connected: { workspaceId: string; integrationId: string; account: SandboxAccount };

test.beforeAll(async () => {
  test.setTimeout(180_000);
  connected = await connectedAccount('payments-prod');
});

test.beforeEach(async ({ context }) => {
  await signInAsAdministrator(context);
});

async function open(page: Page, path = ''): Promise<void> {
  await page.goto(`${url()}/w/${await ownWorkspaceId()}${path}`);
}

const search = (page: Page) => page.getByRole('combobox', { name: 'Search the inventory' });
const table = (page: Page) => page.getByRole('table', { name: 'Resources' });

test('finds a role by search and filters, and shares what it shows by its address', async ({ page }) => {
  await open(page, '/inventory');
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('github');
  await expect(page).toHaveURL(/q=github/);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  const answered = page.waitForResponse((response) =>
    /\/resources\?.*type%3AAWS%3A%3AIAM%3A%3ARole/.test(response.url()),
  );
  await filters.getByRole('checkbox', { name: /AWS::IAM::Role/ }).click();
  await expect(page).toHaveURL(/q=github\+type%3AAWS/);
  await expect(search(page)).toHaveValue('github type:AWS::IAM::Role');
  const names = table(page).getByRole('link');
  await expect(names.filter({ hasNotText: 'github' })).toHaveCount(0);
  await expect(names.first()).toBeVisible();
  await expect(filters.getByRole('checkbox', { name: /AWS::IAM::OIDCProvider/ })).toBeVisible();
  // Until the answer is drawn, what was there before stays.
  const { resources } = (await (await answered).json()) as { resources: { name: string }[] };
  const shown = resources.map(({ name }) => name);
  await expect(names).toHaveText(shown);
  await page.reload();
  await expect(names).toHaveText(shown);
  await page.getByRole('button', { name: /Remove filter.*AWS::IAM::Role/ }).click();
  await expect(search(page)).toHaveValue('github');
  await expect(page).not.toHaveURL(/type/);
});

test('completes a condition by keys, and says what is wrong with one', async ({ page }) => {
  await open(page, '/inventory');
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('type:iam::us');
  await expect(page.getByRole('option', { name: /AWS::IAM::User/ })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page).toHaveURL(/q=type%3AAWS%3A%3AIAM%3A%3AUser/);
  await page.keyboard.type('regoin:eu-west-1');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Did you mean region?')).toBeVisible();
  await expect(search(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page).not.toHaveURL(/regoin/);
});

test('keeps what is shown as a view, changes it, and deletes it', async ({ page }) => {
  const name = `Users by tag ${Date.now()}`;
  await open(page, '/inventory?type=AWS::IAM::User');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByPlaceholder('Add a column: tag, attribute or field').fill('tag.team');
  await page.getByRole('option', { name: /tag\.team/ }).click();
  await page.keyboard.press('Escape');
  await expect(table(page).getByRole('columnheader', { name: 'tag.team' })).toBeVisible();
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
  const picker = page.getByRole('button', { name: `View: ${name}` });
  await expect(picker).toBeVisible();
  await page.goto(
    `${page.url().split('?')[0]}?${new URLSearchParams({ view: new URL(page.url()).searchParams.get('view') ?? '' })}`,
  );
  await expect(table(page).getByRole('columnheader', { name: 'tag.team' })).toBeVisible();
  await table(page).getByRole('button', { name: 'Changed' }).click();
  await page.getByRole('button', { name: 'Update view' }).click();
  await expect(page.getByText(`Updated ${name}`, { exact: true })).toBeVisible();
  await picker.click();
  await page.getByRole('menuitem', { name: `Delete ${name}` }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Delete ${name}` })
    .click();
  await expect(page.getByRole('button', { name: 'View: Everything' })).toBeVisible();
});

test('says that it shows the past, and where history begins', async ({ page }) => {
  await open(page, '/inventory?at=90d');
  await expect(page.getByText(/^As Mooring had seen it at/)).toBeVisible();
  await expect(page.getByText(/History begins|begins at/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
  await expect(page).not.toHaveURL(/at=/);
});

test('walks the list by keys and opens a row', async ({ page }) => {
  await open(page, '/inventory?q=github-any-repository&type=AWS::IAM::Role');
  await expect(table(page).getByRole('link', { name: 'github-any-repository' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'github-any-repository' })).toBeVisible();
});

test('says who may assume a role, the open entry with its evidence', async ({ page }) => {
  await open(page, '/inventory?q=github-any-repository&type=AWS::IAM::Role');
  await table(page).getByRole('link', { name: 'github-any-repository' }).click();
  const panel = page.getByRole('region', { name: 'Who may assume this role' });
  await expect(panel.getByRole('group', { name: /may assume github-any-repository/ })).toBeVisible();
  await expect(panel.getByText('Open: callers without a sure end')).toBeVisible();
  await panel.getByRole('radio', { name: 'List' }).click();
  const list = panel.getByRole('table', { name: 'Who may assume github-any-repository' });
  await expect(list.getByText('open', { exact: true })).toBeVisible();
  await expect(list.getByText('repo:northquay/*').first()).toBeVisible();
  await panel.getByRole('radio', { name: 'Policy' }).click();
  await expect(panel.getByText('sts:AssumeRoleWithWebIdentity')).toBeVisible();
});

test('a change in AWS is in the history after the next scan, with its difference and the scan', async ({ page }) => {
  test.setTimeout(120_000);
  const { account, workspaceId, integrationId } = connected;
  const iam = new IAMClient({
    endpoint: environment('SANDBOX_URL'),
    region: 'us-east-1',
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
  });
  const RoleName = 'github-deploy';
  await open(page, `/inventory?q=${RoleName}&type=AWS::IAM::Role`);
  await table(page).getByRole('link', { name: RoleName }).click();
  await expect(page.getByRole('heading', { level: 1, name: RoleName })).toBeVisible();
  await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }));
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Sid: 'Everyone' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await scanAgain(workspaceId, integrationId);
  await page.reload();
  await page
    .getByRole('navigation', { name: `Parts of ${RoleName}` })
    .getByRole('link', { name: /History/ })
    .click();
  const history = page.getByRole('region', { name: 'History' });
  const entry = history.getByRole('listitem').first();
  await expect(entry.getByRole('heading')).toContainText('changed');
  await expect(entry.locator('[data-sign="+"]').getByText('7200')).toBeVisible();
  await expect(entry.locator('[data-sign="+"]').getByText('Everyone')).toBeVisible();
  await expect(entry.getByRole('link', { name: /the scan of/ })).toHaveAttribute('href', /\/scans\//);
  await page.getByRole('link', { name: 'Overview', exact: true }).last().click();
  await expect(page.getByText('open role')).toBeVisible();
});

test('exports what the filters match', async ({ page }) => {
  await open(page, '/inventory?type=AWS::IAM::User');
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV' }).click(),
  ]);
  const text = await (await import('node:fs/promises')).readFile(await download.path(), 'utf8');
  const [head, ...rows] = text.trim().split(/\r?\n/);
  expect(head).toBe('name,accountId,createdAt,changedAt,tags');
  const shown = await page
    .getByRole('status')
    .filter({ hasText: /\d+ resources/ })
    .textContent();
  expect(`${rows.length} resources`).toBe(shown);
});

test('says what was searched for when nothing matches', async ({ page }) => {
  await open(page, '/inventory?q=nothing-is-called-so');
  await expect(page.getByRole('heading', { name: 'Nothing matches “nothing-is-called-so”' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
});

test('identities have their own columns', async ({ page }) => {
  await open(page, '/identities');
  await expect(
    page.getByRole('table', { name: 'Users' }).getByRole('columnheader', { name: 'Console password' }),
  ).toBeVisible();
  await page.getByRole('navigation', { name: 'Kinds of identities' }).getByRole('link', { name: /Roles/ }).click();
  const roles = page.getByRole('table', { name: 'Roles' });
  await expect(roles.getByRole('row', { name: /payments-host/ })).toContainText('ec2.amazonaws.com');
});

test('the overview names the open role and leads to it', async ({ page }) => {
  await open(page);
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await attention
    .getByRole('link', { name: /github-no-subject/ })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: /github-no-subject/ })).toBeVisible();
});

const PAGES = [
  ['overview', ''],
  ['inventory', '/inventory'],
  ['inventory without a match', '/inventory?q=nothing-is-called-so'],
  ['users', '/identities'],
  ['roles', '/identities?tab=roles'],
  ['policies', '/identities?tab=policies'],
  ['providers', '/identities?tab=providers'],
] as const;

for (const [name, path] of PAGES) {
  test(`${name}: accessible in light and dark, wide and narrow`, async ({ page }) => {
    test.setTimeout(120_000);
    await open(page, path);
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
  });
}

const RESOURCES = [
  ['Role', ['Overview', 'Relationships', 'History', 'Raw JSON']],
  ['User', ['Overview']],
  ['ManagedPolicy', ['Overview']],
  ['AccountSummary', ['Overview']],
] as const;

for (const [type, shown] of RESOURCES) {
  test(`a resource of type ${type}: accessible in light and dark, wide and narrow`, async ({ page }) => {
    test.setTimeout(60_000 + 60_000 * shown.length);
    await open(page, `/inventory?type=AWS::IAM::${type}`);
    await table(page).getByRole('link').first().click();
    const parts = page.getByRole('navigation', { name: /^Parts of/ });
    await expect(parts).toBeVisible();
    for (const part of shown) {
      await parts.getByRole('link', { name: new RegExp(`^${part}`) }).click();
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
    }
  });
}
