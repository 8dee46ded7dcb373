import { IAMClient, TagRoleCommand } from '@aws-sdk/client-iam';
import { expect, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { connectedAccount, scanAgain } from './harness/connected-account';

test('what a scan saw change is counted, listed, and leads to the resource as it was before', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const { account, workspaceId, integrationId } = await connectedAccount('payments-prod');
  const iam = new IAMClient({
    endpoint: environment('SANDBOX_URL'),
    region: 'us-east-1',
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
  });
  const RoleName = 'organization-access';
  const team = `team-${Date.now().toString(36)}`;
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'team', Value: team }] }));
  await scanAgain(workspaceId, integrationId);
  await signInAsAdministrator(context);
  await page.goto(`${environment('URL')}${paths.changes(workspaceId, { from: '1d', kind: 'changed', q: RoleName })}`);

  const grid = page.getByRole('table', { name: 'Changes by account and type' });
  await expect(
    grid.getByRole('button', { name: /AWS::IAM::Role: \d+ changes?\. Show only these\./ }).first(),
  ).toBeVisible();
  const list = page.getByRole('table', { name: 'Changes', exact: true });
  await expect(list.getByRole('row').filter({ hasText: RoleName }).first()).toContainText(/tag team (added|changed)/);
  await expectAccessible(page);

  await list.getByRole('link', { name: RoleName }).first().click();
  await page.getByRole('button', { name: 'Compare versions' }).click();
  const compare = page.getByRole('region', { name: 'Compare', exact: true });
  await expect(compare.getByRole('table', { name: 'Differences, side by side' })).toContainText(team);
  await page
    .getByRole('region', { name: 'History' })
    .getByRole('link', { name: /as it was/ })
    .last()
    .click();
  await expect(page).toHaveURL(/at=/);
  await expect(page.getByText(/^Version 1, which came about/)).toBeVisible();
});
