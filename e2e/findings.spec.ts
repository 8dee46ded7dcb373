import { expect, type Page, test } from '@playwright/test';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { connectedAccount, ownWorkspaceId } from './harness/connected-account';

const REASON = 'The partner moves to its own role this quarter.';
const table = (page: Page) => page.getByRole('table', { name: 'Findings' });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await connectedAccount('payments-prod');
});

test.beforeEach(async ({ context }) => {
  await signInAsAdministrator(context);
});

async function open(page: Page, path = ''): Promise<void> {
  await page.goto(`${environment('URL')}/w/${await ownWorkspaceId()}/findings${path}`);
}

test('finds the role that anyone may assume, reads why and how to fix it, mutes it and takes that back', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('button', { name: /Role that outsiders may assume/ }).click();
  await expect(page).toHaveURL(/rule=role-open-to-outsiders/);
  await table(page).getByRole('button', { name: 'partner-drop' }).click();
  const sheet = page.getByRole('dialog', { name: /partner-drop/ });
  await expect(sheet.getByText('Every principal of every AWS account').first()).toBeVisible();
  await expect(sheet.getByText('attributes.assumeRolePolicyDocument.Statement[0]', { exact: true })).toBeVisible();
  await expect(sheet.getByRole('region', { name: /AWS CLI/ }).first()).toContainText('--role-name partner-drop');
  await sheet.getByLabel('Why may it stay?').fill(REASON);
  await sheet.getByRole('button', { name: 'Mute the finding' }).click();
  await expect(sheet.getByRole('button', { name: 'Unmute' })).toBeVisible();
  await expect(sheet.getByText(REASON)).toBeVisible();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(table(page).getByRole('button', { name: 'partner-drop' })).toHaveCount(0);
  await page.getByRole('radio', { name: /Muted/ }).click();
  await table(page).getByRole('button', { name: 'partner-drop' }).click();
  await sheet.getByRole('button', { name: 'Unmute' }).click();
  await expect(sheet.getByRole('button', { name: 'Mute the finding' })).toBeVisible();
});

test('shows a finding first on the page of its resource', async ({ page }) => {
  await open(page, '?q=partner-drop');
  await table(page).getByRole('button', { name: 'partner-drop' }).click();
  await page.getByRole('link', { name: 'Open the resource' }).click();
  const panel = page.getByRole('region', { name: 'Findings' });
  await expect(panel.getByText('Role that outsiders may assume')).toBeVisible();
  await panel.getByRole('button', { name: /how to fix it/ }).click();
  await expect(panel.getByRole('heading', { name: 'Why it matters' })).toBeVisible();
});

test('nobody is kept out of the page and its sheet', async ({ page }) => {
  await open(page);
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
  await expectAccessible(page);
});
