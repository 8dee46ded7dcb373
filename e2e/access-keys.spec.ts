import { expect, test } from '@playwright/test';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { connectedAccount, owner } from './harness/connected-account';

let address: string;
let workspaceId: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  ({ workspaceId } = await connectedAccount('payments-prod'));
  address = `${environment('URL')}/w/${workspaceId}/access-keys`;
});

test.beforeEach(async ({ context, page }) => {
  await signInAsAdministrator(context);
  await page.goto(address);
});

test('shows the ages as a picture and each key with owner, age and last use', async ({ page }) => {
  const { active, pastLimit } = await owner().call('accessKeys.summary', { params: { workspaceId } });
  const ages = page.getByRole('region', { name: 'Active keys by age' });
  await expect(ages.getByRole('img', { name: `${pastLimit} keys of ${active} past the limit` })).toBeVisible();
  const table = page.getByRole('table', { name: 'Access keys' });
  const terraform = table.getByRole('row').filter({ hasText: 'terraform' }).first();
  await expect(terraform).toContainText(/AKIA\w{16}/);
  await expect(terraform).toContainText(/[\d,]+ days/);
});

test('filters by status, age and use, in the address', async ({ page }) => {
  const table = page.getByRole('table', { name: 'Access keys' });
  await expect(table.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('radio', { name: 'Inactive' }).click();
  await expect(page).toHaveURL(/status=Inactive/);
  await expect(table.getByText('active', { exact: true })).toHaveCount(0);
  await expect(table.getByText('inactive', { exact: true }).first()).toBeVisible();
  await page.getByRole('radio', { name: 'Any status' }).click();
  await page.getByRole('radio', { name: 'Never' }).click();
  await expect(page).toHaveURL(/used=never/);
  await expect(table.getByRole('row').nth(1)).toContainText('never');
  await page.getByRole('searchbox', { name: 'Search access keys' }).fill('nobody-has-this-name');
  await expect(page.getByRole('heading', { name: 'No access key matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all keys' }).click();
  await expect(table.getByRole('row').nth(1)).toBeVisible();
});

test('leads from a key to its owner, where the key is listed', async ({ page }) => {
  await page.getByRole('table', { name: 'Access keys' }).getByRole('link', { name: 'terraform' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'terraform' })).toBeVisible();
  const keys = page.getByRole('region', { name: 'Access keys', exact: true });
  await expect(keys.getByRole('link', { name: /^AKIA/ }).first()).toBeVisible();
});

test('accessible in light and dark, wide and narrow', async ({ page }) => {
  await expect(page.getByRole('table', { name: 'Access keys' }).getByRole('row').nth(1)).toBeVisible();
  await expectAccessible(page);
});
