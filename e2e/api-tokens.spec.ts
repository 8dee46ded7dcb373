import { expect, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { ownWorkspaceId } from './harness/connected-account';

test('a token is made, works within its role, and is refused once revoked', async ({ page, context, playwright }) => {
  test.setTimeout(120_000);
  await signInAsAdministrator(context);
  const url = environment('URL');
  const workspace = await ownWorkspaceId();
  const name = `nightly-${Date.now().toString(36)}`;
  await page.goto(`${url}${paths.apiTokens(workspace)}`);
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(page.getByText('A name is needed.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Ends after').fill('400');
  await page.getByLabel('Ends after').blur();
  await expect(page.getByLabel('Ends after')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Ends after').fill('30');
  await page.getByRole('button', { name: 'Make the token' }).click();

  const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
  expect(secret).toMatch(/^mooring_/);
  await expect(page.getByLabel('curl', { exact: true })).toContainText(`${url}/api/v1/workspaces/${workspace}`);
  await expect(page.getByLabel('curl', { exact: true })).not.toContainText(secret);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const script = await playwright.request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${secret}` } });
  const list = () => script.get(`${url}/api/v1/workspaces/${workspace}/integrations`);
  expect((await list()).status()).toBe(200);
  const write = await script.post(`${url}/api/v1/workspaces/${workspace}/integrations`, {
    data: { name: 'not-allowed', region: 'eu-central-1' },
  });
  expect(write.status()).toBe(403);

  await page.reload();
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('viewer');
  await expect(row).not.toContainText('never');
  await expectAccessible(page);

  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByLabel(/to confirm/).fill(name);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Revoke ${name}` })
    .click();
  await expect(row).toContainText('revoked');
  const refused = await list();
  expect(refused.status()).toBe(401);
  expect(await refused.text()).toContain('revoked');
  await script.dispose();
});
