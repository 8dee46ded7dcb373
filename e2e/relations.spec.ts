import { expect, type Page, test } from '@playwright/test';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { connectedAccount, ownWorkspaceId } from './harness/connected-account';

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await connectedAccount('payments-prod');
});

test.beforeEach(async ({ context }) => {
  await signInAsAdministrator(context);
});

/** Opens a part of a resource's page, found by its name and type. */
async function openPart(page: Page, name: string, type: string, part: string): Promise<void> {
  await page.goto(`${environment('URL')}/w/${await ownWorkspaceId()}/inventory?q=${name}&type=${type}`);
  await page.getByRole('table', { name: 'Resources' }).getByRole('link', { name, exact: true }).click();
  await page
    .getByRole('navigation', { name: `Parts of ${name}` })
    .getByRole('link', { name: part })
    .click();
}

test('draws what is around a role, walks there by keys, and says the same as a list', async ({ page }) => {
  await openPart(page, 'github-any-repository', 'AWS::IAM::Role', 'Relationships');
  const picture = page.getByRole('region', { name: 'Relationships of github-any-repository' });
  const self = picture.getByRole('button', { name: /This role/ });
  await self.focus();
  await page.keyboard.press('ArrowRight');
  await expect(self).not.toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(self).toBeFocused();
  await page.getByRole('radio', { name: 'List' }).click();
  await expect(page.getByRole('heading', { name: /May be assumed by/ })).toBeVisible();
  await page.getByRole('radio', { name: 'Graph' }).click();
  await picture.getByRole('link', { name: 'token.actions.githubusercontent.com' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /token\.actions/ })).toBeVisible();
  await page.getByRole('radio', { name: 'What uses this' }).click();
  await expect(page.getByRole('link', { name: 'github-any-repository' })).toBeVisible();
});

test('says what a user may reach, and lights the statement that allows it', async ({ page }) => {
  await openPart(page, 'terraform', 'AWS::IAM::User', 'Reach');
  await expect(page.getByText(/may do everything in the account/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^s3 / })).toContainText('allowed');
  const roles = page.getByRole('region', { name: 'Roles it may assume' });
  await roles
    .getByRole('button', { name: /Trust policy of/ })
    .first()
    .click();
  await expect(page.getByRole('dialog').locator('[data-lit]').first()).toBeVisible();
});

test('what a user may reach is accessible', async ({ page }) => {
  test.setTimeout(60_000);
  await openPart(page, 'terraform', 'AWS::IAM::User', 'Reach');
  await expect(page.getByRole('region', { name: 'Services', exact: true })).toBeVisible();
  await expectAccessible(page);
});
