import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { ownWorkspaceId } from './harness/connected-account';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the federation is shown, probed live and copied', async ({ page, context }) => {
  test.setTimeout(120_000);
  await signInAsAdministrator(context);
  const workspaceId = await ownWorkspaceId();
  await page.goto(`${environment('URL')}${paths.security(workspaceId)}`);
  const panel = page.getByRole('region', { name: 'Federation' });
  const issuer = `https://issuer.mooring.test/oidc/${workspaceId}`;
  await expect(panel).toContainText(`${issuer}/.well-known/openid-configuration`);
  await expect(panel).toContainText(`workspace:${workspaceId}:integration:<integration id>`);
  await panel.getByRole('button', { name: 'Copy issuer url' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(issuer);

  const checks = page.getByRole('list', { name: 'Checks of the issuer' });
  await expect(checks.getByRole('listitem').filter({ hasText: 'A fresh token verifies' })).toContainText('passed');
  await expect(page.getByText('AWS can check our tokens')).toBeVisible();
  await page.getByRole('button', { name: 'Probe again' }).click();
  await expect(checks.getByRole('listitem').filter({ hasText: 'A fresh token verifies' })).toContainText('passed');
  await expect(page.getByLabel('Terraform snippet', { exact: true })).toContainText(`issuer_url=${issuer}`);
  await expectAccessible(page);
});

test('a rotation keeps the key before published, and the exported keys hold both', async ({ page, context }) => {
  await signInAsAdministrator(context);
  const workspaceId = await ownWorkspaceId();
  await page.goto(`${environment('URL')}${paths.security(workspaceId)}`);
  const keys = page.getByRole('table', { name: 'Signing keys' });
  const kidOf = async (state: string) =>
    (await keys.getByRole('row').filter({ hasText: state }).first().getByRole('cell').first().textContent()) ?? '';
  await expect(keys.getByRole('row').filter({ hasText: 'active' })).toHaveCount(1);
  const [active, next] = [await kidOf('active'), await kidOf('next')];
  await page.getByRole('button', { name: 'Rotate now' }).click();
  await page.getByRole('button', { name: 'Rotate the signing key' }).click();
  await expect(page.getByText('The signing key is rotated').first()).toBeVisible();
  await expect.poll(() => kidOf('active')).toBe(next);
  await expect(keys.getByRole('row').filter({ hasText: active })).toContainText('retiring');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download .*\/keys$/ }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  const kids = (JSON.parse(file) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  expect(kids).toEqual(expect.arrayContaining([active, next]));
});

test('an install administrator grants a host identity to one workspace, and it shows there', async ({
  page,
  context,
}) => {
  await signInAsAdministrator(context);
  const workspaceId = await ownWorkspaceId();
  const url = environment('URL');
  const name = `host-${Date.now().toString(36)}`;
  await page.goto(`${url}${paths.install('host-identities')}`);
  await page.getByRole('button', { name: 'Name an identity' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('radio', { name: 'Shared AWS configuration' }).click();
  await page.getByLabel('Profile').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('nobody yet');
  await row.getByRole('button', { name: `Actions on ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Grant to a workspace' }).click();
  await page.getByLabel('Workspace', { exact: true }).selectOption(workspaceId);
  await page.getByRole('button', { name: 'Grant', exact: true }).click();
  await expect(page.getByText(`${name} is granted to`).first()).toBeVisible();
  await page.goto(`${url}${paths.security(workspaceId)}`);
  await expect(page.getByRole('table', { name: 'Host identities' })).toContainText(`profile ${name}`);
});

test('the API reference is read without sign-in, searched, and opened by its address', async ({ page }) => {
  await page.goto(`${environment('URL')}${paths.apiDocs()}#members.update`);
  await expect(page.getByRole('heading', { level: 1, name: 'API reference' })).toBeVisible();
  await expect(page.getByLabel('Example of members.update', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search operations' }).fill('rotate');
  await expect(page.getByText('/federation/keys/rotate').first()).toBeVisible();
  await expect(page.getByText('/install/users', { exact: true })).toHaveCount(0);
  const openapi = await page.request.get(`${environment('URL')}/api/v1/openapi.json`);
  expect(((await openapi.json()) as { openapi: string }).openapi).toMatch(/^3\.1/);
});
