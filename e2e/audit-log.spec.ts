import { expect, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { owner, ownWorkspaceId } from './harness/connected-account';

test('what was done is found by who and what, opens with its seal, and the chain holds', async ({ page, context }) => {
  test.setTimeout(120_000);
  await signInAsAdministrator(context);
  const workspaceId = await ownWorkspaceId();
  const name = `audited-${Date.now().toString(36)}`;
  const { apiToken } = await owner().call('apiTokens.create', {
    params: { workspaceId },
    body: { name, role: 'viewer' },
  });

  await page.goto(`${environment('URL')}${paths.auditLog(workspaceId)}`);
  await page.getByLabel('What', { exact: true }).selectOption('api_token');
  await page.getByLabel('Target', { exact: true }).fill(name);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('made an API token');
  await expect(page).toHaveURL(/action=api_token/);
  await expect(page).toHaveURL(new RegExp(`target=${name}`));

  // The sealer works right after the write; the page is read again until it has.
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText(/#\d+/, { timeout: 1_000 });
  }).toPass();
  await row.getByRole('button', { name: 'made an API token' }).click();
  const entry = page.getByRole('dialog', { name: 'Audit entry' });
  await expect(entry).toContainText('api_token.created');
  await expect(entry).toContainText(apiToken.id);
  await expect(entry).toContainText(/[0-9a-f]{64}/);
  await expect(entry.getByLabel('Detail', { exact: true })).toContainText('"viewer"');
  await page.keyboard.press('Escape');

  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel('From', { exact: true }).fill(today);
  await page.getByLabel('To', { exact: true }).fill(today);
  await expect(row).toHaveCount(1);
  await page.getByLabel('From', { exact: true }).fill('2001-01-01');
  await page.getByLabel('To', { exact: true }).fill('2001-01-02');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();

  await page.getByRole('button', { name: 'Verify chain' }).click();
  await expect(page.getByText('The chain holds')).toBeVisible();
  await expect(page.getByLabel('Command', { exact: true })).toContainText(`--chain ${workspaceId}`);
  await expectAccessible(page);
});
